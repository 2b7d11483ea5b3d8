"""Frames for clients: their form at each length, and that each stretch of lines is framed once."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.server.http.frames import BINARY, REASON_BYTES, TEXT, Framer, frame, to_reason


class Loop:
    """Its next round comes when it is told to."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], None]] = []

    def call_soon(self, call: Callable[[], None]) -> None:
        self.calls.append(call)

    def turn(self) -> None:
        calls, self.calls = self.calls, []
        for call in calls:
            call()


def unframed(data: bytes, opcode: int) -> list[bytes]:
    """The payloads of frames that are all whole, unmasked and of this opcode (RFC 6455 5.2)."""
    payloads = []
    while data:
        assert data[0] == 0x80 | opcode
        size, at = data[1], 2
        assert size < 128
        if size > 125:
            at = 4 if size == 126 else 10
            size = int.from_bytes(data[2:at], "big")
        payloads.append(data[at : at + size])
        assert len(payloads[-1]) == size
        data = data[at + size :]
    return payloads


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00"),
    ],
)
def test_the_shortest_form_of_each_length(size: int, head: bytes) -> None:
    """RFC 6455 5.2: the minimal number of bytes is to be used."""
    assert frame(TEXT, b"x" * size) == head + b"x" * size


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", codec="utf-8")), min_size=1))
def test_a_frame_for_each_line(texts: list[str]) -> None:
    """Without its end, in order, of the kind that was agreed on."""
    lines = [text.encode() for text in texts]
    data = b"".join(line + b"\r\n" for line in lines)
    for opcode in (TEXT, BINARY):
        frames, _ = Framer(opcode, Loop().call_soon)(data)
        assert unframed(frames, opcode) == lines


def test_each_is_made_once_until_the_next_round() -> None:
    """For the same bytes object, which the fan-out writes to many; then nothing is kept."""
    loop = Loop()
    framer = Framer(TEXT, loop.call_soon)
    data, other = b"a\r\n" * 9, b"b\r\n" * 9
    first = framer(data)[0]
    assert framer(other)[0] != first
    assert framer(data)[0] is first
    assert len(loop.calls) == 1
    loop.turn()
    again = framer(data)[0]
    assert again == first
    assert again is not first
    assert len(loop.calls) == 1


def test_the_goodbye_gives_the_reason() -> None:
    """Only as the last line, and not when somebody says the word."""
    framer = Framer(TEXT, Loop().call_soon)
    goodbye = "ERROR :Closing link: (пока)\r\n".encode()
    assert framer(b":s 001 a :x\r\n" + goodbye)[1] == "Closing link: (пока)"
    assert framer(goodbye + b":s 001 a :x\r\n")[1] == ""
    assert framer(b":a!b@c PRIVMSG #c :ERROR :x\r\n")[1] == ""


@given(st.text())
def test_a_reason_fits_and_is_text(text: str) -> None:
    """RFC 6455 5.5: 125 bytes with the code; 5.5.1: UTF-8."""
    text = text.encode(errors="replace").decode()
    reason = to_reason(text * 9)
    assert len(reason) <= REASON_BYTES
    assert (text * 9).startswith(reason.decode())
    assert len(reason) > REASON_BYTES - 4 or reason == (text * 9).encode()
