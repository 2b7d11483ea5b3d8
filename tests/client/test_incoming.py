"""Which answer belongs to which request."""

from tests.client.scripted import Script
from veche.client.events import Acknowledged, Kind, Members, Problem, Refused, Said


def test_an_echo_acknowledges() -> None:
    """labeled-response with echo-message: one line, own even if the nick is spelled otherwise."""
    script = Script().registered()
    [ticket] = script.client.say("#a", "hi")
    assert script.out() == ["@label=m1 PRIVMSG #a :hi"]
    said, acknowledged = script.feed("@label=m1;msgid=x :Alice_!u@h PRIVMSG #a :hi")
    assert isinstance(said, Said)
    assert (said.own, said.msgid) == (True, "x")
    assert acknowledged == Acknowledged(ticket)


def test_an_answer_in_a_batch_is_one_answer() -> None:
    """The echo and "they are away"; acknowledged when it is whole."""
    script = Script().registered()
    script.client.say("bob", "hi")
    assert script.feed("@label=m1 BATCH +r labeled-response") == []
    told = script.feed("@batch=r :alice!u@h PRIVMSG bob :hi", "@batch=r :s 301 alice bob :lunch")
    assert len(told) == 2
    assert script.feed("BATCH -r") == [Acknowledged(1)]


def test_a_bare_ack_acknowledges() -> None:
    """Then what was said is shown from memory."""
    script = Script().registered()
    script.client.say("#a", "waves", Kind.ACTION)
    assert script.out() == ["@label=m1 PRIVMSG #a :\1ACTION waves\1"]
    assert script.feed("@label=m1 :s ACK") == [
        Said("alice", "#a", "waves", Kind.ACTION, own=True),
        Acknowledged(1),
    ]


def test_a_labelled_refusal_refuses() -> None:
    """By numeric or by FAIL; in the server's words."""
    script = Script().registered()
    script.client.say("#a", "one")
    script.client.say("#a", "two")
    assert script.feed("@label=m1 :s 404 alice #a :Cannot send") == [
        Refused(1, "#a", "one", "#a: Cannot send")
    ]
    assert script.feed("@label=m2 :s FAIL PRIVMSG READ_ONLY #a :Disk full") == [
        Refused(2, "#a", "two", "#a: Disk full")
    ]
    assert script.client.delivery.unfinished == 0


def test_without_labels_pong_is_the_barrier() -> None:
    """A refusal before it is that of the oldest message; no echo, so it is shown from memory."""
    script = Script().registered("")
    script.client.say("#a", "one")
    script.client.say("#a", "two")
    assert script.out() == [
        "PRIVMSG #a :one", "PING m1", "PRIVMSG #a :two", "PING m2",
    ]  # fmt: skip
    assert script.feed(":s 404 alice #a :No", ":s PONG s m1", ":s PONG s :m2") == [
        Refused(1, "#a", "one", "#a: No"),
        Said("alice", "#a", "two", Kind.TEXT, own=True),
        Acknowledged(2),
    ]


def test_an_echo_without_labels_is_shown_once() -> None:
    """echo-message alone: the echo is what is shown."""
    script = Script().registered("echo-message")
    script.client.say("#a", "hi")
    told = script.feed(":alice!u@h PRIVMSG #a :hi", ":s PONG s m1")
    assert told == [Said("alice", "#a", "hi", Kind.TEXT, own=True), Acknowledged(1)]


def test_other_refusals_are_problems() -> None:
    """They are not about a message, even while one is in flight."""
    script = Script().registered()
    script.client.say("#a", "hi")
    assert script.feed(":s 482 alice #a :No") == [Problem("482", "#a: No")]
    assert script.client.delivery.unfinished == 1
    assert script.feed(":s 422 alice :No MOTD") == []


def test_a_page_without_label_or_a_refused_one_ends_the_wait() -> None:
    """By the end of the batch, or by FAIL CHATHISTORY."""
    live = "@msgid=2 :bob!b@h PRIVMSG #a :live"
    for ending in (
        ["BATCH +h chathistory #a", "BATCH -h"],
        ["FAIL CHATHISTORY INVALID_TARGET LATEST #a :No"],
    ):
        script = Script().registered("batch draft/chathistory")
        script.client.join("#a")
        script.feed(":alice!u@h JOIN #a")
        assert "CHATHISTORY LATEST #a * 20" in script.out()
        assert script.feed(live) == []
        assert [e.text for e in script.feed(*ending) if isinstance(e, Said)] == ["live"]


def test_lists_and_pings_are_answered() -> None:
    """PING before registration too."""
    script = Script()
    script.out()
    script.feed("PING :are you there")
    assert script.out() == ["PONG :are you there"]
    assert script.feed(":s 353 alice = #a :bob", ":s 366 alice #a :End") == [
        Members("#a", ("bob",))
    ]
