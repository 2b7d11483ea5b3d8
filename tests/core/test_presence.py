"""Who watches is told. https://ircv3.net/specs/extensions/monitor"""

import pytest

from tests.core.driver import Assembly, deliveries, register
from veche.core import commands as c
from veche.core.audience import Sessions
from veche.core.events import (
    AwayChanged,
    CameOnline,
    RealnameChanged,
    TextBody,
    Watched,
    WentOffline,
)
from veche.core.exchange import Deliver, Out


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) watches boris and vera; nobody of that name is here."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.WatchNicks(("boris", "Vera")))
    return assembly


def notices(outs: list[Out]) -> list[tuple[type, str]]:
    """What session 1 is told, and nobody else: the events and the nicks in them."""
    kinds = (CameOnline, WentOffline, Watched)
    found: list[Deliver] = [d for kind in kinds for d in deliveries(outs, kind)]
    assert all(d.audience == Sessions((1,)) for d in found)
    bodies = [d.event.record.body for d in found]
    assert all(isinstance(body, TextBody) for body in bodies)
    return [
        (type(d.event.record.event), d.event.record.body.who.nick)  # type: ignore[union-attr]
        for d in found
    ]


def test_coming_and_going(assembly: Assembly) -> None:
    """With the nick as it is written by whoever has it."""
    outs = assembly.ask(2, register("Boris"))[1]
    assert notices(outs) == [(CameOnline, "Boris")]
    outs = assembly.ask(2, c.Quit())[1]
    assert notices(outs) == [(WentOffline, "Boris")]


def test_nicks_change(assembly: Assembly) -> None:
    """The old one goes and the new one comes, unless it is the same name."""
    assembly.enter(2, "boris")
    assert notices(assembly.ask(2, c.ChangeNick("BORIS"))[1]) == []
    assert notices(assembly.ask(2, c.ChangeNick("vera"))[1]) == [
        (CameOnline, "vera"),
        (WentOffline, "BORIS"),
    ]
    assert notices(assembly.ask(2, c.ChangeNick("gleb"))[1]) == [(WentOffline, "vera")]


def test_who_is_kept_unseen_is_gone(assembly: Assembly) -> None:
    """Until it comes back; its end, unseen, is nothing new."""
    assembly.enter(2, "boris", secret=b"b")
    assert notices(assembly.ask(2, c.Disconnected())[1]) == [(WentOffline, "boris")]
    back = register("x", secret=b"b", resume=b"b")
    assert notices(assembly.ask(3, back)[1]) == [(CameOnline, "boris")]
    assembly.do(3, c.Disconnected())
    assembly.now_ms += 8 * 86_400_000
    assert notices(assembly.keep_house()) == []


def test_changes_reach_those_who_share_no_channel(assembly: Assembly) -> None:
    """Whoever shares one is told there, once."""
    assembly.enter(2, "boris")
    away = assembly.ask(2, c.SetAway("lunch"))[1]
    assert notices(away) == [(Watched, "boris")]
    (told,) = deliveries(away, Watched)
    assert isinstance(told.event.record.event, Watched)
    assert isinstance(told.event.record.event.of, AwayChanged)
    named = assembly.ask(2, c.ChangeRealname("Boris B"))[1]
    assert notices(named) == [(Watched, "boris")]
    for session in (1, 2):
        assembly.do(session, c.Join("#a"))
    assert notices(assembly.ask(2, c.SetAway())[1]) == []
    named = assembly.ask(2, c.ChangeRealname("B"))[1]
    assert notices(named) == []
    assert deliveries(named, RealnameChanged)


def test_oneself_is_told_of_its_nick_alone(assembly: Assembly) -> None:
    """Its own acts are answered anyway."""
    assembly.do(1, c.WatchNicks(("anna",)))
    assert notices(assembly.ask(1, c.SetAway("x"))[1]) == []
    assert notices(assembly.ask(1, c.ChangeNick("vera"))[1]) == [
        (CameOnline, "vera"),
        (WentOffline, "anna"),
    ]


def test_nobody_watches_nobody_is_told() -> None:
    """And nothing that a decision says is lost or added."""
    assembly = Assembly()
    outs = assembly.ask(1, register("anna"))[1]
    assert notices(outs) == []
