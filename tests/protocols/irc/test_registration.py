"""Before there is a user. https://modern.ircdocs.horse/#connection-registration"""

import hashlib

import pytest

from tests.protocols.irc.peer import ALICE, Wire
from veche.core import replies as core
from veche.core.commands import CountUsers, Register
from veche.core.exchange import Done
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.protocols.base import ProtocolError, Request
from veche.protocols.irc.registration import Applicant


def hashed(secret: str) -> bytes:
    """What the hub is given of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def register_of(request: Request) -> Register:
    """The Register in a request, which counts users for LUSERS as well."""
    register, count = request.commands
    assert isinstance(register, Register)
    assert count == CountUsers()
    return register


def test_nick_and_user() -> None:
    """In either order; that is all a client without capabilities needs."""
    for lines in (("NICK al", "USER u 0 * :Al A"), ("USER u 0 * :Al A", "NICK al")):
        wire = Wire()
        (request,) = wire.send("PASS x", *lines)
        expected = Register("al", "u", "Al A", "127.0.0.1")
        assert register_of(request) == expected
        assert wire.output() == []


@pytest.mark.parametrize("word", ["CAP LS 302", "CAP LS", "CAP REQ :batch", "CAP REQ :nonsense"])
def test_cap_holds_registration(word: str) -> None:
    """Until CAP END (capability-negotiation, "Connection Registration")."""
    wire = Wire()
    assert not wire.send(word, "NICK al", "USER u 0 * :Al")
    assert wire.output()[0].startswith(":irc.test CAP * ")
    (request,) = wire.send("CAP END")
    assert register_of(request).nick == "al"


def test_cap_list_does_not_hold() -> None:
    """Only LS and REQ begin a negotiation."""
    assert len(Wire().send("CAP LIST", "NICK al", "USER u 0 * :Al")) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("NICK", ":irc.test 431 * :No nickname given"),
        ("NICK 1up", ":irc.test 432 * 1up :Erroneous nickname"),
        ("USER u 0 *", ":irc.test 461 * USER :Not enough parameters"),
        ("USER u 0 * :", ":irc.test 461 * USER :Not enough parameters"),
        ("USER : 0 * :Al", ":irc.test 451 * :You have not registered"),
        ("PASS", ":irc.test 461 * PASS :Not enough parameters"),
        ("PING", ":irc.test 461 * PING :Not enough parameters"),
        ("PING :", ":irc.test 461 * PING :Not enough parameters"),
        ("PING x", ":irc.test PONG irc.test :x"),
        ("JOIN #c", ":irc.test 451 * :You have not registered"),
        ("NOSUCH", ":irc.test 451 * :You have not registered"),
        ("RESUME x", ":irc.test 451 * :You have not registered"),
        ("CAP", ":irc.test 461 * CAP :Not enough parameters"),
    ],
)
def test_said_at_once(line: str, said: str) -> None:
    """Answered by the door; the client is `*`."""
    wire = Wire()
    if line == "USER : 0 * :Al":
        line, said = "USER  :", ":irc.test 461 * USER :Not enough parameters"
    assert not wire.send(line)
    assert wire.output() == [said]


def test_what_is_said_nothing_to() -> None:
    """PONG, CAP END, empty lines."""
    wire = Wire()
    assert not wire.send("PONG x", "CAP END", "", "NICK al")
    assert wire.output() == []


def test_username() -> None:
    """Cut to USERLEN, without what cannot stand in a source; never empty."""
    for given, kept in (("a" * 99, "a" * DEFAULT.username_chars), ("a!b@c", "abc"), ("я", "user")):
        (request,) = Wire().send("NICK al", f"USER {given} 0 * :Al")
        assert register_of(request).username == kept


def test_nick_taken() -> None:
    """433 with `*`; another nick tries again, and what was sent meanwhile keeps its order."""
    wire = Wire()
    (request,) = wire.send("NICK al", "USER u 0 * :Al", "PING 1", "NICK al2", "PING 2")
    assert wire.output() == []
    told = wire.answer(request, Rejection(Code.NICK_TAKEN, "al"), Rejection(Code.NOT_REGISTERED))
    assert told == [
        ":irc.test 433 * al :Nickname is already in use",
        ":irc.test PONG irc.test :1",
    ]
    (again,) = wire.connection.requests()
    assert register_of(again).nick == "al2"
    done = Done(reply=core.Welcome(1, ALICE))
    assert wire.answer(again, done)[0].startswith(":irc.test 001 alice ")
    (ping,) = wire.connection.requests()
    assert wire.answer(ping, Done(reply=core.Echoed(ping.commands[0].payload))) == [  # type: ignore[attr-defined]
        ":irc.test PONG irc.test :2"
    ]


def test_read_only() -> None:
    """No user can be made: say so and close."""
    wire = Wire()
    (request,) = wire.send("NICK al", "USER u 0 * :Al")
    told = wire.answer(request, Rejection(Code.READ_ONLY), Rejection(Code.NOT_REGISTERED))
    assert told[0].startswith(":irc.test 400 * NICK :Nothing can be stored")
    assert told[1].startswith("ERROR :Closing link")
    assert wire.connection.closing


def test_quit() -> None:
    """ERROR, and no more is read."""
    wire = Wire()
    assert not wire.send("QUIT :bye", "NICK al", "USER u 0 * :Al")
    assert wire.output() == ["ERROR :Closing link: (Quit: bye)"]
    assert wire.connection.closing
    assert not wire.send("NICK al")


def test_labels_before_registration() -> None:
    """labeled-response works as soon as it is enabled."""
    wire = Wire()
    wire.send("CAP REQ :labeled-response batch")
    wire.output()
    wire.send("@label=1 PING x", "@label=2 NICK al")
    assert wire.output() == ["@label=1 :irc.test PONG irc.test :x", "@label=2 :irc.test ACK"]


def test_resume_token() -> None:
    """docs/protocol/resume.md: a new guest is told its secret, the hub only a hash."""
    wire = Wire()
    wire.send("CAP REQ :veche/resume", "NICK al", "USER u 0 * :Al")
    (request,) = wire.send("CAP END")
    wire.output()
    assert register_of(request).secret == hashed("secret1")
    assert register_of(request).resume == b""
    told = wire.answer(request, Done(reply=core.Welcome(1, ALICE)))
    assert told[-1] == ":irc.test RESUME TOKEN secret1"


def test_resume_success() -> None:
    """The old nick, SUCCESS, then the channels; the old secret stays."""
    wire = Wire()
    wire.send("CAP REQ :veche/resume", "RESUME mine", "NICK al", "USER u 0 * :Al")
    (request,) = wire.send("CAP END")
    wire.output()
    register = register_of(request)
    assert register.resume == register.secret == hashed("mine")
    view = core.ChannelView(5, "#c", False, None, (core.Member(ALICE, "o"),), 0)
    reply = core.Welcome(1, ALICE, resumed=True, channels=(view,))
    told = wire.answer(request, Done(reply=reply))
    assert told[0].startswith(":irc.test 001 alice ")
    assert told[-4:] == [
        ":irc.test RESUME SUCCESS alice",
        ":alice!al@127.0.0.1 JOIN #c",
        ":irc.test 353 alice = #c :@alice",
        ":irc.test 366 alice #c :End of /NAMES list",
    ]
    assert not any("TOKEN" in line for line in told)


def test_resume_unknown() -> None:
    """FAIL, then a new guest with a new secret."""
    wire = Wire()
    wire.send("CAP REQ :veche/resume", "RESUME old", "NICK al", "USER u 0 * :Al")
    (request,) = wire.send("CAP END")
    wire.output()
    told = wire.answer(request, Rejection(Code.NOTHING_TO_RESUME))
    assert told[0].startswith(":irc.test FAIL RESUME INVALID_TOKEN :")
    (again,) = wire.connection.requests()
    register = register_of(again)
    assert (register.resume, register.secret) == (b"", hashed("secret1"))
    told = wire.answer(again, Done(reply=core.Welcome(1, ALICE)))
    assert told[-1] == ":irc.test RESUME TOKEN secret1"


def test_what_is_held_is_bounded() -> None:
    """A flood while the Register is under way ends the connection; empty lines count too."""
    for line in ("PING x", "x" * 9000, ""):
        wire = Wire()
        wire.send("NICK al", "USER u 0 * :Al")
        with pytest.raises(ProtocolError):
            wire.send(*[line] * 10_000)


def test_released_lines() -> None:
    """They come back once, in order."""
    applicant = Applicant()
    applicant.hold([b"a", None], DEFAULT)
    applicant.hold([b"b"], DEFAULT)
    assert applicant.release() == [b"a", None, b"b"]
    assert applicant.release() == []
