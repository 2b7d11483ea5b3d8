"""Realnames, watching, WHOWAS, the time; and names that look like somebody else's."""

import pytest

from tests.core.driver import START_MS, Assembly, deliveries, register
from veche.core import commands as c
from veche.core.audience import InChannel
from veche.core.events import InviteAnnounced, Who
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Time, WasHere, Watching, WatchList, Whowas

BORIS = Who("Boris", "user", "host.test")


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2)."""
    assembly = Assembly(Limits(watched_nicks=3))
    assembly.enter(1, "anna")
    assembly.enter(2, "Boris")
    return assembly


def test_realname(assembly: Assembly) -> None:
    """As a whole or not at all."""
    assembly.do(1, c.ChangeRealname("Anna A"))
    assert assembly.user("anna").realname == "Anna A"
    for wrong in ("", "  ", "x" * 129, "a\nb"):
        refused = assembly.one(1, c.ChangeRealname(wrong))
        assert isinstance(refused, Rejection)
        assert refused.code is Code.BAD_REALNAME
    assert assembly.user("anna").realname == "Anna A"


def test_watching(assembly: Assembly) -> None:
    """Who is here, who is not; what is no nick is nobody's; too many are refused."""
    assert assembly.reply(1, c.WatchNicks(("boris", "vera", "*!u@h"))) == Watching(
        (BORIS,), ("vera", "*!u@h"), (), 3
    )
    assert assembly.reply(1, c.WatchNicks(("VERA", "gleb", "dina"))) == Watching(
        (), ("VERA", "gleb"), ("dina",), 3
    )
    assert assembly.reply(1, c.ReadWatched()) == WatchList(
        ("boris", "vera", "gleb"), (BORIS,), ("vera", "gleb")
    )
    assert assembly.reply(1, c.UnwatchNicks(("BORIS", "nobody"))) is None
    assert assembly.reply(1, c.ReadWatched()) == WatchList(("vera", "gleb"), (), ("vera", "gleb"))
    assert assembly.reply(1, c.UnwatchNicks()) is None
    assert assembly.reply(1, c.ReadWatched()) == WatchList((), (), ())


def test_whowas(assembly: Assembly) -> None:
    """Those who left or took another nick, the latest first, of several nicks too."""
    assembly.now_ms += 5
    assembly.do(2, c.ChangeNick("vera"))
    assembly.now_ms += 5
    assembly.do(2, c.Quit())
    was_boris = WasHere(BORIS, "Boris of the tests", START_MS + 5)
    was_vera = WasHere(Who("vera", "user", "host.test"), "Boris of the tests", START_MS + 10)
    assert assembly.reply(1, c.ReadWhowas(("BORIS",))) == Whowas((was_boris,))
    assert assembly.reply(1, c.ReadWhowas(("boris", "vera"))) == Whowas((was_vera, was_boris))
    assert assembly.reply(1, c.ReadWhowas(("boris", "vera"), 1)) == Whowas((was_vera,))
    assert assembly.reply(1, c.ReadWhowas(("gleb",))) == Whowas(())
    assembly.start()
    assembly.enter(3, "dina")
    assert assembly.reply(3, c.ReadWhowas(("boris",))) == Whowas(())


def test_time(assembly: Assembly) -> None:
    """The server's."""
    assembly.now_ms += 7
    assert assembly.reply(1, c.ReadTime()) == Time(START_MS + 7)


def test_members_may_hear_of_an_invitation(assembly: Assembly) -> None:
    """All of them are told; which of them want to know is their doors' business."""
    assembly.do(1, c.Join("#a"))
    outs = assembly.ask(1, c.Invite("boris", "#a"))[1]
    (announced,) = deliveries(outs, InviteAnnounced)
    assert announced.audience == InChannel(assembly.channel("#a").id)
    assert announced.but == 1


def test_look_alikes_are_taken(assembly: Assembly) -> None:
    """At the door and later; one's own name may be written so."""
    refused = assembly.one(3, register("аnnа"))
    assert refused == Rejection(Code.NICK_TAKEN, "аnnа")
    assert assembly.one(2, c.ChangeNick("аnna")) == Rejection(
        Code.NICK_TAKEN,
        "аnna",
    )
    assembly.do(1, c.ChangeNick("аnna"))
    assembly.do(1, c.ChangeNick("vera"))
    assembly.do(2, c.ChangeNick("аnna"))
