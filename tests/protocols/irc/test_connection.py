"""The connection as the worker sees it."""

import gc
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.protocols.irc.peer import (
    ALICE,
    ALL_CAPS,
    INFO,
    Wire,
    lines_of,
    registered,
    stored,
)
from veche.core import events as ev
from veche.core import replies as core
from veche.core.commands import Refuse, Register, SendMessage
from veche.core.exchange import Answer, Done, Origin
from veche.core.rejections import Code, Rejection
from veche.protocols.base import Connection, Peer, ProtocolError, Request
from veche.protocols.irc.connection import IrcConnection
from veche.protocols.irc.encoding import IrcEncodings

LIMITS = INFO.limits


def test_is_a_connection() -> None:
    """The seam to the worker."""
    connection: Connection = Wire().connection
    assert connection.encoding is None
    assert not connection.registered
    assert not connection.chunked
    assert not connection.paced


def test_life() -> None:
    """Registration, an own message, a question, QUIT."""
    wire = registered()
    assert wire.connection.registered
    assert wire.connection.encoding is not None
    (request,) = wire.send("PRIVMSG #c :hi")
    assert request.commands == (SendMessage("#c", "hi"),)
    assert request.size == len("PRIVMSG #c :hi\r\n")
    assert wire.answer(request, Done()) == []
    assert wire.local("PING x") == [":irc.test PONG irc.test :x"]
    assert wire.said("QUIT :bye", Done(reply=core.Left("bye"))) == [
        "ERROR :Closing link: (Quit: bye)"
    ]
    assert wire.connection.closing
    assert not wire.send("PING y")


def test_ipv6_host() -> None:
    """A host never begins with a colon (Modern IRC, RPL_WHOISUSER)."""
    connection = IrcConnection(Peer("::1"), INFO, IrcEncodings(INFO), lambda: "s", 0.0)
    (request,) = connection.receive(b"NICK al\r\nUSER u 0 * :A\r\n", 0.0)
    assert isinstance(request.commands[0], Register)
    assert request.commands[0].host == "0::1"


def test_pipelined_registration() -> None:
    """What comes after is held, and becomes requests once there is a user."""
    wire = Wire()
    first = "NICK alice\r\nUSER al 0 * :A\r\nJOIN #c\r\nPRIVMSG #c :x\r\n"
    (request,) = wire.connection.receive(first.encode(), 0.0)
    assert not wire.send("PRIVMSG #c :y")
    wire.answer(request, Done(reply=core.Welcome(1, ALICE)))
    requests = [[type(c).__name__ for c in r.commands] for r in wire.connection.requests()]
    assert requests == [["Join"], ["SendMessage", "SendMessage"]]
    assert not wire.connection.requests()


def test_caps_change_in_their_turn() -> None:
    """Deliveries change when the ACK is written, not when the REQ is read."""
    wire = registered()
    before = wire.connection.encoding
    request = wire.ask("CAP REQ :server-time labeled-response batch")
    (labelled,) = wire.send("@label=1 PING x")
    assert wire.connection.encoding is before
    told = wire.answer(request, Done(reply=core.Echoed(request.commands[0].payload)))  # type: ignore[attr-defined]
    assert told == [":irc.test CAP alice ACK :server-time labeled-response batch"]
    assert wire.connection.encoding is not before
    told = wire.answer(labelled, Done(reply=core.Echoed(labelled.commands[0].payload)))  # type: ignore[attr-defined]
    assert told == ["@label=1 :irc.test PONG irc.test :x"]
    assert wire.local("CAP LIST")[0].endswith(":batch labeled-response server-time")
    assert wire.local("CAP REQ :-server-time") == [":irc.test CAP alice ACK :-server-time"]
    assert wire.connection.encoding is before


def test_own_nick() -> None:
    """From then on numerics have the new one."""
    wire = registered()
    event = stored(ev.NickChanged(1), ev.NickBody(ALICE, "al", "al"), seq=None)
    assert wire.said("NICK al", Done((event,))) == [":alice!al@127.0.0.1 NICK al"]
    refused = wire.said("NICK bob", Rejection(Code.NICK_TAKEN, "bob"))
    assert refused == [":irc.test 433 al bob :Nickname is already in use"]


