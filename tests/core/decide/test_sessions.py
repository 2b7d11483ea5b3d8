"""Coming, returning, being away, going."""

import pytest

from tests.core.driver import START_MS, Assembly, deliveries, events, register
from veche.core import commands as c
from veche.core.apply import apply
from veche.core.audience import Around, InChannel, OneSession
from veche.core.events import (
    AwayChanged,
    NickChanged,
    Record,
    Returned,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    UserDetached,
    UserLeft,
    UserRegistered,
    UserResumed,
    Who,
)
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Left, Welcome


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), who may return, and Boris (2) in #a."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), secret=b"anna")
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def code(assembly: Assembly, session: int, command: c.Command) -> Code:
    """Why the command is refused."""
    result = assembly.one(session, command)
    assert isinstance(result, Rejection), result
    return result.code


def test_echo_and_refuse_come_back() -> None:
    """Registered or not."""
    assembly = Assembly()
    rejection = Rejection(Code.LINE_TOO_LONG)
    assert assembly.ask(1, c.Echo((1,)), c.Refuse(rejection))[0] == (
        Done((), Echoed((1,))),
        rejection,
    )


def test_a_guest_comes() -> None:
    """With the nick as typed, and no announcement to anybody."""
    assembly = Assembly()
    done = assembly.do(1, register("Anna"))
    assert [type(e) for e in events(done.events)] == [UserRegistered, SessionAttached]
    user = assembly.user("ANNA")
    assert done.reply == Welcome(
        user.id, Who("Anna", "user", "host.test"), users=1, realname="Anna of the tests"
    )
    assert user.registered_ms == START_MS


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (register(""), Code.NO_NAME),
        (register("#a"), Code.BAD_NICK),
        (register("a" * 33), Code.BAD_NICK),
        (register("BORIS"), Code.NICK_TAKEN),
        (register("gleb", resume=b"unknown"), Code.NOTHING_TO_RESUME),
        (c.Register("gleb", "", "", "host"), Code.BAD_TEXT),
        (c.Register("gleb", "a b", "", "host"), Code.BAD_TEXT),
        (c.Register("gleb", "a@b", "", "host"), Code.BAD_TEXT),
        (c.Register("gleb", "u" * 22, "", "host"), Code.TOO_LONG),
        (c.Register("gleb", "u", "r" * 129, "host"), Code.TOO_LONG),
        (c.Register("gleb", "u", "r\n", "host"), Code.BAD_TEXT),
        (c.Register("gleb", "u", "", "h!"), Code.BAD_TEXT),
        (c.Register("gleb", "u", "", "h" * 256), Code.TOO_LONG),
    ],
)
def test_who_may_not_come(assembly: Assembly, command: c.Register, why: Code) -> None:
    """And may try again."""
    assert code(assembly, 3, command) is why
    assert isinstance(assembly.one(3, register("gleb")), Done)


def test_coming_twice(assembly: Assembly) -> None:
    """A session has one user."""
    assert code(assembly, 1, register("gleb")) is Code.ALREADY_REGISTERED


def test_a_broken_connection_leaves_a_guest_who_can_return_unseen(assembly: Assembly) -> None:
    """Others see it go; it keeps its nick and channels, and is found by nobody."""
    _, outs = assembly.ask(1, c.Disconnected("reset"))
    (gone,) = deliveries(outs, UserDetached)
    anna = assembly.state.users[assembly.state.nicks["anna"]]
    assert gone.audience == Around(anna.id, tuple(anna.channels))
    assert anna.detached_ms == START_MS
    assert assembly.state.find_user("anna") is None
    assert code(assembly, 3, register("anna")) is Code.NICK_TAKEN
    assert anna.id in assembly.channel("#a").members


def test_another_guest_is_gone(assembly: Assembly) -> None:
    """Without a secret there is no way back."""
    _, outs = assembly.ask(2, c.Disconnected("reset"))
    (gone,) = deliveries(outs, UserLeft)
    assert gone.event.record.body is not None
    assert gone.event.record.body.text == "reset"  # type: ignore[union-attr]
    assert "boris" not in assembly.state.nicks
    assembly.enter(3, "boris")


def test_nobody_disconnects(assembly: Assembly) -> None:
    """A session without a user just goes."""
    assert assembly.ask(9, c.Disconnected())[0] == (Done(),)


def test_returning(assembly: Assembly) -> None:
    """With the secret: the same user, in its channels, seen to come back."""
    anna = assembly.user("anna")
    assembly.do(1, c.SetAway("tea"))
    assembly.do(1, c.Disconnected())
    (result,), outs = assembly.ask(3, register("ignored", resume=b"anna"))
    assert isinstance(result, Done)
    kinds = [SessionAttached, UserResumed, Returned]
    assert [type(e) for e in events(result.events)] == kinds
    (back,) = deliveries(outs, Returned)
    channel = assembly.channel("#a")
    assert back.audience == InChannel(channel.id)
    assert back.event.record.event == Returned(anna.id, channel.id, "o")
    attached = deliveries(outs, SessionAttached)[0].event.record.event
    assert attached == SessionAttached(3, 0, anna.id, (channel.id,))
    welcome = result.reply
    assert isinstance(welcome, Welcome)
    assert welcome.resumed
    assert [m.who.nick for m in welcome.channels[0].members] == ["anna", "boris"]
    assert assembly.user("anna") is anna
    assert anna.away == ""


