"""What the client library loads, and what it offers."""

import subprocess
import sys

import pytest

import veche.client
from tests.harness import environment

FOREIGN = (
    "aiohttp", "click", "prompt_toolkit", "textual", "structlog", "sqlite3",
    "veche.server", "veche.eventlog", "veche.protocols", "veche.terminal", "veche.config",
)  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """Return the names of the modules that a fresh interpreter has loaded after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import veche.client",
        "from veche.client import *",
        "import veche.client.chat, veche.client.driver, veche.client.connection",
    ],
)
def test_nothing_of_the_server_is_loaded(code: str) -> None:
    """Nor what costs time, such as the library that only a WebSocket needs."""
    assert loaded_by(code) & set(FOREIGN) == set()


def test_the_client_without_its_driver_needs_no_event_loop() -> None:
    """Who brings his own sockets loads no more than the state machines."""
    assert "asyncio" not in loaded_by("from veche.client import Client, Profile, parse_address")


def test_all_that_is_offered_is_there() -> None:
    """In order, and nothing else."""
    for name in veche.client.__all__:
        assert getattr(veche.client, name) is not None
    assert dir(veche.client) == sorted(veche.client.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Chair'"):
        _ = veche.client.Chair  # type: ignore[attr-defined]
