"""Which answer belongs to which request."""

from dataclasses import replace

from tests.client.scripted import ALL, Wire
from veche.client.delivery import Outgoing
from veche.client.events import (
    ChannelList,
    ChannelRow,
    Kind,
    Left,
    Members,
    Problem,
    Said,
    Told,
)
from veche.client.history import Anchor
from veche.client.reports import Answered, Echoed, Named, PageRead, RankChanged

OWN = Said("alice", "#a", "hi", Kind.TEXT, own=True)


def _say(wire: Wire, ticket: int, text: str = "hi", kind: Kind = Kind.TEXT) -> None:
    wire.connection.say(Outgoing(ticket, "#a", text, kind, key=f"k{ticket}"))


def test_an_echo_acknowledges() -> None:
    """labeled-response with echo-message: one line, own even if the nick is spelled otherwise."""
    wire = Wire().registered()
    _say(wire, 1)
    assert wire.out() == ["@label=m1 PRIVMSG #a :hi"]
    echo = replace(OWN, who="Alice_", msgid="x")
    assert wire.feed("@label=m1;msgid=x :Alice_!u@h PRIVMSG #a :hi") == [
        Echoed(1, echo),
        Answered(1),
    ]


def test_an_answer_in_a_batch_is_one_answer() -> None:
    """The echo and "they are away"; answered when it is whole."""
    wire = Wire().registered()
    _say(wire, 1)
    assert wire.feed("@label=m1 BATCH +r labeled-response") == []
    told = wire.feed("@batch=r :alice!u@h PRIVMSG #a :hi", "@batch=r :s 301 alice bob :lunch")
    assert told == [Echoed(1, OWN), Told("bob lunch")]
    assert wire.feed("BATCH -r") == [Answered(1)]


def test_a_labelled_refusal_refuses() -> None:
    """By numeric or by FAIL; in the server's words."""
    wire = Wire().registered()
    _say(wire, 1)
    _say(wire, 2)
    assert wire.feed("@label=m1 :s 404 alice #a :Cannot send") == [
        Answered(1, "404", "#a: Cannot send")
    ]
    assert wire.feed("@label=m2 :s FAIL PRIVMSG READ_ONLY #a :Disk full") == [
        Answered(2, "READ_ONLY", "#a: Disk full")
    ]
    assert wire.feed("@label=m2 :s ACK") == []


def test_without_labels_pong_is_the_barrier() -> None:
    """A refusal before it is that of the oldest message."""
    wire = Wire().registered("")
    _say(wire, 1, "one")
    _say(wire, 2, "two")
    assert wire.out() == [
        "PRIVMSG #a :one", "PING m1", "PRIVMSG #a :two", "PING m2",
    ]  # fmt: skip
    assert wire.feed(":s 404 alice #a :No", ":s PONG s m1", ":s PONG s :m2") == [
        Answered(1, "404", "#a: No"),
        Answered(2),
    ]


def test_an_echo_without_labels_is_known_by_its_words() -> None:
    """echo-message alone; once."""
    wire = Wire().registered("echo-message")
    _say(wire, 1)
    echo = ":alice!u@h PRIVMSG #a :hi"
    assert wire.feed(echo, echo, ":s PONG s m1") == [Echoed(1, OWN), OWN, Answered(1)]


def test_other_refusals_are_problems() -> None:
    """They are not about a message, even while one is in flight."""
    wire = Wire().registered()
    _say(wire, 1)
    assert wire.feed(":s 482 alice #a :No") == [Problem("482", "#a: No")]
    assert wire.feed(":s 422 alice :No MOTD") == []


def test_a_page_by_label() -> None:
    """Its lines are counted, also those that are not for a person; nothing in it changes us."""
    wire = Wire().registered()
    assert wire.connection.page("#a", ("LATEST", "#a", "*", "5")) == "h1"
    assert wire.out() == ["@label=h1 CHATHISTORY LATEST #a * 5"]
    assert wire.feed(
        "@label=h1 BATCH +h chathistory #a",
        "@batch=h;msgid=1 :bob!b@h PRIVMSG #a :one",
        "@batch=h;msgid=2 :alice!u@h JOIN #secret",
        "@batch=h;msgid=3 :bob!b@h PRIVMSG #a :\1VERSION\1",
    ) == []  # fmt: skip
    said = Said("bob", "#a", "one", Kind.TEXT, own=False, msgid="1", past=True)
    assert wire.feed("BATCH -h") == [
        PageRead("h1", (said,), 3, Anchor("1", None), Anchor("3", None))
    ]


