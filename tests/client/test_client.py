"""What a user may ask, at any time."""

from datetime import UTC, datetime

import pytest

from tests.client.scripted import VECHE, Script
from veche.client.client import Client
from veche.client.events import Kind, Page, Problem
from veche.client.wishes import MAX_LATER


def test_long_text_fits_the_line_that_others_get() -> None:
    """512 bytes with our prefix, as the server showed it at JOIN (RFC 1459 section 2.3)."""
    script = Script().online().joined("#a")
    tickets = script.client.say("#a", "слово " * 200)
    lines = [line.partition(" ")[2] for line in script.out()]
    sizes = [len(f":alice!u@h {line}\r\n".encode()) for line in lines]
    assert len(tickets) == len(lines) > 1
    assert max(sizes) <= 512
    assert sizes[0] > 480


def test_a_long_action_is_several() -> None:
    """Each with its marks."""
    script = Script().online("")
    script.client.say("bob", "waves " * 200, Kind.ACTION)
    lines = [line for line in script.out() if line.startswith("PRIVMSG")]
    assert len(lines) > 1
    assert all(line.startswith("PRIVMSG bob :\1ACTION ") for line in lines)
    assert all(line.endswith("\1") for line in lines)


def test_an_answer_names_what_it_answers() -> None:
    """+draft/reply: https://ircv3.net/specs/client-tags/reply."""
    script = Script().online()
    script.client.say("bob", "yes", reply_to="x1")
    assert script.out() == ["@label=m1;+draft/reply=x1 PRIVMSG bob :yes"]


def _bad_requests(client: Client) -> list[object]:
    return [
        lambda: client.say("#a", "a\rQUIT"),
        lambda: client.say("#a", "a\0"),
        lambda: client.say("#a b", "text"),
        lambda: client.say("#a", "text", reply_to="\0"),
        lambda: client.join("#a b"),
        lambda: client.join("#a,#b"),
        lambda: client.join("#a", "a key"),
        lambda: client.join("#a", since="a b"),
        lambda: client.part("#a", "x\r\ny"),
        lambda: client.take_nick("a b"),
        lambda: client.set_topic("#a", "x\ny"),
        lambda: client.away("x\ny"),
        lambda: client.names(""),
        lambda: client.older("#a", "a b"),
        lambda: client.command("WHOIS", "a b", "c"),
        lambda: client.leave("x\ny"),
        lambda: client.abort("x\ny"),
    ]


@pytest.mark.parametrize("online", [True, False])
def test_what_cannot_be_sent_is_our_own_mistake(online: bool) -> None:
    """Known at once, online or not, and nothing of it goes out."""
    script = Script()
    if online:
        script.online(VECHE)
    for request in _bad_requests(script.client):
        assert callable(request)
        with pytest.raises(ValueError, match=r"cannot|one channel"):
            request()
    assert script.out() == []
    assert (script.client.unfinished, script.client.leaving) == (0, False)


def test_plain_requests() -> None:
    """As the lines that they are."""
    script = Script().online()
    client = script.client
    client.set_topic("#a", "")
    client.away("lunch")
    client.away()
    client.names("#a")
    client.list_channels()
    client.command("INVITE", "bob", "#a")
    client.take_nick("al")
    assert script.out() == [
        "TOPIC #a :", "AWAY :lunch", "AWAY", "NAMES #a", "LIST", "INVITE bob #a", "NICK al",
    ]  # fmt: skip


def test_older_messages() -> None:
    """A page of them, before a msgid; they are not told as if they were new."""
    script = Script().online().joined("#a", "@msgid=9 :bob!b@h PRIVMSG #a :nine")
    script.client.older("#a", "9", 2)
    assert script.out() == ["@label=h2 CHATHISTORY BEFORE #a msgid=9 2"]
    script.client.older("#a", "9", 2)
    told = script.page("#a", "@msgid=8 :bob!b@h PRIVMSG #a :eight")
    assert [type(event) for event in told] == [Page]
    [page] = told
    assert isinstance(page, Page)
    assert [said.text for said in page.messages] == ["eight"]
    assert page.oldest


def test_older_messages_without_history() -> None:
    """There are none."""
    script = Script().online("")
    script.client.older("#a", "9")
    assert script.client.deadline() == script.now
    assert script.client.tick() == [Page("#a", (), oldest=True)]


def test_joining_again_changes_nothing() -> None:
    """Neither in a channel, nor on the way to it."""
    script = Script().online()
    script.client.join("#a", since=datetime(2026, 1, 1, tzinfo=UTC))
    script.client.join("#A", since=datetime(2026, 1, 1, tzinfo=UTC))
    assert script.out() == ["JOIN #a"]
    script.feed(":alice!u@h JOIN #a")
    assert script.out() == ["@label=h1 CHATHISTORY AFTER #a timestamp=2026-01-01T00:00:00.000Z 5"]
    script.client.join("#a")
    assert script.out() == []


def test_asking_without_end_while_nobody_answers() -> None:
    """Is a problem, and costs no memory."""
    script = Script()
    for number in range(MAX_LATER + 1):
        script.client.command("WHOIS", "bob")
        script.client.names(f"#{number}")
    problems = script.client.tick()
    assert [type(event) for event in problems] == [Problem, Problem]


def test_what_the_server_can_do_is_remembered() -> None:
    """Of the last one, while there is none."""
    script = Script().online(VECHE)
    assert script.client.supports.nick_length == 32
    assert script.client.supports.has("veche/key")
    script.lose()
    assert script.client.supports.nick_length == 32
