"""One connection's state machine, without a network."""

import pytest

from tests.client.scripted import ALL, VECHE, Wire
from veche.client.connection import Connection
from veche.client.events import (
    Ended,
    How,
    Joined,
    JoinRefused,
    NickRefused,
    Problem,
    Renamed,
)
from veche.client.profile import Profile
from veche.client.reports import Entered, SecretTold, Settled, Welcomed
from veche.client.timers import PATIENCE_S, Due


def test_registration_with_capabilities() -> None:
    """CAP LS 302, then only what is offered, then CAP END; the welcome is told once."""
    wire = Wire()
    assert wire.out() == ["CAP LS 302", "NICK alice", "USER alice 0 * :alice"]
    wire.feed(":s CAP * LS :batch unknown")
    assert wire.out() == ["CAP REQ batch"]
    wire.feed(":s CAP alice ACK :batch")
    assert wire.out() == ["CAP END"]
    assert wire.feed(":s 001 Alice :Hi", ":s 001 Alice :Hi") == [Welcomed("Alice", resumed=False)]
    assert wire.out() == ["PING settled"]
    assert wire.feed(":s PONG s settled", ":s PONG s settled") == [Settled()]


def test_a_profile_is_what_is_said_of_oneself() -> None:
    """PASS comes first; the username is made safe."""
    profile = Profile("Алиса", username="al ice", realname="Alice A.", password="p w")
    connection = Connection(profile, "Алиса", "", lambda: 0.0, lambda: 0.5)
    lines = connection.take_output().decode().split("\r\n")
    assert lines[0] == "PASS :p w"
    assert lines[3] == "USER alice 0 * :Alice A."


def test_an_old_server_without_cap() -> None:
    """Its complaint is nothing to tell; nobody answers PING before a while has passed."""
    wire = Wire()
    assert wire.feed(":s 421 * CAP :Unknown", ":s 001 alice :Hi") == [Welcomed("alice", False)]
    assert wire.wait(PATIENCE_S[Due.SETTLE]) == [Settled()]


def test_resuming() -> None:
    """docs/protocol/resume.md: the secret before CAP END; 001 names the restored nick."""
    wire = Wire(secret="sesame")
    wire.out()
    wire.feed(f":s CAP * LS :{VECHE}", f":s CAP * ACK :{VECHE}")
    assert wire.out()[-2:] == ["RESUME sesame", "CAP END"]
    assert wire.feed(":s 001 bob :Hi") == []
    assert wire.feed(":s RESUME SUCCESS bob") == [Welcomed("bob", resumed=True)]
    assert wire.feed(":s PONG s settled") == [Settled()]


def test_a_secret_that_is_worth_nothing() -> None:
    """Registration goes on as somebody new."""
    wire = Wire(secret="sesame")
    wire.feed(f":s CAP * LS :{VECHE}", f":s CAP * ACK :{VECHE}")
    assert wire.feed(":s FAIL RESUME INVALID_TOKEN :Unknown") == [SecretTold("")]
    assert wire.feed(":s 001 alice :Hi") == [Welcomed("alice", resumed=False)]
    assert wire.feed(":s RESUME TOKEN other") == [SecretTold("other")]


def test_a_server_that_does_not_say_whether_we_are_back() -> None:
    """By the PONG we are not; without one nobody knows, and the connection ends."""
    for ending in (":s PONG s settled", ""):
        wire = Wire(secret="sesame")
        wire.feed(f":s CAP * LS :{VECHE}", f":s CAP * ACK :{VECHE}")
        assert wire.feed(":s 001 alice :Hi") == []
        if ending:
            assert wire.feed(ending) == [Welcomed("alice", resumed=False), Settled()]
        else:
            assert isinstance(wire.wait(PATIENCE_S[Due.SETTLE])[0], Ended)


def test_without_the_capability_the_secret_is_not_shown() -> None:
    """Another server has no business with it."""
    wire = Wire(secret="sesame").registered(ALL)
    assert wire.connection.resumed is False
    assert not any("sesame" in line for line in wire.out())


def test_a_refused_nick_is_asked_for_again() -> None:
    """While it is ourselves who think, no deadline runs."""
    wire = Wire()
    wire.out()
    assert wire.feed(":s 433 * alice :In use") == [NickRefused("alice", True, "In use")]
    assert wire.feed(":s 432 * alice :Bad") == [NickRefused("alice", False, "Bad")]
    assert wire.wait(PATIENCE_S[Due.REGISTER] + 1) == []
    wire.connection.take_nick("bob")
    assert wire.out() == ["NICK bob"]
    [ended] = wire.wait(PATIENCE_S[Due.REGISTER] + 1)
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_another_nick_later() -> None:
    """Refused as long as it is asked for; then the same line is only a problem."""
    wire = Wire().registered()
    wire.connection.take_nick("bob")
    assert wire.feed(":s 433 alice bob :In use") == [NickRefused("bob", True, "In use")]
    assert wire.feed(":s 433 alice bob :In use") == [Problem("433", "bob: In use")]
    wire.connection.take_nick("al")
    assert wire.feed(":alice!u@h NICK al") == [Renamed("alice", "al", own=True)]
    assert wire.connection.nick == "al"
    wire.connection.take_nick("x")
    assert wire.wait(PATIENCE_S[Due.NICK]) == [Problem("NICK", "no answer within 30 s")]


