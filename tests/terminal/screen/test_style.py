"""The colours of the terminal."""

import pytest

from veche.terminal.screen.style import is_dark


@pytest.mark.parametrize(
    ("colours", "dark"),
    [("", True), ("15;0", True), ("0;15", False), ("0;default;15", False), ("0;7", False)],
)
def test_a_light_terminal_says_so(colours: str, dark: bool) -> None:
    """In COLORFGBG; most say nothing, and are dark."""
    assert is_dark(colours) is dark