def test_returning_while_the_old_connection_seems_alive(assembly: Assembly) -> None:
    """It is ended; the others see nothing."""
    (result,), outs = assembly.ask(3, register("", resume=b"anna"))
    assert isinstance(result, Done)
    (ended,) = deliveries(outs, SessionEnded)
    assert ended.audience == OneSession(1)
    assert not deliveries(outs, Returned)
    assert assembly.user("anna").sessions == {3: None}
    assert code(assembly, 1, c.SendMessage("#a", "still me")) is Code.NOT_REGISTERED
    assembly.do(1, c.Disconnected())
    assert assembly.user("anna").present


def test_returning_after_a_restart(assembly: Assembly) -> None:
    """Guests with a secret are kept; the others are gone."""
    assembly.start()
    assert assembly.state.sessions == {}
    assert list(assembly.state.nicks) == ["anna"]
    welcome = assembly.reply(5, register("", resume=b"anna"))
    assert isinstance(welcome, Welcome)
    assert [view.name for view in welcome.channels] == ["#a"]


def test_quitting(assembly: Assembly) -> None:
    """For good, secret or not, on all connections."""
    (result,), outs = assembly.ask(1, c.Quit("bye"))
    assert isinstance(result, Done)
    assert result.reply == Left("bye")
    (gone,) = deliveries(outs, UserLeft)
    assert gone.event.record.body.text == "Quit: bye"  # type: ignore[union-attr]
    assert code(assembly, 3, register("", resume=b"anna")) is Code.NOTHING_TO_RESUME
    assert len(deliveries(outs, SessionDetached)) == 1


def test_quitting_without_words_or_name(assembly: Assembly) -> None:
    """The reason may be empty, is cut to its limit, and must be one line."""
    assert assembly.reply(9, c.Quit("x" * 400)) == Left("x" * 300)
    assert code(assembly, 2, c.Quit("a\nb")) is Code.BAD_TEXT
    _, outs = assembly.ask(2, c.Quit())
    assert deliveries(outs, UserLeft)[0].event.record.body.text == "Quit"  # type: ignore[union-attr]


def test_a_reason_from_below_is_made_fit(assembly: Assembly) -> None:
    """Whose connection is gone cannot be refused: breaks in the reason become spaces."""
    _, outs = assembly.ask(2, c.Disconnected("a\r\nQUIT :b\0" + "c" * 400))
    text = deliveries(outs, UserLeft)[0].event.record.body.text  # type: ignore[union-attr]
    assert text.startswith("a  QUIT :b c")
    assert len(text) == 300


@pytest.mark.parametrize(
    ("nick", "why"),
    [("", Code.NO_NAME), ("a b", Code.BAD_NICK), ("Boris", Code.NICK_TAKEN)],
)
def test_a_nick_that_cannot_be(assembly: Assembly, nick: str, why: Code) -> None:
    """Nothing changes."""
    assert code(assembly, 1, c.ChangeNick(nick)) is why
    assert assembly.user("anna").nick == "anna"


def test_another_nick(assembly: Assembly) -> None:
    """The old one is free at once; another case of the same is allowed; the same is nothing."""
    _, outs = assembly.ask(1, c.ChangeNick("Ånna"))
    (told,) = deliveries(outs, NickChanged)
    assert isinstance(told.audience, Around)
    assembly.do(2, c.ChangeNick("anna"))
    assembly.do(1, c.ChangeNick("ÅNNA"))
    assert assembly.user("ånna").nick == "ÅNNA"
    assert assembly.do(1, c.ChangeNick("ÅNNA")) == Done()


def test_away_and_back(assembly: Assembly) -> None:
    """Others are told both."""
    _, outs = assembly.ask(1, c.SetAway("tea"))
    assert isinstance(deliveries(outs, AwayChanged)[0].audience, Around)
    assert assembly.user("anna").away == "tea"
    assembly.do(1, c.SetAway())
    assert assembly.user("anna").away == ""
    assert code(assembly, 1, c.SetAway("x" * 391)) is Code.TOO_LONG
    assert code(assembly, 1, c.SetAway("a\0")) is Code.BAD_TEXT


@pytest.fixture
def twice(assembly: Assembly) -> Assembly:
    """The same, with Boris on a second session (7), as an account may be."""
    boris = assembly.user("boris").id
    attached = Record(1, START_MS, None, SessionAttached(7, 0, boris))
    apply(assembly.state, attached)
    assembly.state.journal.forget()
    return assembly


def test_one_of_two_connections_breaks(twice: Assembly) -> None:
    """The user stays; nobody is told."""
    done = twice.do(2, c.Disconnected())
    assert events(done.events) == [SessionDetached(2)]
    assert twice.user("boris").sessions == {7: None}


def test_quitting_on_one_of_two_connections(twice: Assembly) -> None:
    """Ends the other too."""
    done = twice.do(2, c.Quit())
    kinds = [SessionEnded, SessionDetached, SessionDetached, UserLeft]
    assert [type(e) for e in events(done.events)] == kinds
    assert 7 not in twice.state.sessions
