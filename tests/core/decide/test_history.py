"""Grants to read: of one conversation, of all, of what was missed."""

import msgspec
import pytest

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.commands import AskedChange, Direction, HistoryQuery
from veche.core.rejections import Code, Rejection
from veche.core.replies import (
    ChannelView,
    Grant,
    Granted,
    GrantedMissed,
    GrantedTargets,
    GrantedUnread,
)

PAGE = HistoryQuery(Direction.LATEST, 50)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a, who have spoken with each other; Carol (3)."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"), c.SendMessage("anna", "hello"))
    assembly.enter(3, "carol", c.Join("#c"))
    return assembly


def test_one_conversation(assembly: Assembly) -> None:
    """As the name stands now, and no more than a page at once."""
    query = HistoryQuery(Direction.BEFORE, 999, seq=5)
    reply = assembly.reply(1, c.ReadHistory("#A", query))
    grant = Grant(assembly.channel("#a").id)
    assert reply == Granted("#a", grant, HistoryQuery(Direction.BEFORE, 200, seq=5))


@pytest.mark.parametrize(("session", "target"), [(3, "#a"), (1, "#c"), (1, "#x"), (1, "x")])
def test_not_of_others(assembly: Assembly, session: int, target: str) -> None:
    """Whether or not there is such a conversation."""
    assert isinstance(assembly.one(session, c.ReadHistory(target, PAGE)), Rejection)


def test_all_of_ones_own(assembly: Assembly) -> None:
    """Channels and people; the same for what was missed."""
    users = assembly.state.users
    (direct,) = users[assembly.user("anna").id].directs.values()
    channel = assembly.channel("#a").id
    targets = assembly.reply(1, c.ReadTargets(1, 2, 999))
    mine = (("#a", Grant(channel)), ("boris", Grant(direct)))
    assert targets == GrantedTargets(mine, 1, 2, 200)
    assert assembly.reply(1, c.ReadMissed(7, 9)) == GrantedMissed(mine, 7, 9, 200)
    theirs = (("#c", Grant(assembly.channel("#c").id)),)
    assert assembly.reply(3, c.ReadTargets(1, 2, 3)) == GrantedTargets(theirs, 1, 2, 3)


def test_what_is_unread(assembly: Assembly) -> None:
    """From one's own marker on, where there is one."""
    assembly.do(1, c.MoveMarker("#A", 1))
    reply = assembly.reply(1, c.ReadUnread(9, 7))
    assert isinstance(reply, GrantedUnread)
    assert [(name, marker_ms) for name, _, marker_ms in reply.conversations] == [
        ("#a", 1),
        ("boris", 0),
    ]
    assert (reply.since, reply.until, reply.limit) == (7, 9, 200)
    other = assembly.reply(2, c.ReadUnread(9))
    assert isinstance(other, GrantedUnread)
    assert [marker_ms for _, _, marker_ms in other.conversations] == [0, 0]


def test_whether_newcomers_may_read_all(assembly: Assembly) -> None:
    """A view of the channel says so, for what doors remember of it."""

    def whole(*shown: str) -> bool:
        modes = tuple(AskedChange(True, "H", word) for word in shown)
        assembly.do(1, c.ChangeModes("#a", modes))
        view = assembly.reply(3, c.Join("#a"))
        assert isinstance(view, ChannelView)
        assembly.do(3, c.Part("#a"))
        return view.whole

    assert whole()
    assert not whole("joined")
    assert not whole("week")
    assert whole("all")


def test_a_limit_is_no_less_than_nothing(assembly: Assembly) -> None:
    """Whatever a door has made of it."""
    for command in (
        c.ReadHistory("#a", HistoryQuery(Direction.LATEST, -1)),
        c.ReadTargets(1, 2, -1),
    ):
        result = assembly.one(1, command)
        assert isinstance(result, Rejection)
        assert result.code is Code.BAD_ARGUMENT


def test_as_much_as_the_channel_shows(assembly: Assembly) -> None:
    """Everything; or what was said while one was there; or the last week."""
    channel = assembly.channel("#a")
    assembly.do(2, c.Part("#a"))
    assembly.do(2, c.Join("#a"))
    joins = [
        s.record.id
        for s in assembly.log
        if getattr(s.record.event, "user", 0)
        and type(s.record.event).__name__ in ("Joined", "Parted")
        and getattr(s.record.event, "channel", 0) == channel.id
    ]

    def grant(session: int) -> Grant:
        reply = assembly.reply(session, c.ReadHistory("#a", PAGE))
        assert isinstance(reply, Granted)
        return reply.grant

    assert grant(2) == Grant(channel.id)
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "H", "Joined"),)))
    assert grant(1) == Grant(channel.id, stays=((joins[0], 0),))
    assert grant(2) == Grant(channel.id, stays=((joins[1], joins[2]), (joins[3], 0)))
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "H", "week"),)))
    week_ms = 7 * 86_400_000
    assert grant(2) == Grant(channel.id, since_ms=assembly.state.last_ms - week_ms)
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "H", "all"),)))
    assert grant(2) == Grant(channel.id)
    assert "H" not in channel.modes


def test_whose_stay_is_not_known_sees_nothing(assembly: Assembly) -> None:
    """Rather than everything."""
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "H", "joined"),)))
    assembly.user("boris").stays.clear()
    reply = assembly.reply(2, c.ReadHistory("#a", PAGE))
    assert isinstance(reply, Granted)
    assert reply.grant == Grant(assembly.channel("#a").id, 1, 0)


def test_a_part_of_a_channel(assembly: Assembly) -> None:
    """For those with the rank, as much as of the channel; missed and found, but no target."""
    assembly.do(1, c.SendMessage("@#a", "among us"))
    channel = assembly.channel("#a")
    part = channel.statuses["o"]

    def grant(session: int, target: str = "@#A") -> Grant | Rejection:
        result = assembly.one(session, c.ReadHistory(target, PAGE))
        if isinstance(result, Rejection):
            return result
        assert isinstance(result.reply, Granted)
        assert result.reply.name == target.lower()
        return result.reply.grant

    assert grant(1) == Grant(part)
    assert grant(1, "+#a").conversation == 0  # type: ignore[union-attr]
    assert grant(2) == Rejection(Code.OPERATOR_NEEDED, "#a")
    assert grant(3) == Rejection(Code.NOT_IN_CHANNEL, "#a")
    missed = assembly.reply(1, c.ReadMissed(1, 2))
    targets = assembly.reply(1, c.ReadTargets(1, 2, 9))
    assert isinstance(missed, GrantedMissed)
    assert isinstance(targets, GrantedTargets)
    assert ("@#a", Grant(part)) in missed.conversations
    assert "@#a" not in dict(targets.conversations)
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "H", "joined"),)))
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "o", "boris"),)))
    of_channel = grant(2, "#a")
    assert isinstance(of_channel, Grant)
    assert of_channel.stays
    assert grant(2) == msgspec.structs.replace(of_channel, conversation=part)
