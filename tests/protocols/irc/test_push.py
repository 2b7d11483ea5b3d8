"""WEBPUSH. https://github.com/ircv3/ircv3-specifications/pull/471"""

import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.devices import PUBLIC, SECRET
from tests.protocols.irc.handlers import commands_of
from tests.protocols.irc.peer import ALICE, INFO, Wire, sent, stored
from tests.server.push.reading import keys
from veche.core.commands import RegisterPush, UnregisterPush
from veche.core.events import MessageSent, TextBody
from veche.core.exchange import Done
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.core.replies import PushChanged
from veche.protocols.irc.capabilities import DELIVERIES, DRAFT_WEBPUSH, MESSAGE_TAGS, WEBPUSH
from veche.protocols.irc.isupport import tokens
from veche.protocols.irc.message import LINE_BYTES as IRC_BYTES
from veche.protocols.irc.push import LINE_BYTES, PushLines, read_keys

ENDPOINT = "https://push.example.net/abc"
PUSHING = msgspec.structs.replace(INFO, push_key="BKey")
BOTH = ("draft/webpush", "soju.im/webpush")


def client(caps: str = "soju.im/webpush") -> Wire:
    """Alice at a server that pushes."""
    wire = Wire(PUSHING)
    wire.register(caps)
    return wire


def test_a_device_is_registered() -> None:
    """With what its client knows, which pushes follow ("Implementation")."""
    for caps in (WEBPUSH, DRAFT_WEBPUSH):
        (command,) = commands_of(f"WEBPUSH register {ENDPOINT} {keys()}", caps=caps | MESSAGE_TAGS)
        assert command == RegisterPush(ENDPOINT, PUBLIC, SECRET, ("message-tags",))
    (command,) = commands_of(f"WEBPUSH REGISTER {ENDPOINT} {keys()}", caps=WEBPUSH | DELIVERIES)
    assert isinstance(command, RegisterPush)
    assert {"server-time", "account-tag", "draft/multiline"} <= {*command.capabilities}
    assert not {"sasl", "batch", *BOTH} & {*command.capabilities}


def test_a_device_leaves() -> None:
    """UNREGISTER."""
    asked = commands_of(f"WEBPUSH UNREGISTER {ENDPOINT}", caps=WEBPUSH)
    assert asked == [UnregisterPush(ENDPOINT)]


@pytest.mark.parametrize(
    ("line", "context"),
    [
        ("WEBPUSH", "* *"),
        ("WEBPUSH DANCE", "DANCE *"),
        ("WEBPUSH REGISTER", "REGISTER *"),
        (f"WEBPUSH REGISTER {ENDPOINT}", f"REGISTER {ENDPOINT}"),
        (f"WEBPUSH REGISTER {ENDPOINT} {keys()} more", f"REGISTER {ENDPOINT}"),
        (f"WEBPUSH REGISTER {ENDPOINT} p256dh=x", f"REGISTER {ENDPOINT}"),
        (f"WEBPUSH REGISTER {ENDPOINT} :", f"REGISTER {ENDPOINT}"),
        ("WEBPUSH UNREGISTER", "UNREGISTER *"),
        (f"WEBPUSH UNREGISTER {ENDPOINT} more", f"UNREGISTER {ENDPOINT}"),
    ],
)
def test_what_is_not_understood(line: str, context: str) -> None:
    """INVALID_PARAMS ("Errors")."""
    wire = client()
    request = wire.ask(line)
    rejection = getattr(request.commands[0], "rejection", None)
    assert isinstance(rejection, Rejection)
    told = wire.answer(request, rejection)
    assert told == [f":irc.test FAIL WEBPUSH INVALID_PARAMS {context} :Invalid parameters"]


def test_answers() -> None:
    """What was asked, without the keys; silence for a subscription that is not there."""
    wire = client()
    lines = {
        f"WEBPUSH REGISTER {ENDPOINT} {keys()}": PushChanged(ENDPOINT, True),
        f"WEBPUSH UNREGISTER {ENDPOINT}": PushChanged(ENDPOINT, False),
    }
    for line, reply in lines.items():
        word = line.split(" ")[1]
        assert wire.said(line, Done(reply=reply)) == [f":irc.test WEBPUSH {word} {ENDPOINT}"]
    assert wire.said(f"WEBPUSH UNREGISTER {ENDPOINT}", Done()) == []


@pytest.mark.parametrize(
    ("rejection", "said"),
    [
        (Rejection(Code.NOT_LOGGED_IN), "ACCOUNT_REQUIRED REGISTER {} :An account is required"),
        (
            Rejection(Code.BAD_ARGUMENT, "endpoint", "the subscription is odd"),
            "INVALID_PARAMS REGISTER {} :Invalid parameters: the subscription is odd",
        ),
        (
            Rejection(Code.READ_ONLY),
            "INTERNAL_ERROR REGISTER {} :Nothing can be stored just now; try again in a moment",
        ),
    ],
)
def test_refusals(rejection: Rejection, said: str) -> None:
    """Standard replies, with the subcommand and the endpoint."""
    told = client().said(f"WEBPUSH REGISTER {ENDPOINT} {keys()}", rejection)
    assert told == [f":irc.test FAIL WEBPUSH {said.format(ENDPOINT)}"]


