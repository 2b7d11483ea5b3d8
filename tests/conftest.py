"""What every test may use: Hypothesis without deadlines, and the real programs of the machine."""

import os
import shutil
from collections.abc import Callable

import pytest
from hypothesis import settings

# A deadline per example measures the other load of the machine; pytest-timeout ends what hangs.
settings.register_profile("veche", deadline=None, print_blob=True)
settings.load_profile("veche")


def require_tool(name: str) -> str:
    """Return the path of the program `name`; without it skip the test, or in CI fail it."""
    path = shutil.which(name)
    if path is not None:
        return path
    reason = f"{name} is not installed (scripts/debian-packages installs it on Debian as root)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(name="require_tool")
def require_tool_fixture() -> Callable[[str], str]:
    """`require_tool` for those who prefer to be handed it."""
    return require_tool
