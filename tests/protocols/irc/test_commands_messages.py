"""PRIVMSG, NOTICE, TAGMSG. https://modern.ircdocs.horse/#sending-messages"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core.commands import SendMessage, SendTags
from veche.core.events import MessageKind
from veche.core.limits import Limits
from veche.core.rejections import Code


def test_text_and_notice() -> None:
    """One target, one command; the text as it is."""
    assert commands_of("PRIVMSG #c :hi there") == [SendMessage("#c", "hi there")]
    assert commands_of("NOTICE bob hi") == [SendMessage("bob", "hi", MessageKind.NOTICE)]


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        ("\1ACTION waves\1", MessageKind.ACTION, "waves"),
        ("\1ACTION waves", MessageKind.ACTION, "waves"),
        ("\1ACTION \1", MessageKind.TEXT, "\1ACTION \1"),
        ("\1VERSION\1", MessageKind.TEXT, "\1VERSION\1"),
    ],
)
def test_ctcp(text: str, how: MessageKind, said: str) -> None:
    """Only an action has a meaning of its own. https://modern.ircdocs.horse/ctcp"""
    assert commands_of(f"PRIVMSG #c :{text}") == [SendMessage("#c", said, how)]


def test_no_action_in_a_notice() -> None:
    """A CTCP reply is text."""
    (command,) = commands_of("NOTICE bob :\1ACTION x\1")
    assert command == SendMessage("bob", "\1ACTION x\1", MessageKind.NOTICE)


def test_several_targets() -> None:
    """Each once; too many are refused as a whole, never cut into."""
    assert commands_of("PRIVMSG a,b,a,#c :x") == [
        SendMessage("a", "x"),
        SendMessage("b", "x"),
        SendMessage("#c", "x"),
    ]
    few = Limits(targets_per_line=2)
    assert len(commands_of("PRIVMSG a,b :x", few)) == 2
    assert refusal("PRIVMSG a,b,c :x", few) is Code.TOO_MANY_TARGETS


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("PRIVMSG", Code.NO_RECIPIENT),
        ("PRIVMSG :", Code.NO_RECIPIENT),
        ("PRIVMSG , :x", Code.NO_RECIPIENT),
        ("PRIVMSG #c", Code.NO_TEXT),
        ("PRIVMSG #c :", Code.NO_TEXT),
        ("NOTICE #c", Code.NO_TEXT),
        ("TAGMSG", Code.NO_RECIPIENT),
    ],
)
def test_what_is_missing(line: str, code: Code) -> None:
    """411 and 412."""
    assert refusal(line) is code


def test_client_tags() -> None:
    """Client-only tags go along; all others stay here."""
    assert commands_of("@+a=b;time=x;+c PRIVMSG #c :x") == [
        SendMessage("#c", "x", tags=(("+a", "b"), ("+c", "")))
    ]
    assert commands_of("@+typing=active TAGMSG #c,bob") == [
        SendTags("#c", (("+typing", "active"),)),
        SendTags("bob", (("+typing", "active"),)),
    ]
    assert refusal("TAGMSG a,b,c", Limits(targets_per_line=2)) is Code.TOO_MANY_TARGETS