def test_lines_that_cannot_be() -> None:
    """417, FAIL, 400: the session goes on."""
    wire = registered()
    for data, said in (
        (b"PRIVMSG #c :" + b"x" * 600 + b"\r\n", ":irc.test 417 alice :Input line was too long"),
        (b"@" + b"x" * 9000 + b"\r\n", ":irc.test 417 alice :Input line was too long"),
        (b"PRIVMSG #c :\xff\r\n", ":irc.test FAIL PRIVMSG INVALID_UTF8 :"),
        (b"PRIVMSG #c :a\0b\r\n", ":irc.test 400 alice PRIVMSG :A line may not contain NUL"),
        (b"PRIVMSG #c :a\rQUIT\r\n", ":irc.test 400 alice PRIVMSG :A line may not contain NUL"),
    ):
        (request,) = wire.connection.receive(data, 1.0)
        (refused,) = request.commands
        assert isinstance(refused, Refuse)
        (line,) = wire.answer(request, refused.rejection)
        assert line.startswith(said)
    assert wire.local("PING x") == [":irc.test PONG irc.test :x"]


def test_endless_line() -> None:
    """Megabytes without a newline are one 417 and no memory."""
    wire = registered()
    requests: list[Request] = []
    for _ in range(500):
        requests += wire.connection.receive(b"x" * 8192, 1.0)
    assert len(requests) == 1
    before = sys.getsizeof(wire.connection._lines._rest)
    assert before < 6000
    assert len(wire.connection.receive(b"\r\nPING x\r\n", 1.0)) == 1


def test_invalid_utf8_before_registration() -> None:
    """https://ircv3.net/specs/extensions/utf8-only: the name was not taken."""
    wire = Wire()
    wire.connection.receive(b"NICK al\r\nUSER u 0 * :\xe8\r\n", 0.0)
    (line,) = wire.output()
    assert line.startswith(":irc.test FAIL USER INVALID_UTF8 :")
    assert len(wire.send("USER u 0 * :ok")) == 1


def test_answers_are_lazy() -> None:
    """A long answer is made as it is pulled, and stays the answer to its own moment."""
    wire = registered()
    members = tuple(core.Member(ALICE, "") for _ in range(20_000))
    request = wire.ask("NAMES #c")
    reply = core.Names("#c", False, members)
    chunks = wire.connection.answer(Answer(Origin(1, 0, request.number), (Done(reply=reply),)), 1.0)
    assert isinstance(chunks, Iterator)
    sizes = [len(chunk) for chunk in chunks]
    assert len(sizes) > 20
    assert max(sizes) < 5000


def test_ping_and_silence() -> None:
    """PING after ping_s, the end after silence_s; nothing is done per line but one assignment."""
    wire = registered()
    connection = wire.connection
    assert connection.deadline == 1.0 + LIMITS.ping_s
    connection.receive(b"PONG x\r\n", 50.0)
    connection.tick(1.0 + LIMITS.ping_s)
    assert connection.output() == b""
    assert connection.deadline == 50.0 + LIMITS.ping_s
    connection.tick(50.0 + LIMITS.ping_s)
    assert lines_of(connection.output()) == ["PING :irc.test"]
    assert connection.deadline == 50.0 + LIMITS.silence_s
    connection.tick(50.0 + LIMITS.ping_s + 1)
    assert connection.output() == b""
    with pytest.raises(ProtocolError, match="Ping timeout: 150 seconds"):
        connection.tick(50.0 + LIMITS.silence_s)


def test_an_answer_is_a_sign_of_life() -> None:
    """Whoever waits for a slow answer, or is not read meanwhile, is not silent."""
    wire = registered()
    request = wire.ask("WHO #c")
    answer = Answer(Origin(1, 0, request.number), (Done(),))
    list(wire.connection.answer(answer, 149.0))
    wire.connection.tick(151.0)
    assert wire.connection.output() == b""


