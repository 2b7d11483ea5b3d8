"""Whether a text names somebody."""

import pytest

from veche.terminal.mention import mentions


@pytest.mark.parametrize(
    ("text", "nick", "named"),
    [
        ("alice: hello", "alice", True),
        ("hello, Alice!", "alice", True),
        ("@alice", "Alice", True),
        ("Привет, АЛИСА", "алиса", True),
        ("malice", "alice", False),
        ("alice_ and alices", "alice", False),
        ("alices, alice", "alice", True),
        ("x-alice", "alice", False),
        ("(alice)", "alice", True),
        ("alice", "al", False),
        ("anything", "", False),
        ("", "alice", False),
    ],
)
def test_a_name_is_a_word(text: str, nick: str, named: bool) -> None:
    """In letters of any size; not a part of another name."""
    assert mentions(text, nick) is named


def test_it_takes_linear_time() -> None:
    """In squared time, so much of it would outlast the time that a test has."""
    assert not mentions("a" * 500_000, "a")
