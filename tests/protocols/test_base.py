"""The seam between doors and worker: what an encoding remembers, and for how long."""

import pytest

from veche.core.events import Happened, Record, ServerStarted, Transient
from veche.protocols.base import Encoding


class Counting(Encoding):
    """Says how often it had to encode."""

    made = 0

    def encode(self, event: Happened) -> bytes:
        """Another line each time."""
        self.made += 1
        return b"%d\r\n" % self.made


def event(number: int) -> Transient:
    """Equal to any other of the same number, and another object."""
    return Transient(0, Record(number, 0, None, ServerStarted()))


def test_a_line_is_made_once_a_batch() -> None:
    """And anew after `forget`: another event may lie at the same address by then."""
    encoding, one, other = Counting("test"), event(1), event(2)
    assert [encoding.line(e) for e in (one, other, one)] == [b"1\r\n", b"2\r\n", b"1\r\n"]
    encoding.forget()
    assert encoding.line(one) == b"3\r\n"


def test_encodings_are_told_apart_by_identity() -> None:
    """Two of a kind do not share what they remember."""
    one, other = Counting("irc", 1), Counting("irc", 1)
    assert one != other
    assert len({one: 1, other: 2}) == 2
    assert one.line(event(1)) == other.line(event(1))


def test_a_door_must_encode() -> None:
    """There are no bytes that suit every door."""
    with pytest.raises(NotImplementedError):
        Encoding("none").line(event(1))