def test_registration_deadline() -> None:
    """register_s to become somebody; a Register under way is waited for."""
    wire = Wire()
    assert wire.connection.deadline == LIMITS.register_s
    with pytest.raises(ProtocolError, match="Registration timed out"):
        wire.connection.tick(LIMITS.register_s)
    wire = Wire()
    wire.send("NICK al", "USER u 0 * :A")
    assert not wire.connection.tick(LIMITS.register_s)
    assert wire.connection.deadline == 2 * LIMITS.register_s


def test_end_of_input() -> None:
    """A last line without an end counts as ended."""
    wire = registered()
    assert not wire.connection.receive(b"QUIT :bye", 1.0)
    (request,) = wire.connection.receive(b"", 1.0)
    assert type(request.commands[0]).__name__ == "Quit"
    assert not wire.connection.receive(b"", 1.0)


def test_goodbye() -> None:
    """One ERROR line, whatever the reason holds."""
    goodbye = Wire().connection.goodbye("SendQ exceeded\r\nx")
    assert goodbye == b"ERROR :Closing link: (SendQ exceeded  x)\r\n"


def test_push_goes_out() -> None:
    """Deliveries are not chunked here."""
    wire = registered()
    wire.connection.push(b"x\r\n", 1.0)
    assert wire.output() == ["x"]


def test_hub_errors_are_loud() -> None:
    """An answer that cannot be is our own bug."""
    wire = Wire()
    (request,) = wire.send("NICK al", "USER u 0 * :A")
    with pytest.raises(TypeError):
        wire.answer(request, Done())


def test_idle_connection_is_small() -> None:
    """At most 1 KiB of its own, after having talked."""
    wire = registered(ALL_CAPS)
    for _ in range(40):
        wire.local("PING x")
    connection = wire.connection
    shared = {id(INFO), id(connection.encoding), id(connection._encodings)}
    seen: dict[int, object] = {}
    todo: list[object] = [connection]
    while todo:
        item = todo.pop()
        if id(item) in seen or id(item) in shared or isinstance(item, type):
            continue
        seen[id(item)] = item
        if isinstance(item, IrcConnection | dict) or type(item).__name__ == "LineSplitter":
            todo += gc.get_referents(item)
    assert sum(map(sys.getsizeof, seen.values())) <= 1024


def pulled(wire: Wire, data: bytes) -> None:
    """Receive, and answer every request with what a hub would refuse or carry out."""
    for request in [*wire.connection.receive(data, 1.0)]:
        results: list[Done | Rejection] = []
        for command in request.commands:
            if isinstance(command, Register):
                results.append(Done(reply=core.Welcome(1, ALICE)))
            elif isinstance(command, Refuse):
                results.append(command.rejection)
            else:
                payload = getattr(command, "payload", None)
                results.append(Done(reply=core.Echoed(payload)))
        for line in wire.answer(request, *results):
            assert line
    wire.output()


PHRASES = b"""NICK alice USER CAP LS 302 REQ LIST END : :batch JOIN #c,#d 0 PART TOPIC NAMES MODE b
+bk-l @label=x @+a;veche/key=1 PRIVMSG NOTICE TAGMSG :text CHATHISTORY LATEST msgid=a * 5 KICK LIST
>5 !x WHOIS WHO INVITE ISON USERHOST QUIT RESUME PING PONG MOTD AWAY LUSERS VERSION"""
WORDS = st.sampled_from([*PHRASES.split(), b"\r\n", b"\n", b" ", b"\0", b"\r", b"\xff"])


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=60) | WORDS, max_size=60), st.booleans())
def test_any_bytes(parts: list[bytes], known: bool) -> None:
    """Nothing raises but ProtocolError, nothing is kept past its bound."""
    wire = registered(ALL_CAPS) if known else Wire()
    try:
        for part in parts:
            pulled(wire, part)
        pulled(wire, b"\r\n")
    except ProtocolError:
        return
    assert wire.connection._lines.pending == 0
    assert not wire.connection._pending


@settings(max_examples=50)
@given(st.lists(st.lists(WORDS, max_size=8), max_size=30))
def test_any_words(lines: list[list[bytes]]) -> None:
    """The same with lines that look like IRC."""
    wire = registered(ALL_CAPS)
    for words in lines:
        pulled(wire, b" ".join(words) + b"\r\n")
