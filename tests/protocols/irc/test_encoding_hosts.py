"""Another host, as others see it. https://ircv3.net/specs/extensions/chghost"""

import pytest

from tests.protocols.irc.peer import ALICE, INFO, STAMP, lines_of, transient
from veche.core import events as ev
from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.encoding import IrcEncodings

ENCODINGS = IrcEncodings(INFO)
HOST = ev.HostBody(ALICE, "~a", "staff/alice")
NOW = ev.Who("alice", "~a", "staff/alice", "Alice")
LINE = ":alice!al@127.0.0.1 CHGHOST ~a staff/alice"


def told(flags: int, event: ev.Event, body: ev.Body | None) -> list[str]:
    """The lines for a client with these capabilities."""
    return lines_of(ENCODINGS(flags).encode(transient(event, body)))


def again(away: str = "") -> ev.ReentryBody:
    """Of the channel #a."""
    return ev.ReentryBody(NOW, "#a", "Alice A", away)


@pytest.mark.parametrize("event", [ev.HostChanged(1), ev.HostShown(1), ev.HostShown(1, own=True)])
def test_for_those_who_know_it(event: ev.Event) -> None:
    """One line, from the old mask; and no seeming entry."""
    assert told(caps.CHGHOST, event, HOST) == [LINE]
    assert told(caps.CHGHOST, ev.Reentered(1, 5, "o"), again("tea")) == []


def test_for_the_others() -> None:
    """As if the user had gone and come again ("Fallback")."""
    assert told(0, ev.HostShown(1), HOST) == [":alice!al@127.0.0.1 QUIT :Changing host"]
    assert told(0, ev.Reentered(1, 5), again()) == [":alice!~a@staff/alice JOIN #a"]
    assert told(0, ev.Reentered(1, 5, "ov"), again("tea")) == [
        ":alice!~a@staff/alice JOIN #a",
        ":irc.test MODE #a +ov alice alice",
    ]


def test_what_follows_a_join() -> None:
    """As the client has asked for it: account and realname, and that somebody is away."""
    flags = caps.EXTENDED_JOIN | caps.AWAY_NOTIFY
    assert told(flags, ev.Reentered(1, 5, "v"), again("tea")) == [
        ":alice!~a@staff/alice JOIN #a Alice :Alice A",
        ":irc.test MODE #a +v alice",
        ":alice!~a@staff/alice AWAY :tea",
    ]
    assert told(flags, ev.Reentered(1, 5), again()) == [
        ":alice!~a@staff/alice JOIN #a Alice :Alice A"
    ]


def test_for_oneself() -> None:
    """RPL_HOSTHIDDEN, by name."""
    own = ev.HostShown(1, own=True)
    line = ":irc.test 396 alice staff/alice :is now your displayed host"
    assert told(0, own, HOST) == [line]
    assert told(caps.SERVER_TIME, own, HOST) == [f"@time={STAMP} {line}"]


def test_for_those_who_watch() -> None:
    """With both capabilities; nobody who shares no channel sees anybody quit."""
    watched = ev.Watched(ev.HostChanged(1))
    assert told(caps.EXTENDED_MONITOR | caps.CHGHOST, watched, HOST) == [LINE]
    assert told(caps.DRAFT_EXTENDED_MONITOR | caps.CHGHOST, watched, HOST) == [LINE]
    for flags in (0, caps.EXTENDED_MONITOR, caps.CHGHOST):
        assert told(flags, watched, HOST) == []
    assert told(0, ev.HostChanged(1), HOST) == []


def test_what_was_erased_is_not_told() -> None:
    """Nothing stands for it."""
    for event in (ev.HostChanged(1), ev.HostShown(1), ev.Reentered(1, 5)):
        for flags in (0, caps.CHGHOST):
            assert told(flags, event, None) == []


def test_it_is_a_delivery_of_its_own() -> None:
    """Sessions with and without it never share bytes."""
    assert caps.DELIVERIES & caps.CHGHOST
    assert caps.negotiate(0, ["REQ", "chghost"]) == caps.CHGHOST
    assert ENCODINGS(caps.CHGHOST) is not ENCODINGS(0)