def test_a_page_in_a_labelled_batch() -> None:
    """Some servers put one batch around the other."""
    wire = Wire().registered()
    wire.connection.page("#a", ("LATEST", "#a", "*", "5"))
    wire.feed("@label=h1 BATCH +r labeled-response", "@batch=r BATCH +h chathistory #a")
    assert wire.feed("@batch=h;msgid=1 :bob!b@h PRIVMSG #a :one", "BATCH -h") == []
    [page] = wire.feed("BATCH -r")
    assert isinstance(page, PageRead)
    assert page.count == 1


def test_a_page_without_label() -> None:
    """By the end of the batch, by FAIL, or by the PONG."""
    for ending, code in (
        (["BATCH +h chathistory #a", "BATCH -h"], ""),
        (["FAIL CHATHISTORY INVALID_TARGET LATEST #a :No"], "INVALID_TARGET"),
        (["PONG s h1"], ""),
    ):
        wire = Wire().registered("batch draft/chathistory")
        assert wire.connection.page("#a", ("LATEST", "#a", "*", "5")) == "h1"
        assert wire.out() == ["CHATHISTORY LATEST #a * 5", "PING h1"]
        [page] = wire.feed(*ending)
        assert isinstance(page, PageRead)
        assert (page.label, page.code) == ("h1", code)
        assert wire.feed("PONG s h1") == []


def test_history_that_was_not_asked_for() -> None:
    """What a server plays by itself is told; what comes too late is not."""
    wire = Wire().registered()
    wire.feed("BATCH +h chathistory #a", "@label=h9 BATCH +l chathistory #a")
    told = wire.feed("@batch=h :bob!b@h PRIVMSG #a :x", "@batch=l :bob!b@h PRIVMSG #a :y")
    assert told == [Said("bob", "#a", "x", Kind.TEXT, own=False, past=True)]


def test_pages_cannot_be_asked_without_batches() -> None:
    """What is past could not be told from what is live; nor with a name that is none."""
    assert Wire().registered("draft/chathistory").connection.page("#a", ("LATEST",)) == ""
    assert Wire().registered().connection.page(":a", ("LATEST", ":a", "*", "5")) == ""


def test_lists_and_pings_are_answered() -> None:
    """PING before registration too; a PING that cannot be answered is not."""
    wire = Wire()
    wire.out()
    wire.feed("PING :are you there", "PING :a\0b")
    assert wire.out() == ["PONG :are you there"]
    wire = Wire().registered()
    named, members = wire.feed(":s 353 alice = #a :@bob", ":s 366 alice #a :End")
    assert isinstance(named, Named)
    assert named.members[0].ranks == "@"
    assert members == Members("#a", ("bob",))
    assert wire.feed(":s 322 alice #a 3 :hello", ":s 323 alice :End") == [
        ChannelList((ChannelRow("#a", "3", "hello"),))
    ]


def test_ranks() -> None:
    """A MODE is told, and what it changes."""
    wire = Wire().registered(ALL)
    wire.feed(":s 005 alice PREFIX=(yov)!@+ :are")
    assert wire.feed(":bob!b@h MODE #a +y-v carol dan") == [
        RankChanged("#a", "carol", "!", True),
        RankChanged("#a", "dan", "+", False),
        Told("bob set mode #a +y-v carol dan"),
    ]


def test_leaving_while_coming() -> None:
    """Whoever is put out again waits for no answer."""
    wire = Wire().registered()
    wire.connection.join(["#a"])
    assert wire.feed(":s KICK #a alice :no") == [Left("alice", "#a", "no", "s", own=True)]
    assert wire.wait(31.0) == []