def test_a_server_that_pushes_says_so() -> None:
    """Both names, and its key (RFC 8292)."""
    wire = Wire(PUSHING)
    wire.send("CAP LS 302")
    offered = " ".join(wire.output())
    assert all(f" {name}" in offered for name in BOTH)
    wire.send("CAP REQ :draft/webpush soju.im/webpush")
    assert wire.output()[-1].endswith("ACK :draft/webpush soju.im/webpush")
    assert "VAPID=BKey" in tokens(PUSHING)
    assert sorted(tokens(PUSHING)) == tokens(PUSHING)


def test_a_server_that_does_not_push_says_nothing() -> None:
    """Neither capability, nor key, nor command."""
    wire = Wire()
    wire.send("CAP LS 302")
    assert "webpush" not in " ".join(wire.output())
    for name in BOTH:
        wire.send(f"CAP REQ :{name}")
        assert wire.output() == [f":irc.test CAP * NAK :{name}"]
        wire.send(f"CAP REQ :-{name}")
        assert wire.output() == [f":irc.test CAP * ACK :-{name}"]
    assert not any(token.startswith("VAPID") for token in tokens(INFO))
    wire.send("CAP END")
    wire.register()
    request = wire.ask("WEBPUSH UNREGISTER x")
    rejection = getattr(request.commands[0], "rejection", None)
    assert rejection == Rejection(Code.UNKNOWN_COMMAND, "WEBPUSH")
    assert " 421 " in wire.answer(request, rejection)[0]


def test_without_the_capability() -> None:
    """Unknown."""
    wire = client("batch")
    request = wire.ask("WEBPUSH UNREGISTER x")
    rejection = getattr(request.commands[0], "rejection", None)
    assert rejection == Rejection(Code.UNKNOWN_COMMAND, "WEBPUSH")


@given(st.binary(min_size=1, max_size=70), st.binary(min_size=1, max_size=20), st.booleans())
def test_keys_are_read(public: bytes, secret: bytes, padded: bool) -> None:
    """In any order, among others, with padding or without."""
    shown = [base64.urlsafe_b64encode(key).decode() for key in (public, secret)]
    if not padded:
        shown = [text.rstrip("=") for text in shown]
    for form in ("p256dh={};auth={}", "auth={1};x=y;p256dh={0}"):
        assert read_keys(form.format(*shown)) == (public, secret)


@given(st.text())
def test_no_keys(text: str) -> None:
    """Nothing raises, and no chance makes both."""
    assert read_keys(text) is None
    assert read_keys(f"p256dh={text};auth=!") is None


def line(text: str, *caps: str, tags: tuple[tuple[str, str], ...] = ()) -> str:
    """What a push of a message of Alice's to Bob holds."""
    event = sent(text, "bob", target=2, tags=tags)
    data = PushLines(INFO).line(event, caps)
    assert len(data) <= LINE_BYTES
    assert b"\r" not in data
    assert b"\n" not in data
    return data.decode()


def test_one_line() -> None:
    """Without its end; with the tags that the client knows."""
    assert line("hello") == ":alice!al@127.0.0.1 PRIVMSG bob :hello"
    tagged = line("hello", "message-tags", "server-time", tags=(("+x", "y"),))
    assert tagged.startswith("@time=2025-03-03T11:06:40.123Z;msgid=")
    assert tagged.endswith("+x=y :alice!al@127.0.0.1 PRIVMSG bob :hello")
    assert line("hello", "nobody-knows/this") == line("hello")


@pytest.mark.parametrize("caps", [(), ("draft/multiline", "message-tags", "batch")])
def test_the_first_of_several(caps: tuple[str, ...]) -> None:
    """A batch is more than one message, which a push cannot hold."""
    found = line("\n\none\ntwo", *caps)
    assert found.endswith(":alice!al@127.0.0.1 PRIVMSG bob :one")
    assert "batch" not in found
    assert len(line("word " * 1000).encode()) <= IRC_BYTES - 2


def test_tags_that_are_too_much() -> None:
    """The text and the message's id stay ("Implementation")."""
    body = TextBody(ALICE, "bob", "hello", (("+x", "y" * 4_000),))
    event = stored(MessageSent(1, 2), body)
    data = PushLines(INFO).line(event, ("message-tags", "server-time")).decode()
    msgid = to_msgid(event.record.id)
    assert data == (
        f"@time=2025-03-03T11:06:40.123Z;msgid={msgid} :alice!al@127.0.0.1 PRIVMSG bob :hello"
    )


def test_no_line() -> None:
    """What the client is not told of."""
    tags = stored(MessageSent(1, 2))
    assert PushLines(INFO).line(tags, ()) == b""
