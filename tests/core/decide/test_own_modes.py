"""Modes of oneself."""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import OfUsers
from veche.core.commands import AskedChange
from veche.core.events import UserModesChanged
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Counts, Refusals, UserModes


def line(text: str) -> tuple[AskedChange, ...]:
    """The changes of a MODE line in short: "+i -w"."""
    return tuple(AskedChange(word[0] == "+", word[1:]) for word in text.split())


@pytest.fixture
def assembly() -> Assembly:
    """Boris (2) and Gleb (3)."""
    assembly = Assembly()
    assembly.enter(2, "boris")
    assembly.enter(3, "gleb")
    return assembly


def test_what_is_known_is_set_and_what_is_not_is_told() -> None:
    """https://modern.ircdocs.horse/#errumodeunknownflag-501"""
    assembly = Assembly()
    assembly.enter(1, "anna")
    asked = tuple(AskedChange(True, letter) for letter in "wxiy")
    reply = assembly.reply(1, c.ChangeModes("anna", asked))
    assert reply == Refusals((Rejection(Code.UNKNOWN_USER_MODE, "xy"),))
    assert assembly.user("anna").modes == "iw"


def test_own_modes(assembly: Assembly) -> None:
    """Told to one's own sessions; each change sees the one before."""
    _, outs = assembly.ask(3, c.ChangeModes("GLEB", line("+i")))
    (told,) = deliveries(outs, UserModesChanged)
    assert told.audience == OfUsers((assembly.user("gleb").id,))
    assert assembly.reply(3, c.ReadModes("gleb")) == UserModes("i")
    assert assembly.one(3, c.ChangeModes("gleb", line("+i"))) == Done()
    assembly.do(3, c.ChangeModes("gleb", line("-i +i -i")))
    assert assembly.reply(3, c.ReadModes("gleb")) == UserModes("")


@pytest.mark.parametrize("letter", ["O", "x", "", "ii"])
def test_unknown_own_modes(assembly: Assembly, letter: str) -> None:
    """Refused when nothing else was asked."""
    change = AskedChange(True, letter)
    refused = assembly.one(3, c.ChangeModes("gleb", (change,)))
    if letter:
        assert refused == Rejection(Code.UNKNOWN_USER_MODE, letter)
    assert assembly.user("gleb").modes == ""
    assembly.do(3, c.ChangeModes("gleb", (change, AskedChange(True, "i"))))
    assert assembly.user("gleb").modes == "i"


def test_others_modes(assembly: Assembly) -> None:
    """Are their own business."""
    ask = c.ChangeModes("boris", line("+i"))
    assert assembly.one(3, ask) == Rejection(Code.NOT_YOURSELF, "boris")
    ask = c.ChangeModes("nobody", line("+i"))
    assert assembly.one(3, ask) == Rejection(Code.NO_SUCH_NICK, "nobody")


def test_the_invisible_are_counted_while_they_are_here() -> None:
    """Who is detached is neither user nor invisible user."""
    assembly = Assembly()
    assembly.enter(1, "anna")
    assembly.enter(2, "boris", c.ChangeModes("boris", line("+i")), secret=b"boris")
    assert assembly.reply(1, c.CountUsers()) == Counts(2, 1, 1, 2, sessions=2)
    assembly.do(2, c.Disconnected())
    assert assembly.reply(1, c.CountUsers()) == Counts(1, 0, 1, 2, sessions=1)
    assembly.do(3, c.Register("", "", "", "", resume=b"boris"))
    assert assembly.reply(1, c.CountUsers()) == Counts(2, 1, 1, 2, sessions=2)
