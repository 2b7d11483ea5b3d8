"""When to connect, and the end."""

import pytest

from tests.client.scripted import Script
from veche.client.client import State
from veche.client.events import Acknowledged, Disconnected, Ended, How, Refused
from veche.client.lifecycle import STEADY_S
from veche.client.profile import Profile
from veche.client.timers import PATIENCE_S, Due


def test_it_connects_at_once() -> None:
    """Its driver dials, and says so."""
    script = Script()
    assert (script.client.state, script.client.wants_connection()) == (State.CONNECTING, True)
    assert script.client.deadline() is None
    script.client.opened()
    assert (script.client.state, script.client.wants_connection()) == (State.REGISTERING, False)
    script.feed(":s 001 alice :Hi")
    assert script.client.state is State.ONLINE


@pytest.mark.parametrize(
    "profile",
    [Profile("a b"), Profile(""), Profile("a", realname="x\ny"), Profile("a", password="\0")],
)
def test_a_profile_that_cannot_be_sent(profile: Profile) -> None:
    """Is our own mistake, and known at once."""
    with pytest.raises(ValueError, match="cannot"):
        Script(profile)


def test_the_first_connection_is_not_tried_again() -> None:
    """Whether it is refused, lost, too slow, or never made."""
    lost = Script()
    assert lost.client.lost("no route") == [Ended(How.LOST, "no route")]
    assert lost.client.state is State.ENDED
    refused = Script().dial()
    assert refused.feed("ERROR :Banned") == [Ended(How.REFUSED, "Banned")]
    slow = Script().dial()
    [ended] = slow.wait(PATIENCE_S[Due.REGISTER])
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT
    assert slow.client.ended is ended
    assert slow.client.deadline() is None
    assert slow.client.tick() == slow.feed("PING :x") == slow.client.lost("x") == []


def test_a_loss_is_waited_out() -> None:
    """Longer each time, until a connection has lasted."""
    script = Script().online("")
    assert script.lose() == [Disconnected("the server closed the connection", 0.75, 1)]
    assert script.client.state is State.WAITING
    assert script.client.deadline() == script.now + 0.75
    assert not script.client.wants_connection()
    script.wait(0.75)
    assert script.client.wants_connection()
    assert script.client.lost("no route") == [Disconnected("no route", 1.5, 2)]
    script.client.retry_now()
    assert script.client.wants_connection()
    script.registered("")
    assert script.lose() == [Disconnected("the server closed the connection", 3.0, 3)]
    script.registered("")
    for _ in range(4):
        script.wait(STEADY_S / 4)
        script.feed("PING :x")
    assert script.lose() == [Disconnected("the server closed the connection", 0.75, 1)]


def test_who_does_not_want_to_come_back() -> None:
    """Ends at the first loss."""
    script = Script(Profile("alice", reconnect=False)).online("")
    assert script.lose() == [Ended(How.LOST, "the server closed the connection")]


def test_leaving_waits_for_acknowledgements() -> None:
    """QUIT is the last line, and the end is then no loss."""
    script = Script().online()
    script.client.say("bob", "hi")
    script.client.leave("bye")
    script.client.leave("again")
    assert script.client.leaving
    assert script.out() == ["@label=m1 PRIVMSG bob :hi"]
    assert Acknowledged(1) in script.feed("@label=m1 :s ACK")
    assert script.out() == ["QUIT :bye"]
    assert script.feed("ERROR :Bye") == [Ended(How.LEFT, "")]


def test_leaving_while_away() -> None:
    """At once with nothing to say; else what is to be said is said first."""
    script = Script().online("")
    script.lose()
    script.client.leave()
    assert script.client.deadline() == script.now
    assert not script.client.wants_connection()
    assert script.client.tick() == [Ended(How.LEFT, "")]
    script = Script().online("")
    script.lose()
    script.client.say("bob", "hi")
    script.client.leave()
    script.registered("")
    assert "PRIVMSG bob :hi" in script.out()
    script.feed(":s PONG s m1")
    assert script.out() == ["QUIT :"]
    assert script.lose() == [Ended(How.LEFT, "")]


def test_a_loss_after_the_last_acknowledgement() -> None:
    """Is no reason to come back."""
    script = Script().online("")
    script.client.say("bob", "hi")
    script.client.leave()
    told = script.lose()
    assert [type(event) for event in told] == [Refused, Ended]


def test_abort_waits_for_nothing() -> None:
    """Not even for what is in flight; QUIT is still said."""
    script = Script().online()
    script.client.say("bob", "hi")
    script.client.abort()
    assert script.out()[-1] == "QUIT :"
    assert [type(event) for event in script.wait(0)] == [Refused, Ended]
    assert script.client.unfinished == 0
    leaving = Script().online()
    leaving.client.leave()
    leaving.client.abort()
    assert leaving.wait(0) == [Ended(How.LEFT, "")]
    assert leaving.out() == ["QUIT :"]


@pytest.mark.parametrize("lose", [True, False])
def test_abort_without_a_connection(lose: bool) -> None:
    """Before the first, or while waiting for the next."""
    script = Script()
    if lose:
        script.online("").lose()
    script.client.abort()
    assert not script.client.wants_connection()
    assert script.client.deadline() == script.now
    assert script.wait(0) == [Ended(How.LEFT, "")]


def test_nothing_is_due_too_late() -> None:
    """The deadline is that of the connection, or of what waits for its time."""
    script = Script().online()
    assert script.client.deadline() == script.now + PATIENCE_S[Due.SILENCE]
    script.client.say("bob", "hi")
    script.feed("@label=m1 :s FAIL PRIVMSG READ_ONLY :Full")
    assert script.client.deadline() == script.now + 1.0
