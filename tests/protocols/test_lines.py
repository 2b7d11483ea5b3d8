"""The bounded line splitter."""

from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.lines import LineSplitter


def test_both_line_ends() -> None:
    """LF and CR LF end a line; only one CR belongs to the end."""
    lines = LineSplitter(100)
    assert lines.feed(b"one\ntwo\r\nthree\r\r\n\nfour") == [b"one", b"two", b"three\r", b""]
    assert lines.pending == 4
    assert lines.take() == b"four"
    assert lines.pending == 0


def test_a_line_in_pieces() -> None:
    """A line comes out when its end has come, however it was cut, between CR and LF too."""
    lines = LineSplitter(100)
    assert lines.feed(b"o") == []
    assert lines.feed(b"ne\r") == []
    assert lines.feed(b"\ntw") == [b"one"]
    assert lines.feed(b"o\n") == [b"two"]


def test_the_limit_to_the_byte() -> None:
    """A line of exactly the limit passes, one byte more is reported and dropped."""
    assert LineSplitter(5).feed(b"12345\r\n") == [b"12345"]
    assert LineSplitter(5).feed(b"123456\r\nnext\n") == [None, b"next"]
    pieces = LineSplitter(5)
    assert pieces.feed(b"12345\r") == []
    assert pieces.feed(b"\n") == [b"12345"]


def test_an_endless_line_costs_nothing() -> None:
    """It is reported once, nothing of it is kept, and the next line is read."""
    lines = LineSplitter(512)
    reports = []
    for _ in range(1000):
        reports += lines.feed(b"x" * 4096)
        assert lines.pending <= 513
    assert reports == [None]
    assert lines.feed(b"end\nPING 1\n") == [b"PING 1"]


@given(st.binary(max_size=200), st.lists(st.integers(1, 20), max_size=40))
def test_how_the_stream_is_cut_does_not_matter(data: bytes, sizes: list[int]) -> None:
    """Any cutting gives the same lines, and never keeps more than the limit and a CR."""
    limit = 10
    whole = LineSplitter(limit).feed(data)
    lines = LineSplitter(limit)
    found: list[bytes | None] = []
    at = 0
    for size in [*sizes, len(data) + 1]:
        found += lines.feed(data[at : at + size])
        at += size
        assert lines.pending <= limit + 1
    assert found == whole
