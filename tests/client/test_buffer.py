"""Lines out of a stream of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.buffer import MAX_LINE_BYTES, EndlessLineError, LineBuffer


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))),
    st.data(),
)
def test_pieces_do_not_matter(lines: list[str], data: st.DataObject) -> None:
    """Cut anywhere, the same lines come out."""
    stream = "".join(f"{line}\r\n" for line in lines).encode()
    buffer, out = LineBuffer(), []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        out += buffer.feed(stream[:size])
        stream = stream[size:]
    assert out == lines


def test_a_bare_line_feed_ends_a_line_and_bad_bytes_are_replaced() -> None:
    """Lenient where nothing is lost."""
    assert LineBuffer().feed(b"a\n\xff\n") == ["a", "\ufffd"]


def test_the_longest_line_passes_and_one_byte_more_does_not() -> None:
    """Whether its end has come or not."""
    longest = b"x" * MAX_LINE_BYTES
    buffer = LineBuffer()
    assert buffer.feed(longest) == []
    assert buffer.feed(b"\n") == [longest.decode()]
    with pytest.raises(EndlessLineError):
        buffer.feed(longest + b"x")
    with pytest.raises(EndlessLineError):
        LineBuffer().feed(longest + b"x\n")
