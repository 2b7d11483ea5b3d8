"""Somebody who is in: what it is told of what it does."""

from tests.protocols.plain.helpers import Client, happened, view, who
from veche.core.commands import CountUsers, Join, LogOut, SetAway
from veche.core.events import AwayChanged, LoggedOut, NickBody, NickChanged, TextBody
from veche.core.exchange import Done
from veche.core.replies import Counts, LoggedInAs, Welcome


def inside() -> Client:
    """Alice, who has seen the lobby."""
    client = Client()
    client.register("alice")
    client.taken()
    return client


def test_being_away() -> None:
    """Others are not told, who did it is."""
    client = inside()
    assert client.send(b"/away tea\n") == [SetAway("tea")]
    client.answer(Done((happened(AwayChanged(7), TextBody(who("alice"), "", "tea")),)))
    assert client.text() == "You are away: tea\n"


def test_the_server() -> None:
    """What the door knows, and what the core knows."""
    client = inside()
    assert client.send(b"/server\n") == [CountUsers()]
    client.answer(Done(reply=Counts(2, 0, 1, 2)))
    assert client.text() == "Veche, veche.local: 2 people, 1 channel.\n"


def test_markers_are_for_accounts() -> None:
    """From logging in to logging out."""
    client = inside()
    assert client.plain.deadline is None
    client.send(b"/login alice\nsesame\n")
    client.answer(Done(reply=LoggedInAs(7, "alice", who("alice"))))
    assert client.plain.deadline is not None
    assert client.send(b"/logout\n") == [LogOut()]
    nick = NickBody(who("alice"), "Guest1", "guest1")
    gone = happened(LoggedOut(7), TextBody(who("alice")))
    client.taken()
    client.answer(Done((gone, happened(NickChanged(7), nick))))
    assert client.text() == "You are a guest now.\n-- alice is now called Guest1\n"
    assert client.plain.deadline is None


def test_the_lobby_is_not_forced_on_anybody() -> None:
    """Who has left it for good comes back to where it was, and types there."""
    client = Client()
    client.send(b"alice\n")
    welcome = Welcome(7, who("alice"), channels=(view("#tea", "alice"),), attached=True)
    asked = client.answer(Done((), welcome))
    assert not any(isinstance(command, Join) for command in asked)
    (said,) = client.send(b"hi\n")
    assert getattr(said, "target", "") == "#tea"
