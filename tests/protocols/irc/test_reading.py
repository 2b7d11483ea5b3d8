"""Lines counted and checked before they are parsed.

https://ircv3.net/specs/extensions/message-tags#size-limit, https://ircv3.net/specs/extensions/utf8-only
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.limits import DEFAULT
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.reading import Fault, line_limit, read


def fault(line: bytes | None) -> Fault:
    """The fault that must be in this line."""
    found = read(line, DEFAULT)
    assert isinstance(found, Fault)
    return found


def test_512_bytes_with_the_line_end() -> None:
    """510 pass, 511 do not; the label is still known."""
    assert isinstance(read(b"PRIVMSG #c :".ljust(510, b"x"), DEFAULT), Message)
    assert fault(b"PRIVMSG #c :".ljust(511, b"x")).rejection.code is Code.LINE_TOO_LONG
    tagged = fault(b"@label=7 PRIVMSG #c :".ljust(520, b"x"))
    assert (tagged.rejection.code, tagged.command) == (Code.LINE_TOO_LONG, "PRIVMSG")
    assert tagged.tags == {"label": "7"}


def test_4096_bytes_of_tags() -> None:
    """4,094 of tag data pass beside 510 of the rest; one more does not."""
    rest = b" PRIVMSG #c :".ljust(511, b"x")
    assert isinstance(read(b"@+a=".ljust(4095, b"x") + rest, DEFAULT), Message)
    assert fault(b"@+a=".ljust(4096, b"x") + rest).rejection.code is Code.LINE_TOO_LONG
    assert fault(b"@".ljust(4097, b"x")).rejection.code is Code.LINE_TOO_LONG
    assert line_limit(DEFAULT) == 4096 + 510


def test_what_the_splitter_dropped() -> None:
    """Nothing is known of such a line but its length."""
    assert fault(None) == Fault(fault(None).rejection, "*", {})
    assert fault(None).rejection.code is Code.LINE_TOO_LONG


@pytest.mark.parametrize("line", [b"PRIVMSG #c :a\0b", b"PRIVMSG #c :a\rQUIT"])
def test_nul_and_bare_cr(line: bytes) -> None:
    """They can be in no parameter (Modern IRC, "Parameters")."""
    assert fault(line).rejection.code is Code.BAD_TEXT
    assert fault(line).command == "PRIVMSG"


def test_invalid_utf8() -> None:
    """Refused with the command's name, as far as that can be read."""
    assert fault(b"privmsg #c :\xff").rejection.code is Code.INVALID_UTF8
    assert fault(b"privmsg #c :\xff").command == "PRIVMSG"
    assert fault(b"@label=1 :src privmsg #c :\xff").command == "PRIVMSG"
    assert fault(b"\xff\xfe").command == "*"
    assert fault(b"@label=\xff PING x").tags == {}


def test_nothing_there() -> None:
    """Empty lines are ignored ("Message Format")."""
    assert read(b"", DEFAULT) is None
    assert read(b"   ", DEFAULT) is None
    assert read(b"@tags-only", DEFAULT) is None


@given(st.none() | st.binary(max_size=600))
def test_any_bytes(line: bytes | None) -> None:
    """Never an exception."""
    read(line, DEFAULT)
