"""Who is told that a user is seen under another host. https://ircv3.net/specs/extensions/chghost"""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import NOBODY, Sessions
from veche.core.commands import AskedChange
from veche.core.events import (
    HostBody,
    HostChanged,
    HostShown,
    Record,
    Reentered,
    ReentryBody,
    Watched,
    Who,
)
from veche.core.exchange import Out
from veche.core.hosts import shown

CLOAK = c.ChangeHost("tom", "t", "staff/tom")
BODY = HostBody(Who("tom", "user", "host.test"), "t", "staff/tom")


@pytest.fixture
def assembly() -> Assembly:
    """Olga (1), an operator outside; Tom (2); Anna (3) in both of his channels, Boris (4) in one,
    Gleb (5) in none; and Vera, whom nobody sees, in one."""
    assembly = Assembly()
    assembly.enter(1, "olga")
    assembly.follow(1, c.OperatorChecked("olga", True))
    assembly.enter(2, "tom", c.Join("#a"), c.Join("#b"))
    assembly.enter(3, "anna", c.Join("#a"), c.Join("#b"))
    assembly.enter(4, "boris", c.Join("#b"))
    assembly.enter(5, "gleb")
    assembly.enter(6, "vera", c.Join("#b"), secret=b"vera")
    assembly.do(6, c.Disconnected())
    return assembly


def told(outs: list[Out]) -> list[tuple[object, tuple[int, ...], object]]:
    """What is told besides the change: event, sessions and body."""
    kinds = (HostShown, Reentered, Watched)
    found = [d for d in deliveries(outs) if isinstance(d.event.record.event, kinds)]
    assert all(isinstance(d.audience, Sessions) for d in found)
    return [
        (d.event.record.event, getattr(d.audience, "sessions", ()), d.event.record.body)
        for d in found
    ]


def test_each_in_its_own_way(assembly: Assembly) -> None:
    """The user; who shares a channel, once; then the others of each channel."""
    tom, anna = assembly.user("tom"), assembly.user("anna")
    a, b = assembly.channel("#a").id, assembly.channel("#b").id
    assembly.do(2, c.ChangeModes("#a", (AskedChange(True, "v", "tom"),)))
    assembly.do(2, c.SetAway("tea"))
    _, outs = assembly.ask(1, CLOAK)
    (changed,) = deliveries(outs, HostChanged)
    assert changed.audience == NOBODY
    now = Who("tom", "t", "staff/tom")
    realname = "tom of the tests"
    assert told(outs) == [
        (HostShown(tom.id, own=True), (2,), BODY),
        (HostShown(tom.id), (3, 4), BODY),
        (Reentered(tom.id, a, "ov"), (3,), ReentryBody(now, "#a", realname, "tea")),
        (Reentered(tom.id, b, "o"), (3, 4), ReentryBody(now, "#b", realname, "tea")),
    ]
    # Of the others' own change nobody else is a part.
    _, outs = assembly.ask(1, c.ChangeHost("anna", "a", "staff/anna"))
    assert [(event, to) for event, to, _ in told(outs)][:2] == [
        (HostShown(anna.id, own=True), (3,)),
        (HostShown(anna.id), (2, 4)),
    ]


def test_an_operator_of_its_own_and_of_others(assembly: Assembly) -> None:
    """The asking session is told as any other, whether it is meant or shares a channel."""
    olga = assembly.user("olga")
    own = HostBody(olga.who, "o", "staff/olga")
    _, outs = assembly.ask(1, c.ChangeHost("olga", "o", "staff/olga"))
    assert told(outs) == [(HostShown(olga.id, own=True), (1,), own)]
    assembly.do(1, c.Join("#a"))
    _, outs = assembly.ask(1, CLOAK)
    shown_to = [to for event, to, _ in told(outs) if event == HostShown(assembly.user("tom").id)]
    assert shown_to == [(3, 1, 4)]
    assert all(d.but != 1 for d in deliveries(outs, HostShown))


def test_who_watches(assembly: Assembly) -> None:
    """And shares no channel (IRCv3 extended-monitor); the others are told already."""
    for session in (2, 3, 5):
        assembly.do(session, c.WatchNicks(("tom",)))
    _, outs = assembly.ask(1, CLOAK)
    tom = assembly.user("tom").id
    assert told(outs)[-1] == (Watched(HostChanged(tom)), (5,), BODY)
    assert len(deliveries(outs, Watched)) == 1


def test_with_no_session(assembly: Assembly) -> None:
    """Whom nobody sees, or who is gone: nothing is told."""
    vera = next(user for user in assembly.state.users.values() if user.nick == "vera")
    for user in (vera.id, 12345):
        record = Record(1, 0, None, HostChanged(user), BODY)
        assert shown(assembly.state, record, lambda: 2) == ()
    erased = Record(1, 0, None, HostChanged(assembly.user("tom").id))
    assert shown(assembly.state, erased, lambda: 2) == ()
