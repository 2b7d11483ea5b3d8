"""Several devices of one person: read markers, staying without a session, coming back."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import START_MS, Assembly, deliveries, events, replayed
from veche.core import commands as c
from veche.core.events import (
    AwayChanged,
    MarkerMoved,
    NickChanged,
    UserAbsent,
    UserLeft,
    UserPresent,
)
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, Marker, Persisting, Welcome
from veche.core.state import AUTO_AWAY


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), of the account, and Boris (2) in #a."""
    assembly = Assembly()
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    assembly.do(1, c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def back(assembly: Assembly, session: int, nick: str = "anna", away: str | None = None) -> Done:
    """Another session of Anna's account."""
    account = assembly.state.find_account("anna")
    assert account is not None
    register = c.Register(nick, "user", "anna of the tests", "h", account=account.id, away=away)
    return assembly.do(session, register)


def test_a_marker_only_moves_forward(assembly: Assembly) -> None:
    """Whoever comes with an older one is told the newer; other sessions learn of a move."""
    assert assembly.reply(1, c.ReadMarker("#A")) == Marker("#A", 0)
    back(assembly, 3)
    (result,), outs = assembly.ask(1, c.MoveMarker("#a", START_MS - 5))
    assert isinstance(result, Done)
    assert result.reply is None
    (told,) = deliveries(outs, MarkerMoved)
    assert told.but == 1
    assert assembly.reply(3, c.MoveMarker("#A", START_MS - 9)) == Marker("#A", START_MS - 5)
    assert assembly.reply(3, c.ReadMarker("#a")) == Marker("#a", START_MS - 5)
    assert assembly.reply(2, c.ReadMarker("#a")) == Marker("#a", 0)
    assert replayed(assembly.log).accounts == assembly.state.accounts


def test_a_marker_is_not_in_the_future(assembly: Assembly) -> None:
    """What nobody has said yet cannot have been read."""
    assembly.do(1, c.MoveMarker("#a", START_MS * 2))
    assert assembly.reply(1, c.ReadMarker("#a")) == Marker("#a", START_MS)


@pytest.mark.parametrize("target", ["a b", "", "#a,b"])
def test_a_marker_is_somewhere(assembly: Assembly, target: str) -> None:
    """Under a name that a channel or somebody could have."""
    for command in (c.ReadMarker(target), c.MoveMarker(target, 1)):
        assert isinstance(assembly.one(1, command), Rejection)


def test_who_enters_learns_the_marker(assembly: Assembly) -> None:
    """It is of the name, so that it is there after parting."""
    assembly.do(2, c.MoveMarker("#a", 77))
    assembly.do(2, c.Part("#a"))
    view = assembly.reply(2, c.Join("#a"))
    assert getattr(view, "marker_ms", None) == 77


@pytest.mark.parametrize("leaving", [c.Disconnected("gone"), c.Quit("bye")])
def test_a_user_of_an_account_stays(assembly: Assembly, leaving: c.Command) -> None:
    """In its channels, away; nobody is told that it has quit."""
    outs = assembly.ask(1, leaving)[1]
    assert deliveries(outs, UserLeft) == []
    (away,) = deliveries(outs, AwayChanged)
    assert away.event.record.body.text == AUTO_AWAY  # type: ignore[union-attr]
    anna = assembly.user("anna")
    assert assembly.channel("#a").id in anna.channels
    assert anna.absent
    assert replayed(assembly.log).users[anna.id].absent == anna.absent


def test_it_comes_back(assembly: Assembly) -> None:
    """To its channels and its markers, no longer away, and learns since when it was not there."""
    assembly.do(1, c.MoveMarker("#a", 77))
    assembly.ask(1, c.Disconnected("gone"))
    absent = assembly.user("anna").absent
    done = back(assembly, 5)
    assert UserPresent in map(type, events(done.events))
    reply = done.reply
    assert isinstance(reply, Welcome)
    assert (reply.absent, reply.attached) == (absent, True)
    assert [(view.name, view.marker_ms) for view in reply.channels] == [("#a", 77)]
    assert reply.persisting == Persisting(c.Persistence.DEFAULT, True)
    anna = assembly.user("anna")
    assert (anna.away, anna.absent) == ("", 0)


def test_the_first_one_back_says_its_name(assembly: Assembly) -> None:
    """And a further session takes the name that there is."""
    assembly.ask(1, c.Disconnected("gone"))
    done = back(assembly, 5, "annette")
    assert NickChanged in map(type, events(done.events))
    assert isinstance(done.reply, Welcome)
    assert done.reply.who.nick == "annette"
    done = back(assembly, 6, "anna")
    assert isinstance(done.reply, Welcome)
    assert done.reply.who.nick == "annette"
    assembly.ask(5, c.Disconnected("gone"))
    assembly.ask(6, c.Disconnected("gone"))
    assert isinstance(back(assembly, 7, "boris").reply, Welcome)
    assert assembly.user("annette").sessions == {7: None}


@pytest.mark.parametrize(
    ("said", "away"), [(None, ""), ("", ""), ("*", AUTO_AWAY), ("on the road", "on the road")]
)
def test_away_before_it_comes(assembly: Assembly, said: str | None, away: str) -> None:
    """`*` says that it is a program, and nobody is there (IRCv3 pre-away)."""
    assembly.ask(1, c.Disconnected("gone"))
    back(assembly, 5, away=said)
    assert assembly.user("anna").away == away
    assembly.do(6, c.Register("carol", "user", "carol", "h", away=said))
    assert assembly.user("carol").away == away


def test_an_away_text_of_its_own_stays(assembly: Assembly) -> None:
    """Who is away and goes is away when it is back."""
    assembly.do(1, c.SetAway("lunch"))
    assembly.ask(1, c.Disconnected("gone"))
    back(assembly, 5)
    assert assembly.user("anna").away == "lunch"


def test_one_session_of_several_goes(assembly: Assembly) -> None:
    """And that is nobody's business."""
    back(assembly, 3)
    outs = assembly.ask(3, c.Quit("bye"))[1]
    assert deliveries(outs, UserLeft) == deliveries(outs, UserAbsent) == []
    assert assembly.user("anna").sessions == {1: None}


def test_who_does_not_want_to_stay_goes(assembly: Assembly) -> None:
    """With the last session; the other sessions learn of the choice."""
    back(assembly, 3)
    outs = assembly.ask(1, c.SetPersistence(c.Persistence.OFF))[1]
    assert len(deliveries(outs)) == 1
    wanted = Persisting(c.Persistence.OFF, False)
    assert assembly.reply(3, c.ReadPersistence()) == wanted
    assert assembly.reply(3, c.SetPersistence(c.Persistence.OFF)) == wanted
    assembly.ask(1, c.Disconnected("gone"))
    outs = assembly.ask(3, c.Quit("bye"))[1]
    assert len(deliveries(outs, UserLeft)) == 1
    assert assembly.state.find_user("anna") is None


def test_guests_do_not_stay(assembly: Assembly) -> None:
    """There is no way back for them (persistence, "Errors and Warnings")."""
    for command in (c.ReadPersistence(), c.SetPersistence(c.Persistence.ON)):
        result = assembly.one(2, command)
        assert isinstance(result, Rejection)
        assert result.code is Code.NOT_LOGGED_IN


def test_who_stays_outlives_a_restart(assembly: Assembly) -> None:
    """With its memberships; what it has missed begins with the new life."""
    assembly.start()
    anna = assembly.user("anna")
    assert assembly.channel("#a").id in anna.channels
    assert anna.absent == assembly.log[-1].record.id
    assert anna.away == AUTO_AWAY
    assert assembly.state.find_user("boris") is None


def test_going_needs_no_log(assembly: Assembly) -> None:
    """It is written once it can be."""
    assembly.read_only(assembly.make(1, c.Disconnected("gone")))
    assert assembly.user("anna").absent
    assert assembly.hub.owing
    assembly.one(2, c.SendMessage("#a", "hello"))
    assert any(isinstance(stored.record.event, UserAbsent) for stored in assembly.log)


def test_nobody_stays_whose_account_is_disabled(assembly: Assembly) -> None:
    """The house sends it away."""
    assembly.ask(1, c.Disconnected("gone"))
    assembly.keep_house()
    assert assembly.state.find_user("anna") is not None
    assembly.serve(c.SwitchAccount("anna", disabled=True))
    assembly.keep_house()
    assert assembly.state.find_user("anna") is None


def test_what_another_device_has_entered(assembly: Assembly) -> None:
    """The same view as whoever enters has, with the marker; nothing for those outside."""
    back(assembly, 3)
    assembly.do(1, c.SetTopic("#a", "tea"))
    assembly.do(1, c.MoveMarker("#a", START_MS))
    view = assembly.reply(3, c.ReadEntry("#A"))
    assert isinstance(view, ChannelView)
    assert (view.name, view.marker_ms) == ("#a", START_MS)
    assert [member.who.nick for member in view.members] == ["anna", "boris"]
    assert view.topic is not None
    assembly.enter(4, "cara")
    for name in ("#a", "#none", "anna", ""):
        assert assembly.reply(4, c.ReadEntry(name)) is None
    assembly.do(1, c.Part("#a"))
    assert assembly.reply(3, c.ReadEntry("#a")) is None
