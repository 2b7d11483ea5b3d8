"""A secret does not show itself."""

import pytest

from veche.core.secret import Secret


@pytest.mark.parametrize("shown", [repr, str, lambda s: f"{s}", lambda s: f"{(s,)!r}"])
def test_it_is_not_shown(shown: object) -> None:
    """However it is printed."""
    assert callable(shown)
    assert "sesame" not in shown(Secret("sesame"))


def test_it_is_itself() -> None:
    """Equal secrets are equal."""
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a").value == "a"
