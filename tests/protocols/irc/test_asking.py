"""Messages to requests: what holds for every command. docs/protocol/seq-and-key.md"""

import pytest

from tests.protocols.irc.handlers import EVERYTHING, commands_of, refusal
from veche.core.commands import Echo, Refuse, SendMessage
from veche.core.limits import DEFAULT
from veche.core.rejections import Code
from veche.protocols.irc.asking import Pending, ask, joined
from veche.protocols.irc.reading import read
from veche.protocols.irc.requests import Local


def pending(line: bytes, overhead: int = 20) -> Pending:
    """What a line that is a request becomes."""
    message = read(line, DEFAULT)
    assert message is not None
    made = ask(message, len(line) + 2, EVERYTHING, overhead, DEFAULT)
    assert made is not None
    return made


def test_key_and_label() -> None:
    """Both are taken off the message; the command does not know them."""
    made = pending(b"@veche/key=k1;label=L PRIVMSG #c :x")
    assert (made.key, made.label) == (b"k1", "L")
    assert made.commands == (SendMessage("#c", "x"),)
    assert pending(b"PRIVMSG #c :x").key is None


def test_messages_that_simply_go_on_are_asked_together() -> None:
    """To one target, without label or key, and not more than a few."""
    one, two = pending(b"PRIVMSG #c :one"), pending(b"PRIVMSG #c :two")
    both = joined(one, two, 40)
    assert both is not None
    assert both.commands == (SendMessage("#c", "one"), SendMessage("#c", "two"))
    many: Pending | None = one
    count = 0
    while many is not None:
        many, count = joined(many, two, 40), count + 1
    assert count == 8 < DEFAULT.message_burst
    assert joined(one, two, 4_097) is None


@pytest.mark.parametrize(
    "line",
    [
        "PRIVMSG #d :x",
        "NOTICE #c :x",
        "PRIVMSG #c,#d :x",
        "PRIVMSG #c :",
        "@label=1 PRIVMSG #c :x",
        "@veche/key=k PRIVMSG #c :x",
        "PING x",
        "JOIN #c",
    ],
)
def test_others_are_asked_alone(line: str) -> None:
    """Whichever comes first."""
    one, other = pending(b"PRIVMSG #c :one"), pending(line.encode())
    assert joined(one, other, 40) is None
    assert joined(other, one, 40) is None


@pytest.mark.parametrize(
    "line",
    [
        "@veche/key PRIVMSG #c :x",
        f"@veche/key={'k' * 65} PRIVMSG #c :x",
        f"@veche/key={'я' * 33} NOTICE #c :x",
        "@veche/key=k PRIVMSG a,b :x",
    ],
)
def test_bad_key(line: str) -> None:
    """A message whose key cannot be honoured is not sent without it."""
    assert refusal(line) is Code.BAD_KEY


def test_a_refused_message_keeps_its_reason() -> None:
    """The key does not hide that there is no text; elsewhere it means nothing."""
    assert refusal("@veche/key=k PRIVMSG #c") is Code.NO_TEXT
    assert pending(b"@veche/key=k JOIN #c").key is None


def test_fits_with_its_author() -> None:
    """To the byte: the line that others get has 512 bytes at most, else 417."""
    overhead = 20
    text = "x" * (512 - overhead - len("PRIVMSG #c :\r\n"))
    for line in (
        f"PRIVMSG #c :{text}",
        f"PRIVMSG #c {text}",
        f"PRIVMSG  #c  :{text}",
        f"@+a=b PRIVMSG #c :{text}",
    ):
        assert isinstance(pending(line.encode(), overhead).commands[0], SendMessage)
    for line in (
        f"PRIVMSG #c :{text}x",
        f"PRIVMSG #c {text}x",
        f"PRIVMSG #c,a :{text}x",
        f"NOTICE #c :{text}xx",
    ):
        (refused,) = pending(line.encode(), overhead).commands
        assert isinstance(refused, Refuse)
        assert refused.rejection.code is Code.LINE_TOO_LONG
    assert refusal(f"PRIVMSG {'x' * 495}") is Code.NO_TEXT


def test_a_fault_is_a_request() -> None:
    """So that it is answered in its turn, with its label."""
    made = pending(b"@label=5 PRIVMSG #c :\xff")
    assert (made.label, made.command) == ("5", "PRIVMSG")
    assert isinstance(made.commands[0], Refuse)


def test_cap_carries_what_it_leaves() -> None:
    """The answer is written with the old capabilities, what follows with the new."""
    (echo,) = commands_of("CAP REQ :batch", caps=0)
    assert isinstance(echo, Echo)
    assert isinstance(echo.payload, Local)
    assert echo.payload.caps == 8