def test_being_turned_away() -> None:
    """ERROR before registration is a refusal; after it, a loss; nothing comes after it."""
    assert Wire().feed("ERROR :Banned") == [Ended(How.REFUSED, "Banned")]
    wire = Wire().registered()
    assert wire.feed("ERROR :Killed", "ERROR :again") == [Ended(How.LOST, "Killed")]
    assert wire.connection.receive(b"") == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":s 403 alice #a :No such", "403"),
        (":s FAIL JOIN NO_SUCH_CHANNEL #A :No", "NO_SUCH_CHANNEL"),
        (":s FAIL JOIN READ_ONLY :No", "READ_ONLY"),
    ],
)
def test_a_refused_join(line: str, code: str) -> None:
    """By numeric or FAIL, which may not say which; and by silence."""
    wire = Wire().registered()
    wire.connection.join(["#a", "#b"])
    assert wire.out() == ["JOIN #a,#b"]
    [refused] = wire.feed(line)
    assert isinstance(refused, JoinRefused)
    assert (refused.where.lower(), refused.code) == ("#a", code)
    assert wire.wait(PATIENCE_S[Due.JOIN]) == [JoinRefused("#b", "", "no answer within 30 s")]


def test_entering() -> None:
    """The address by which others see us, and the time of it, if the server says it."""
    wire = Wire().registered()
    wire.connection.join(["#a"], "key")
    assert wire.out() == ["JOIN #a key"]
    joined = Joined("alice", "#a", own=True)
    assert wire.feed(":alice!u@h JOIN #a") == [Entered(joined, None)]
    assert wire.connection.address == "!u@h"
    assert wire.wait(PATIENCE_S[Due.JOIN]) == []


def test_another_host() -> None:
    """IRCv3 chghost: asked for; who has another host has neither come nor gone, but where it is
    our own, we know how long our lines may be."""
    wire = Wire()
    wire.out()
    wire.feed(f":s CAP * LS :{ALL} chghost")
    assert "chghost" in wire.out()[0].split()
    wire = Wire().registered()
    wire.connection.join(["#a"])
    wire.feed(":alice!u@h JOIN #a")
    assert wire.feed(":bob!b@h CHGHOST ~b staff/bob") == []
    assert wire.connection.address == "!u@h"
    assert wire.feed(":Alice!u@h CHGHOST ~a staff/alice") == []
    assert wire.connection.address == "!~a@staff/alice"
    assert wire.feed(":alice!~a@staff/alice CHGHOST x", ":alice CHGHOST") == []
    assert wire.connection.address == "!~a@staff/alice"


def test_lists_that_do_not_come() -> None:
    """NAMES and LIST have their time; a refusal ends the wait."""
    wire = Wire().registered()
    wire.connection.names("#a")
    wire.connection.list_channels()
    assert wire.out() == ["NAMES #a", "LIST"]
    assert wire.feed(":s 263 alice LIST :Busy") == [Problem("263", "LIST: Busy")]
    assert wire.wait(PATIENCE_S[Due.NAMES]) == [Problem("NAMES", "no answer within 30 s")]
    wire.feed(":s NOTICE alice :here")
    assert wire.wait(PATIENCE_S[Due.LIST] - PATIENCE_S[Due.NAMES]) == []


def test_quitting() -> None:
    """The server closes, or some time passes, or we do not wait at all."""
    wire = Wire().registered()
    wire.connection.quit("bye")
    wire.connection.quit("again")
    assert wire.out() == ["QUIT :bye"]
    assert wire.feed("ERROR :Bye") == [Ended(How.LEFT, "")]
    wire = Wire().registered()
    wire.connection.quit("bye")
    assert wire.wait(PATIENCE_S[Due.QUIT]) == [Ended(How.LEFT, "")]
    wire = Wire().registered()
    wire.connection.quit("bye")
    wire.connection.quit("bye", 0.0)
    assert wire.wait(0) == [Ended(How.LEFT, "")]


def test_a_silent_server_is_asked_and_then_given_up() -> None:
    """Any line at all is an answer."""
    wire = Wire().registered()
    for _ in range(2):
        assert wire.wait(PATIENCE_S[Due.SILENCE]) == []
        assert wire.out() == ["PING alive"]
        wire.feed(":s NOTICE alice :here")
    wire.wait(PATIENCE_S[Due.SILENCE])
    assert wire.connection.deadline() == wire.now + PATIENCE_S[Due.PONG]
    [ended] = wire.wait(PATIENCE_S[Due.PONG])
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_an_endless_line_ends_it_with_a_sentence() -> None:
    """Memory stays flat."""
    [ended] = Wire().connection.receive(b"x" * 20_000)
    assert ended == Ended(How.LOST, "the server sent a line without end")
