"""The server's own decisions: a new life, and what has expired."""

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, deliveries, events, replayed
from veche.core import commands as c
from veche.core.audience import Around
from veche.core.events import ChannelCreated, ChannelExpired, ServerStarted, UserLeft
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection

DAY_MS = 86_400_000


def test_the_first_life_makes_the_lobby() -> None:
    """Kept for ever, and made once."""
    assembly = Assembly(lobby="#Вече")
    assert [type(e) for e in events(assembly.log)] == [ServerStarted, ChannelCreated]
    lobby = assembly.channel("#вече")
    assert (lobby.kept, lobby.modes) == (True, {"n": "", "t": ""})
    assembly.start()
    assert [type(e) for e in events(assembly.log[2:])] == [ServerStarted]


def test_guests_are_kept_for_a_week() -> None:
    """Those who can return; to the millisecond; who returned stays."""
    assembly = Assembly()
    assembly.enter(1, "anna", secret=b"anna")
    assembly.enter(2, "boris", secret=b"boris")
    boris = assembly.user("boris").id
    for session in (1, 2):
        assembly.do(session, c.Disconnected())
    assembly.now_ms += 7 * DAY_MS
    assert deliveries(assembly.keep_house()) == []
    assembly.do(3, c.Register("", "", "", "", resume=b"anna"))
    assembly.now_ms += 1
    (gone,) = deliveries(assembly.keep_house())
    assert gone.event.record.event == UserLeft(boris)
    assert assembly.state.resumes.keys() == {b"anna"}
    assert deliveries(assembly.keep_house()) == []


def test_empty_channels_are_kept_for_a_week() -> None:
    """Unless somebody comes; the lobby for ever."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), c.Join("#b"), c.Join("#c"), c.PartAll())
    before = assembly.channel("#a").id
    assembly.now_ms += 7 * DAY_MS
    assert deliveries(assembly.keep_house()) == []
    assembly.do(1, c.Join("#c"))
    assembly.now_ms += 1
    outs = assembly.keep_house()
    assert len(deliveries(outs, ChannelExpired)) == len(deliveries(outs)) == 2
    assert sorted(assembly.state.names) == ["#c", "#lobby"]
    assembly.do(1, c.Join("#a"))
    assert assembly.channel("#a").id != before


def test_there_is_a_bound_to_what_is_kept() -> None:
    """Beyond it the longest empty, and the longest gone, are forgotten first."""
    assembly = Assembly(limits=Limits(empty_channels=2, detached_guests=1))
    for session, nick in enumerate(("anna", "boris"), 1):
        assembly.enter(session, nick, secret=nick.encode())
    for name in ("#a", "#b", "#c"):
        assembly.do(1, c.Join(name))
        assembly.do(1, c.Part(name))
        assembly.now_ms += 1
    for session in (1, 2):
        assembly.do(session, c.Disconnected())
        assembly.now_ms += 1
    assembly.keep_house()
    assert sorted(assembly.state.names) == ["#b", "#c", "#lobby"]
    assert sorted(assembly.state.nicks) == ["boris"]


def test_a_detached_member_keeps_its_channel() -> None:
    """As long as the guest itself is kept."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), secret=b"anna")
    assembly.do(1, c.Disconnected())
    assembly.now_ms += 7 * DAY_MS
    assembly.keep_house()
    assert assembly.channel("#a").empty_ms is None


def test_a_user_without_a_session_stays_for_a_season() -> None:
    """Of an account, to the millisecond; then it leaves its channels for all to see, for good."""
    assembly = Assembly()
    for session, name in enumerate(("anna", "carl"), 1):
        made(assembly, name)
        logged_in(assembly, session, name)
        assembly.do(session, c.Join("#a"))
    assembly.enter(3, "boris", c.Join("#a"))
    channel = assembly.channel("#a")
    anna, account = assembly.user("anna").id, assembly.user("anna").account
    for session in (1, 2):
        assembly.do(session, c.Disconnected("gone"))
    assembly.start()
    assembly.enter(4, "boris", c.Join("#a"))
    assembly.now_ms += 90 * DAY_MS
    assert deliveries(assembly.keep_house()) == []
    logged_in(assembly, 5, "carl")
    assembly.now_ms += 1
    (gone,) = deliveries(assembly.keep_house())
    assert gone.event.record.event == UserLeft(anna, (channel.id,))
    assert gone.audience == Around(anna, (channel.id,))
    assert assembly.state.find_user("anna") is None
    assert [user.nick for user, _ in assembly.state.members(channel)] == ["carl", "boris"]
    assert anna not in replayed(assembly.log).users
    assert channel.access[account] == "q", "what the account may do is the account's"
    assert deliveries(assembly.keep_house()) == []
    returned = logged_in(assembly, 6, "anna")
    assert returned.id != anna
    assert not returned.channels


def test_absence_is_a_setting_and_ends_with_a_session() -> None:
    """Who comes back for a moment begins anew."""
    assembly = Assembly(limits=Limits(absent_days=1.0))
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    assembly.now_ms += 5 * DAY_MS
    assert deliveries(assembly.keep_house(), UserLeft) == [], "somebody is here"
    assembly.do(1, c.Disconnected("gone"))
    assembly.now_ms += DAY_MS - 1
    logged_in(assembly, 2, "anna")
    assembly.do(2, c.Disconnected("gone"))
    assembly.now_ms += DAY_MS - 1
    assert deliveries(assembly.keep_house(), UserLeft) == []
    assembly.now_ms += 2
    assert len(deliveries(assembly.keep_house(), UserLeft)) == 1


def test_nobody_else_may_ask() -> None:
    """Workers carry no such command, and it would be refused."""
    assembly = Assembly()
    assembly.enter(1, "anna")
    for session in (1, 2):
        for command in (c.Start(), c.KeepHouse()):
            assert assembly.one(session, command) == Rejection(Code.UNKNOWN_COMMAND)
