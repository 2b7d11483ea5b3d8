"""What a terminal sends, read as it is meant."""

import errno
import io
import itertools
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from veche.terminal.screen.reading import (
    AltKey,
    LastingWriter,
    PasteParser,
    Pastes,
    correct_reading,
)

BEGIN, END = "\x1b[200~", "\x1b[201~"
RED = "\x1b[31m"


def keys(messages: Iterable[Message]) -> list[str]:
    """Return the keys among what was read."""
    return [message.key for message in messages if isinstance(message, events.Key)]


@pytest.mark.parametrize("key", list(AltKey))
def test_alt_and_a_key_is_one_key(key: AltKey) -> None:
    """ESC and a digit, ESC and CR; the digit and Enter alone are what they were."""
    correct_reading()
    name = key.value.removeprefix("alt+")
    sent = "\r" if name == "enter" else name
    assert keys(PasteParser().feed(f"\x1b{sent}")) == [key.value]
    assert keys(PasteParser().feed(sent)) == [name]


def test_an_escape_sequence_in_a_paste_is_no_end_of_it() -> None:
    """Else the rest would be typed, and its line breaks would send it."""
    messages = list(PasteParser().feed(f"{BEGIN}one\r{RED}two\r\nthree{END}x"))
    pastes = [message.text for message in messages if isinstance(message, events.Paste)]
    assert pastes == ["one\ntwo\nthree"]
    assert keys(messages) == ["x"]


def test_the_end_of_the_input_is_the_end() -> None:
    """Nothing is waited for."""
    parser = PasteParser()
    list(parser.feed(f"{BEGIN}unfinished"))
    assert list(parser.feed("")) == []


@given(st.text("ab\x1b[0123;~m\r\n", max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_a_paste_may_come_in_any_parts(text: str, cuts: list[int]) -> None:
    """What is read does not depend on them; what is around the paste is left alone."""
    text = text.replace(END, "")
    sent = f"a{RED}{BEGIN}{text}{END}{RED}b"
    pastes = Pastes()
    bounds = [0, *sorted(cuts), len(sent)]
    parts = [sent[a:b] for a, b in itertools.pairwise(bounds)]
    read = "".join(map(pastes.clean, parts))
    begin, end = f"a{RED}{BEGIN}", f"{END}{RED}b"
    assert read.startswith(begin)
    assert read.endswith(end)
    inside = read[len(begin) : -len(end)]
    assert "\x1b" not in inside
    assert "\r" not in inside


@given(st.text("ab\x1b[~m", max_size=40))
def test_what_is_no_paste_is_left_alone(text: str) -> None:
    """Letter for letter, at once."""
    pastes = Pastes()
    assert "".join(map(pastes.clean, text)) == text


def test_a_paste_without_an_end_is_bounded() -> None:
    """What is too much is dropped, and its end is found."""
    pastes = Pastes()
    pastes.clean(BEGIN)
    for _ in range(50):
        assert pastes.clean("x" * 100_000) == ""
    assert pastes.clean(f"{END}y") == "x" * 1_000_000 + f"{END}y"


class Gone(io.StringIO):
    """A terminal that was closed."""

    def write(self, text: str) -> int:
        """Fail as the kernel does."""
        raise OSError(errno.EIO, "Input/output error")


def test_a_terminal_that_is_gone_is_waited_for_by_nobody() -> None:
    """However much is still written to it; more than is kept at a time."""
    writer = LastingWriter(Gone())
    writer.start()
    for _ in range(200):
        writer.write("x")
    writer.stop()
    assert not writer.is_alive()


def test_what_is_written_gets_to_the_terminal() -> None:
    """In its order, as long as it is there."""
    file = io.StringIO()
    writer = LastingWriter(file)
    writer.start()
    writer.write("a")
    writer.write("b")
    writer.stop()
    assert file.getvalue() == "ab"
