"""Which columns a row has."""

import pytest

from veche.terminal.screen.columns import columns


@pytest.mark.parametrize(
    ("width", "nick", "lead", "text"),
    [(120, 16, 25, 95), (99, 12, 21, 78), (72, 12, 21, 51), (71, 0, 6, 65), (29, 0, 1, 28)],
)
def test_columns(width: int, nick: int, lead: int, text: int) -> None:
    """Names have a column where there is room, times where there is some."""
    found = columns(width)
    assert (found.nick, found.lead, found.text) == (nick, lead, text)
    assert found.lead + found.text == width


@pytest.mark.parametrize("width", [0, 1, 2])
def test_there_is_always_room_for_a_letter(width: int) -> None:
    """However narrow: what is too wide is cut off later."""
    assert columns(width).text >= 2
