"""The client's state machine, without a network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.scripted import ALL, Script
from veche.client.delivery import MAX_IN_FLIGHT
from veche.client.events import (
    Acknowledged,
    Ended,
    How,
    Joined,
    JoinRefused,
    Left,
    NickRefused,
    Registered,
    Renamed,
    Said,
)
from veche.client.timers import PATIENCE_S, Due


def test_registration_with_capabilities() -> None:
    """CAP LS 302, then only what is offered, then CAP END."""
    script = Script()
    assert script.out() == ["CAP LS 302", "NICK alice", "USER alice 0 * :alice"]
    script.feed(":s CAP * LS :batch unknown")
    assert script.out() == ["CAP REQ batch"]
    script.feed(":s CAP alice ACK :batch")
    assert script.out() == ["CAP END"]
    assert script.feed(":s 001 Alice :Hi", ":s 001 Alice :Hi") == [Registered("Alice")]


def test_an_old_server_without_cap() -> None:
    """Its complaint is nothing to tell."""
    assert Script().feed(":s 421 * CAP :Unknown", ":s 001 alice :Hi") == [Registered("alice")]


def test_a_refused_nick_is_asked_for_again() -> None:
    """While it is ourselves who think, no deadline runs."""
    script = Script()
    script.out()
    assert script.feed(":s 433 * alice :In use") == [NickRefused("alice", True, "In use")]
    assert script.feed(":s 432 * alice :Bad") == [NickRefused("alice", False, "Bad")]
    assert script.wait(PATIENCE_S[Due.REGISTER] + 1) == []
    script.client.take_nick("bob")
    assert script.out() == ["NICK bob"]
    [ended] = script.wait(PATIENCE_S[Due.REGISTER] + 1)
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_being_turned_away() -> None:
    """ERROR before registration is a refusal; after it, a loss."""
    assert Script().feed("ERROR :Banned") == [Ended(How.REFUSED, "Banned")]
    assert Script().registered().feed("ERROR :Killed") == [Ended(How.LOST, "Killed")]


def test_history_comes_before_what_is_live() -> None:
    """And nothing twice: "two" is live and in the page."""
    script = Script().registered()
    script.client.join("#a")
    assert script.feed(":alice!u@h JOIN #a") == [Joined("alice", "#a", own=True)]
    assert script.out() == ["JOIN #a", "@label=h1 CHATHISTORY LATEST #a * 20"]
    assert script.feed("@msgid=2 :bob!b@h PRIVMSG #a :two") == []
    told = script.feed(
        "@label=h1 :s BATCH +h chathistory #a",
        "@batch=h;msgid=1 :bob!b@h PRIVMSG #a :one",
        "@batch=h;msgid=2 :bob!b@h PRIVMSG #a :two",
        ":s BATCH -h",
        "@msgid=3 :bob!b@h PRIVMSG #a :three",
    )
    assert [e.text for e in told if isinstance(e, Said)] == ["one", "two", "three"]


def test_history_that_never_comes_is_not_waited_for() -> None:
    """What was held back is told then."""
    script = Script().registered()
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a", "@msgid=2 :bob!b@h PRIVMSG #a :two")
    assert [type(e) for e in script.wait(PATIENCE_S[Due.HISTORY])] == [Said]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":s 403 alice #a :No such", "403"),
        (":s FAIL JOIN NO_SUCH_CHANNEL #A :No", "NO_SUCH_CHANNEL"),
    ],
)
def test_a_refused_join(line: str, code: str) -> None:
    """By numeric or FAIL; and by silence."""
    script = Script().registered()
    script.client.join("#a")
    [refused] = script.feed(line)
    assert isinstance(refused, JoinRefused)
    assert refused.code == code
    script.client.join("#b")
    [silent] = script.wait(PATIENCE_S[Due.JOIN])
    assert isinstance(silent, JoinRefused)
    assert (silent.where, silent.code) == ("#b", "")


def test_channels_and_nick_are_known() -> None:
    """As the server tells, not as was asked."""
    script = Script().registered().joined("#A").joined("#b")
    assert list(script.client.channels.values()) == ["#A", "#b"]
    assert script.feed(":alice!u@h PART #a") == [Left("alice", "#a", "", "", own=True)]
    assert list(script.client.channels.values()) == ["#b"]
    assert script.feed(":alice!u@h NICK al") == [Renamed("alice", "al", own=True)]
    assert script.client.nick == "al"


def test_at_most_sixteen_in_flight() -> None:
    """The seventeenth goes when the first is answered."""
    script = Script().registered()
    for n in range(MAX_IN_FLIGHT + 1):
        script.client.say("#a", str(n))
    assert len(script.out()) == MAX_IN_FLIGHT
    script.feed("@label=m1 :s ACK")
    assert script.out() == [f"@label=m{MAX_IN_FLIGHT + 1} PRIVMSG #a :{MAX_IN_FLIGHT}"]


def test_long_text_fits_the_line_that_others_get() -> None:
    """512 bytes with our prefix, as the server showed it at JOIN (RFC 1459 section 2.3)."""
    script = Script().registered().joined("#a")
    script.client.say("#a", "слово " * 200)
    lines = [line.partition(" ")[2] for line in script.out()]
    sizes = [len(f":alice!u@h {line}\r\n".encode()) for line in lines]
    assert max(sizes) <= 512
    assert sizes[0] > 480


def test_leaving_waits_for_acknowledgements() -> None:
    """QUIT is the last line, and the end is then no loss."""
    script = Script().registered()
    script.client.say("#a", "hi")
    script.client.leave("bye")
    script.client.leave("again")
    assert script.out() == ["@label=m1 PRIVMSG #a :hi"]
    assert Acknowledged(1) in script.feed("@label=m1 :s ACK")
    assert script.out() == ["QUIT :bye"]
    assert script.feed("ERROR :Bye") == [Ended(How.LEFT, "")]
    assert script.client.receive(b"") == []


def test_a_server_that_does_not_close_is_left() -> None:
    """All is acknowledged; nothing is lost."""
    script = Script().registered()
    script.client.leave()
    assert script.wait(PATIENCE_S[Due.QUIT]) == [Ended(How.LEFT, "")]


def test_abort_waits_for_nothing() -> None:
    """Not even for what is in flight."""
    script = Script().registered()
    script.client.say("#a", "hi")
    script.client.abort()
    assert script.out()[-1] == "QUIT :"
    assert script.wait(0) == [Ended(How.LEFT, "")]
    assert script.client.delivery.unfinished == 1


def test_a_lost_connection() -> None:
    """Held events come first; it ends once."""
    script = Script().registered()
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a", "@msgid=2 :bob!b@h PRIVMSG #a :two")
    said, ended = script.client.receive(b"")
    assert isinstance(said, Said)
    assert ended == Ended(How.LOST, "the server closed the connection")
    assert script.client.lost("again") == []


def test_missing_acknowledgements_end_it() -> None:
    """Talking on does not put the end off; an acknowledgement does."""
    script = Script().registered()
    script.client.say("#a", "one")
    script.wait(20)
    script.client.say("#a", "two")
    script.feed("@label=m1 :s ACK")
    assert script.wait(20) == []
    script.client.say("#a", "three")
    [ended] = script.wait(10)
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_a_silent_server_is_asked_and_then_given_up() -> None:
    """Any line at all is an answer."""
    script = Script().registered()
    for _ in range(2):
        assert script.wait(PATIENCE_S[Due.SILENCE]) == []
        assert script.out() == ["PING alive"]
        script.feed(":s NOTICE alice :here")
    script.wait(PATIENCE_S[Due.SILENCE])
    assert script.client.deadline() == script.now + PATIENCE_S[Due.PONG]
    [ended] = script.wait(PATIENCE_S[Due.PONG])
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_an_endless_line_ends_it_with_a_sentence() -> None:
    """Memory stays flat."""
    [ended] = Script().client.receive(b"x" * 20_000)
    assert ended == Ended(How.LOST, "the server sent a line without end")


@pytest.mark.parametrize("text", ["a\nQUIT", "a\0"])
def test_what_cannot_be_sent_is_our_own_mistake(text: str) -> None:
    """Nothing of it goes out."""
    script = Script().registered()
    with pytest.raises(ValueError, match="cannot"):
        script.client.say("#a", text)
    with pytest.raises(ValueError, match="cannot"):
        script.client.say("#a b", "text")
    assert script.out() == []


SERVER_LINES = st.tuples(
    st.sampled_from(
        ["", "@label=m1 ", "@label=h1 ", "@batch=x ", "@msgid=1 ", "@batch=x;label=m2 "]
    ),
    st.sampled_from(["", ":s ", ":alice!u@h ", ":bob!b@h "]),
    st.sampled_from(
        ["BATCH +x chathistory #a", "BATCH -x", "BATCH", "CAP * LS :", f"CAP * ACK :{ALL}", "PONG",
         "PONG m1", "001", "433", "404 a #a :x", "FAIL", "FAIL CHATHISTORY", "FAIL PRIVMSG X :y",
         "JOIN #a", "JOIN", "PART #a", "NICK", "NICK :", "KICK #a alice", "QUIT", "353", "366 a #a",
         "322", "323", "PRIVMSG #a :hi", "PRIVMSG", "ERROR", "ACK", "PING", "PING :a b", "TOPIC #a"]
    ),
)  # fmt: skip


@given(st.lists(st.one_of(SERVER_LINES.map("".join), st.text()), max_size=30))
def test_no_server_can_make_it_raise(lines: list[str]) -> None:
    """Any lines in any order, in any state; and what it says is always whole lines."""
    script = Script().registered().joined("#a")
    script.client.join("#b")
    for text in ("one", "two"):
        script.client.say("#a", text)
    for line in lines:
        script.feed(line)
    for _ in range(20):
        script.wait(30.0)
    assert script.client.ended is not None
    assert script.client.take_output()[-2:] in (b"", b"\r\n")
