"""One client of the plain door, from its name to its goodbye, with the hub pretended."""

from tests.protocols.plain.helpers import Client, happened, message, who
from veche.core.commands import (
    ChangeNick,
    Direction,
    Echo,
    HistoryQuery,
    Join,
    Part,
    Quit,
    ReadHistory,
    Refuse,
    Register,
    SendMessage,
)
from veche.core.events import Joined, NickBody, NickChanged, Parted, TextBody, TopicSet
from veche.core.exchange import Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import AwayNotice, Echoed, Left, Welcome
from veche.protocols.base import ServerInfo
from veche.protocols.plain import sentences

GREETING = "You are alice in #lobby, alone so far. /help lists the commands.\n"


def test_a_name_registers_and_joins_the_lobby() -> None:
    """One step after the other."""
    client = Client()
    assert client.send(b"alice\r\n") == [Register("alice", "alice", "alice", "127.0.0.1")]
    assert not client.plain.registered
    assert client.answer(Done(reply=Welcome(7, who("alice")))) == [Join("#lobby")]
    assert client.plain.registered
    assert client.plain.encoding is not None
    assert client.enter("#lobby", "alice") == []
    assert client.text() == GREETING
    assert client.plain.deadline is None


def test_history_goes_before_what_is_newer() -> None:
    """Although it is answered later."""
    client = Client()
    client.send(b"alice\n")
    client.answer(Done(reply=Welcome(7, who("alice"))))
    query = HistoryQuery(Direction.BEFORE, 20, seq=5)
    assert client.enter("#lobby", "bob", "alice", seq=5) == [ReadHistory("#lobby", query)]
    assert client.plain.paced
    client.deliver(message("bob", "new"))
    assert client.text() == ""
    client.show(message("bob", "old"), message("bob", "older"))
    assert not client.plain.paced
    client.deliver(message("bob", "newest"))
    assert client.text() == (
        "You are alice in #lobby, with 1 other. /help lists the commands.\n"
        "bob: old\nbob: older\nbob: new\nbob: newest\n"
    )


def test_history_that_cannot_be_read() -> None:
    """Is no reason to hold back what is new."""
    client = Client()
    client.send(b"alice\n")
    client.answer(Done(reply=Welcome(7, who("alice"))))
    client.enter("#lobby", "alice", seq=5)
    client.deliver(message("bob", "new"))
    client.answer(Rejection(Code.TRY_AGAIN, "", "busy"))
    assert client.text() == GREETING + "bob: new\n"
    assert not client.plain.paced


def test_too_much_while_history_is_read() -> None:
    """What waits is bounded."""
    client = Client(ServerInfo(limits=Limits(outbox_bytes=1000)))
    client.send(b"alice\n")
    client.answer(Done(reply=Welcome(7, who("alice"))))
    client.enter("#lobby", "alice", seq=5)
    for _ in range(3):
        client.deliver(message("bob", "x" * 500))
    assert client.plain.closing
    assert sentences.SEND_QUEUE in client.text()


def test_the_author_is_not_told_what_it_said() -> None:
    """It stands on its screen; but whom it says it to may be away."""
    client = Client()
    client.register("alice")
    client.text()
    assert client.send(b"hello\n") == [SendMessage("#lobby", "hello")]
    client.answer(Done((message("alice", "hello"),)))
    client.send(b"/msg bob hi\n")
    client.answer(Done((message("alice", "hi", "bob", target=2),), AwayNotice("bob", "tea")))
    assert client.text() == "bob is away: tea\n"


def test_own_acts_are_told() -> None:
    """A new name, a topic."""
    client = Client()
    client.register("alice")
    client.text()
    assert client.send(b"/nick anna\n") == [ChangeNick("anna")]
    client.answer(Done((happened(NickChanged(7), NickBody(who("alice"), "anna", "anna")),)))
    assert client.text() == "-- alice is now called anna\n"
    client.send(b"/topic tea\n")
    client.answer(Done((happened(TopicSet(7, 1), TextBody(who("anna"), "#lobby", "tea")),)))
    assert client.text() == "-- anna set the topic of #lobby: tea\n"
    client.send(b"/join #dev\n")
    client.enter("#dev", "anna")
    assert client.text() == "You are in #dev, alone so far. What you type goes there.\n"


