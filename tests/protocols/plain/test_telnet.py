"""Telnet negotiation is taken out (RFC 854), and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.plain.telnet import TelnetFilter

TABLE = [
    (b"hello\r\n", b"hello\r\n"),
    (b"\xff\xfb\x18\xff\xfd\x01hello", b"hello"),  # IAC WILL, IAC DO
    (b"a\xff\xfc\x01b\xff\xfe\x01c", b"abc"),  # IAC WONT, IAC DONT
    (b"a\xff\xf4\xff\xfd\x06b", b"ab"),  # interrupt: IAC IP, IAC DO TIMING-MARK
    (b"a\xff\xfa\x1f\x00\x50\x00\x18\xff\xf0b", b"ab"),  # window size
    (b"a\xff\xfa\x18\x00x\xff\xffy\xff\xf0b", b"ab"),  # IAC IAC inside
    (b"a\xff\xffb", b"a\xffb"),  # the byte itself
    (b"\xff\xfehi\nthere\n", b"i\nthere\n"),
    (b"\xff\n\xff\xfb\n\xff\xfaabc\nok\n", b"\n\n\nok\n"),
]


@pytest.mark.parametrize(("data", "text"), TABLE)
def test_negotiation_is_taken_out(data: bytes, text: bytes) -> None:
    """Wherever it is torn; a newline gets through it."""
    assert TelnetFilter().feed(data) == text
    for at in range(len(data) + 1):
        torn = TelnetFilter()
        assert torn.feed(data[:at]) + torn.feed(data[at:]) == text


@given(st.binary())
def test_lines_are_never_swallowed(data: bytes) -> None:
    """As many newlines come out as went in."""
    assert TelnetFilter().feed(data).count(b"\n") == data.count(b"\n")


@given(st.text())
def test_text_is_not_touched(text: str) -> None:
    """UTF-8 has no byte 0xFF."""
    assert TelnetFilter().feed(text.encode()) == text.encode()
