"""What a channel's modes do to what is said in it."""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import OfUsers
from veche.core.commands import AskedChange
from veche.core.events import MessageKind, MessageSent, TextBody
from veche.core.rejections import Code, Rejection


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def set_mode(assembly: Assembly, letter: str, argument: str | None = None) -> None:
    """Anna sets it."""
    assembly.do(1, c.ChangeModes("#a", (AskedChange(True, letter, argument),)))


def test_no_ctcp(assembly: Assembly) -> None:
    """Not even an operator's; what somebody does is none."""
    set_mode(assembly, "C")
    for session in (1, 2):
        refused = assembly.one(session, c.SendMessage("#a", "\1PING 1\1"))
        assert refused == Rejection(Code.CANNOT_SEND, "#a", "C")
    assembly.do(2, c.SendMessage("#a", "waves", MessageKind.ACTION))


def test_slow_mode(assembly: Assembly) -> None:
    """So many seconds between two messages, wherever one was meanwhile; a voice is past it."""
    set_mode(assembly, "W", "10")
    assembly.do(2, c.SendMessage("#a", "one"))
    assembly.do(2, c.Part("#a"))
    assembly.do(2, c.Join("#a"))
    assembly.now_ms += 9_999
    refused = assembly.one(2, c.SendMessage("#a", "two"))
    assert refused == Rejection(Code.TOO_SOON, "#a", "1")
    assembly.now_ms += 1
    assembly.do(2, c.SendMessage("#a", "two"))
    for text in ("one", "two"):
        assembly.do(1, c.SendMessage("#a", text))
    assembly.do(1, c.ChangeModes("#a", (AskedChange(False, "W"),)))
    assembly.do(2, c.SendMessage("#a", "three"))
    assert assembly.channel("#a").spoke == {}


def test_no_colours(assembly: Assembly) -> None:
    """The words stay; nothing but colours is nothing said."""
    set_mode(assembly, "S")
    assembly.do(2, c.SendMessage("#a", "\x0304,12red\x03 \x02bold\x0f \x04ff0000hex 3,4"))
    body = assembly.log[-1].record.body
    assert isinstance(body, TextBody)
    assert body.text == "red bold hex 3,4"
    assert assembly.one(2, c.SendMessage("#a", "\x02\x0f")) == Rejection(Code.NO_TEXT)


@pytest.mark.parametrize("mask", ["m:boris", "mute:*!user@*", "~m:BORIS!*@*"])
def test_mutes(assembly: Assembly, mask: str) -> None:
    """Keep from speaking, not from coming; an exception of mutes and a voice are past them."""
    set_mode(assembly, "b", mask)
    assert assembly.one(2, c.SendMessage("#a", "x")) == Rejection(Code.CANNOT_SEND, "#a", "b")
    assembly.do(2, c.Part("#a"))
    assembly.do(2, c.Join("#a"))
    set_mode(assembly, "e", "m:*!*@host.test")
    assembly.do(2, c.SendMessage("#a", "x"))


def test_an_exception_of_mutes_lifts_no_ban(assembly: Assembly) -> None:
    """It is of mutes alone."""
    assembly.do(2, c.Part("#a"))
    set_mode(assembly, "b", "boris")
    set_mode(assembly, "e", "m:boris")
    assert assembly.one(2, c.Join("#a")) == Rejection(Code.BANNED, "#a")


def test_only_accounts(assembly: Assembly) -> None:
    """`M`: they speak; `R`: they enter. A voice and an invitation are past them."""
    set_mode(assembly, "M")
    assert assembly.one(2, c.SendMessage("#a", "x")) == Rejection(Code.CANNOT_SEND, "#a", "M")
    set_mode(assembly, "v", "boris")
    assembly.do(2, c.SendMessage("#a", "x"))
    set_mode(assembly, "R")
    assembly.enter(3, "vera")
    assert assembly.one(3, c.Join("#a")) == Rejection(Code.ACCOUNT_NEEDED, "#a")
    assembly.do(1, c.Invite("vera", "#a"))
    assembly.do(3, c.Join("#a"))


def test_to_operators_alone(assembly: Assembly) -> None:
    """`U`: under the channel's name, but in a conversation of its own; a voice is heard by all."""
    set_mode(assembly, "U")
    room = assembly.channel("#a").id
    anna = assembly.user("anna").id
    _, outs = assembly.ask(2, c.SendMessage("#a", "please"))
    (told,) = deliveries(outs, MessageSent)
    assert told.audience == OfUsers((anna,))
    assert told.event.record.conversation != room
    body = told.event.record.body
    assert isinstance(body, TextBody)
    assert body.name == "#a"
    assembly.do(1, c.SendMessage("#a", "all"))
    assert assembly.log[-1].record.conversation == room
    set_mode(assembly, "v", "boris")
    assembly.do(2, c.SendMessage("#a", "all"))
    assert assembly.log[-1].record.conversation == room
