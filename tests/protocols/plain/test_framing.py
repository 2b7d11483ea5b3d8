"""Messages end at newlines, or at pauses for programs that send no newlines."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.plain.framing import PAUSE_S, Framer, Piece

LIMIT = 100


def framer() -> Framer:
    return Framer(first_limit=20, limit=LIMIT)


def chunks() -> Framer:
    framing = framer()
    framing.feed(b"bob", 0.0)
    framing.tick(PAUSE_S)
    assert framing.chunked
    return framing


def test_a_newline_first_means_lines_for_ever() -> None:
    """A line then waits for its end as long as it takes."""
    framing = framer()
    assert framing.feed(b"bob\r\n", 0.0) == [b"bob"]
    assert framing.feed(b"hel", 1.0) == []
    assert framing.deadline is None
    assert framing.tick(100.0) == []
    assert framing.feed(b"lo\nand\n", 101.0) == [b"hello", b"and"]
    assert not framing.chunked


def test_a_newline_in_time_means_lines() -> None:
    """A name torn in two reads."""
    framing = framer()
    assert framing.feed(b"bo", 0.0) == []
    assert framing.deadline == PAUSE_S
    assert framing.feed(b"b\n", PAUSE_S - 0.01) == [b"bob"]
    assert not framing.chunked
    assert framing.deadline is None


def test_a_pause_first_means_chunks() -> None:
    """The pause counts from the last byte."""
    framing = framer()
    framing.feed(b"b", 0.0)
    framing.feed(b"ob", 0.05)
    assert framing.tick(0.05 + PAUSE_S - 0.001) == []
    assert framing.tick(0.05 + PAUSE_S) == [b"bob"]
    assert framing.chunked


def test_chunks_100_ms_apart_are_never_merged() -> None:
    """Also when nobody has ticked in between."""
    framing = chunks()
    assert framing.feed(b"one", 1.0) == []
    assert framing.feed(b"two", 1.1) == [b"one"]
    assert framing.feed(b"three", 1.2) == [b"two"]
    assert framing.tick(1.3) == [b"three"]


def test_chunks_within_a_pause_are_one() -> None:
    """A message torn by the network."""
    framing = chunks()
    framing.feed(b"on", 1.0)
    framing.feed(b"e", 1.0 + PAUSE_S / 2)
    assert framing.tick(2.0) == [b"one"]
    assert framing.deadline is None


def test_lines_within_a_chunk_are_messages() -> None:
    """A newline ends a message in chunks as well, and changes no mode."""
    framing = chunks()
    assert framing.feed(b"a\nb", 1.0) == [b"a"]
    assert framing.tick(2.0) == [b"b"]
    assert framing.feed(b"c\n", 3.0) == [b"c"]
    assert framing.deadline is None
    assert framing.chunked


def test_the_byte_past_the_limit() -> None:
    """The first message has a limit of its own; the line after a long one is whole."""
    framing = framer()
    assert framing.feed(b"x" * 20 + b"\n", 0.0) == [b"x" * 20]
    assert framer().feed(b"x" * 21 + b"\nbob\n", 0.0) == [None, b"bob"]
    assert framing.feed(b"y" * LIMIT + b"\n", 0.0) == [b"y" * LIMIT]
    assert framing.feed(b"y" * (LIMIT + 1) + b"\nz\n", 0.0) == [None, b"z"]


def test_an_endless_line_is_reported_once() -> None:
    """And keeps nothing."""
    framing = framer()
    framing.feed(b"bob\n", 0.0)
    found: list[Piece] = []
    for _ in range(1000):
        found += framing.feed(b"x" * 1000, 1.0)
    assert found == [None]
    assert framing.feed(b"rest\nnext\n", 2.0) == [b"next"]


def test_an_endless_chunk_is_reported_once() -> None:
    """The pause after it ends it."""
    framing = chunks()
    assert framing.feed(b"x" * (LIMIT + 1), 1.0) == [None]
    assert framing.feed(b"more", 1.01) == []
    assert framing.feed(b"next", 2.0) == []
    assert framing.tick(3.0) == [b"next"]


def test_the_end_of_input_ends_a_message() -> None:
    """`printf 'bob' | nc` sends no newline, but is no program in chunks either."""
    framing = framer()
    framing.feed(b"bob", 0.0)
    assert framing.finish() == [b"bob"]
    assert framing.finish() == []
    assert not framing.chunked


def test_negotiation_is_no_message() -> None:
    """A telnet program may negotiate and then wait for its person."""
    framing = framer()
    assert framing.feed(b"\xff\xfb\x18", 0.0) == []
    assert framing.deadline is None
    assert framing.feed(b"bob\r\n", 10.0) == [b"bob"]


@given(st.binary(max_size=300), st.lists(st.integers(0, 300)))
def test_lines_split_anywhere_are_the_same(data: bytes, cuts: list[int]) -> None:
    """Where reads are torn does not matter."""
    whole = Framer(LIMIT, LIMIT)
    expected = whole.feed(b"bob\n" + data, 0.0) + whole.finish()
    torn = Framer(LIMIT, LIMIT)
    found = torn.feed(b"bob\n", 0.0)
    places = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(places):
        found += torn.feed(data[start:end], 0.0)
    assert found + torn.finish() == expected