def test_text_follows_the_person() -> None:
    """To the channel joined last, and back."""
    client = Client()
    client.register("alice")
    client.send(b"/join Dev\n")
    client.enter("#dev", "alice")
    client.text()
    assert client.send(b"hi\n") == [SendMessage("#dev", "hi")]
    client.answer(Done())
    client.send(b"/join #dev\n")
    client.answer(Done())
    assert client.text() == "You are in #dev already. What you type goes there.\n"
    client.send(b"/join #closed\n")
    client.answer(Rejection(Code.INVITE_ONLY, "#closed"))
    assert "by invitation only" in client.text()
    assert client.send(b"/leave\n") == [Part("#dev")]
    client.answer(Done((happened(Parted(7, 2), TextBody(who("alice"), "#dev")),)))
    assert client.text() == "You left #dev. What you type goes to #lobby.\n"
    assert client.send(b"/leave\nhi\n") == [
        Part("#lobby"),
        Refuse(Rejection(Code.NO_RECIPIENT)),
    ]
    client.answer(Rejection(Code.READ_ONLY))
    client.answer(Rejection(Code.NO_RECIPIENT))
    assert "You are in no channel" in client.text()
    assert client.send(b"hi\n") == [SendMessage("#lobby", "hi")]


def test_leaving_where_one_is_not() -> None:
    """It was removed meanwhile: text does not go back there."""
    client = Client()
    client.register("alice")
    client.send(b"/leave\n")
    client.answer(Rejection(Code.NOT_IN_CHANNEL, "#lobby"))
    assert client.send(b"hi\n") == [Refuse(Rejection(Code.NO_RECIPIENT))]


def test_a_lobby_that_refuses() -> None:
    """The session stays, in no channel."""
    client = Client()
    client.send(b"alice\n")
    client.answer(Done(reply=Welcome(7, who("alice"))))
    client.answer(Rejection(Code.BANNED, "#lobby"))
    assert client.text() == "You are banned from #lobby. Ask one of its operators.\n"
    assert client.send(b"hi\n") == [Refuse(Rejection(Code.NO_RECIPIENT))]
    assert client.send(b"/join #dev\n") == [Join("#dev")]


def test_what_cannot_be_taken_is_refused_in_its_turn() -> None:
    """Through the hub, so that order holds; the session goes on."""
    client = Client()
    client.register("alice")
    commands = client.send(b"x" * 20_000 + b"\na\0b\n\xc3\x28\n/hlep\n/help\n")
    assert [c.rejection.code for c in commands if isinstance(c, Refuse)] == [
        Code.LINE_TOO_LONG,
        Code.BAD_TEXT,
        Code.INVALID_UTF8,
        Code.UNKNOWN_COMMAND,
    ]
    assert isinstance(commands[-1], Echo)
    client.text()
    client.answer(Done(reply=Echoed(commands[-1].payload)), index=-1)
    assert client.text().startswith("What you type goes to")


def test_quit() -> None:
    """What follows is not looked at; the server says goodbye and closes."""
    client = Client()
    client.register("alice")
    client.text()
    assert client.send(b"/quit so long\nhello\n") == [Quit("so long")]
    assert client.send(b"hello\n") == []
    client.answer(Done(reply=Left("so long")))
    assert client.plain.closing
    assert client.text() == "Bye.\n"


def test_the_end_of_input() -> None:
    """Completes the last line, also before there is a name."""
    client = Client()
    client.send(b"alice\nhel")
    client.send(b"lo")
    assert client.send(b"") == []
    commands = client.answer(Done(reply=Welcome(7, who("alice"))))
    assert commands == [Join("#lobby"), SendMessage("#lobby", "hello")]
    only_name = Client()
    only_name.send(b"alice")
    assert only_name.send(b"") == [Register("alice", "alice", "alice", "127.0.0.1")]
    assert not only_name.plain.chunked


def test_goodbye() -> None:
    """A line of its own."""
    client = Client(prompted=True)
    assert client.plain.goodbye("The server stops.") == b"\nThe server stops.\n"


def test_others_are_seen() -> None:
    """Straight from the encoding; who comes and goes as well."""
    client = Client()
    client.register("alice")
    client.text()
    client.deliver(message("Боб", "привет"))
    client.deliver(happened(Joined(8, 1), TextBody(who("carol"), "#lobby")))
    assert client.text() == "Боб: привет\n-- carol joined\n"
