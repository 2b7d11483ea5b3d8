"""Where text goes."""

from veche.protocols.plain.place import Place


def in_channels(*names: str) -> Place:
    place = Place()
    for name in names:
        place.going(name)
        place.entered(name)
    return place


def test_text_goes_to_the_channel_joined_last() -> None:
    """From the moment that it was asked for, under the name that others use."""
    place = in_channels("#lobby")
    place.going("#DEV")
    assert place.current == "#DEV"
    place.entered("#dev")
    assert place.current == "#dev"
    place.going("#Lobby")
    assert place.current == "#Lobby"


def test_an_answer_does_not_move_anybody() -> None:
    """Two joins in one go: the first one's answer comes after the second was asked for."""
    place = Place()
    place.going("#a")
    place.going("#b")
    place.entered("#a")
    assert place.current == "#b"


def test_a_join_refused() -> None:
    """Back to where text went before."""
    place = in_channels("#a", "#b")
    place.going("#c")
    place.going("#d")
    place.gone("#c")
    assert place.current == "#d"
    place.gone("#D")
    assert place.current == "#b"


def test_leaving() -> None:
    """The current one: to the one before; another one: nothing changes."""
    place = in_channels("#a", "#b", "#c")
    place.gone("#C")
    assert place.current == "#b"
    place.gone("#a")
    assert place.current == "#b"
    place.gone("#b")
    assert place.current == ""
    place.gone("#b")
    assert place.current == ""
