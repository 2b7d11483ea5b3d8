"""What is told to those who asked. https://ircv3.net/specs/extensions/extended-monitor"""

import pytest

from tests.protocols.irc.peer import ALICE, INFO, STAMP, lines_of, transient
from veche.core import events as ev
from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.encoding import IrcEncodings

ENCODINGS = IrcEncodings(INFO)
AWAY = ev.TextBody(ALICE, "", "lunch")
NAMED = ev.TextBody(ALICE, "", "Alice A")
INVITED = ev.TargetBody(ALICE, "#c", "bob")


def told(flags: int, event: ev.Event, body: ev.Body) -> list[str]:
    """The lines for a client with these capabilities."""
    return lines_of(ENCODINGS(flags).encode(transient(event, body)))


@pytest.mark.parametrize(
    ("needed", "event", "body", "line"),
    [
        (0, ev.CameOnline(1), AWAY, ":irc.test 730 * :alice!al@127.0.0.1"),
        (0, ev.WentOffline(1), AWAY, ":irc.test 731 * :alice"),
        (caps.SETNAME, ev.RealnameChanged(1), NAMED, ":alice!al@127.0.0.1 SETNAME :Alice A"),
        (
            caps.INVITE_NOTIFY,
            ev.InviteAnnounced(1, 5, 2),
            INVITED,
            ":alice!al@127.0.0.1 INVITE bob #c",
        ),
        (
            caps.EXTENDED_MONITOR | caps.AWAY_NOTIFY,
            ev.Watched(ev.AwayChanged(1)),
            AWAY,
            ":alice!al@127.0.0.1 AWAY :lunch",
        ),
        (
            caps.DRAFT_EXTENDED_MONITOR | caps.SETNAME,
            ev.Watched(ev.RealnameChanged(1)),
            NAMED,
            ":alice!al@127.0.0.1 SETNAME :Alice A",
        ),
    ],
)
def test_told_with_the_capabilities_alone(
    needed: int, event: ev.Event, body: ev.Body, line: str
) -> None:
    """With all that are needed; with one less, nothing."""
    assert told(needed, event, body) == [line]
    for bit in (1 << place for place in range(needed.bit_length())):
        if needed & bit:
            assert told(needed & ~bit, event, body) == []


def test_numerics_have_the_time() -> None:
    """But no msgid: they are not one message."""
    flags = caps.SERVER_TIME | caps.MESSAGE_TAGS
    assert told(flags, ev.WentOffline(1), AWAY) == [f"@time={STAMP} :irc.test 731 * :alice"]


def test_bots_are_tagged() -> None:
    """On all that they do, for those who take tags (bot-mode)."""
    robot = ev.Who("bot", "b", "h", bot=True)
    event, body = ev.Parted(1, 5), ev.TextBody(robot, "#c")
    (line,) = told(caps.MESSAGE_TAGS, event, body)
    assert line.partition(" ")[0].split(";")[-1] == "bot"
    assert told(0, event, body) == [":bot!b@h PART #c"]
