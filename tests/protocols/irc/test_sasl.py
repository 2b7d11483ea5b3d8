"""One client's SASL exchange. https://ircv3.net/specs/extensions/sasl-3.1"""

import base64
import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.commands import (
    Command,
    Echo,
    KeyProof,
    LogIn,
    PasswordProof,
    ReadSalt,
    Refuse,
    ScramProof,
)
from veche.core.rejections import Code, Rejection
from veche.core.replies import Salt
from veche.core.secret import Secret
from veche.protocols.irc.requests import Local
from veche.protocols.irc.sasl import CHUNK, Sasl, bearer, oauth_bearer, plain, token_key

FAILED = (Refuse(Rejection(Code.LOGIN_FAILED)),)


def exchange(fingerprint: str = "", address: str = "") -> Sasl:
    return Sasl(fingerprint, address, lambda: "server", b"secret")


def told(commands: Sequence[Command]) -> tuple[str, ...]:
    """What the door says by itself."""
    (command,) = commands
    assert isinstance(command, Echo)
    assert isinstance(command.payload, Local)
    assert command.payload.command == "AUTHENTICATE"
    return command.payload.params


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def send(sasl: Sasl, data: bytes) -> Sequence[Command]:
    """A whole response in its chunks; what the last one leads to."""
    text = b64(data)
    chunks = [text[i : i + CHUNK] for i in range(0, len(text), CHUNK)]
    if len(text) % CHUNK == 0:
        chunks.append("+")
    for chunk in chunks[:-1]:
        assert sasl.receive(chunk) == ()
    return sasl.receive(chunks[-1])


def test_plain() -> None:
    """`AUTHENTICATE PLAIN` is answered by an empty challenge; the response leads to a login."""
    sasl = exchange(address="192.0.2.1")
    assert told(sasl.receive("plain")) == ("say", "")
    assert sasl.busy
    asked = send(sasl, b"\0alice\0sesame")
    assert asked == (LogIn(PasswordProof("alice", Secret("sesame")), "192.0.2.1"),)
    assert not sasl.busy


@pytest.mark.parametrize("length", [1, 290, 297, 298, 300, 900])
def test_chunks(length: int) -> None:
    """400 bytes each, and `+` when the last is full."""
    sasl = exchange()
    sasl.receive("PLAIN")
    word = "x" * length
    assert send(sasl, b"\0a\0" + word.encode()) == (LogIn(PasswordProof("a", Secret(word))),)


def test_what_is_too_long() -> None:
    """A chunk of more than 400 bytes, and more chunks than any mechanism needs: 905."""
    sasl = exchange()
    sasl.receive("PLAIN")
    assert told(sasl.receive("A" * 401)) == ("too-long",)
    assert not sasl.busy
    sasl.receive("PLAIN")
    for _ in range(8):
        assert sasl.receive("A" * 400) == ()
    assert told(sasl.receive("A" * 400)) == ("too-long",)
    assert not sasl.busy


def test_aborted() -> None:
    """`*` in an exchange is 906; without one there is nothing to abort."""
    sasl = exchange()
    sasl.receive("PLAIN")
    assert told(sasl.receive("*")) == ("aborted",)
    assert sasl.receive("*") == FAILED


def test_mechanisms() -> None:
    """An unknown one is told which there are; EXTERNAL needs a certificate."""
    known = "PLAIN,SCRAM-SHA-256,IRCV3BEARER,OAUTHBEARER"
    assert told(exchange().receive("FOO")) == ("mechanisms", known)
    assert told(exchange().receive("EXTERNAL")) == ("mechanisms", known)
    assert told(exchange("ab").receive("FOO")) == ("mechanisms", f"{known},EXTERNAL")


@pytest.mark.parametrize(("data", "name"), [(b"", ""), (b"alice", "alice")])
def test_external(data: bytes, name: str) -> None:
    """The certificate says who it is; a name may say whose it has to be."""
    sasl = exchange("abcd")
    sasl.receive("EXTERNAL")
    asked = sasl.receive(b64(data) or "+")
    assert asked == (LogIn(KeyProof("cert:abcd", name)),)


def test_bearer_tokens() -> None:
    """Only the token's hash goes on."""
    key = token_key("tok")
    assert key == f"token:{hashlib.sha256(b'tok').hexdigest()}"
    for mechanism, data in (
        ("IRCV3BEARER", b"\0oauth2 tok"),
        ("OAUTHBEARER", b"n,,\1auth=Bearer tok\1\1"),
    ):
        sasl = exchange()
        sasl.receive(mechanism)
        asked = send(sasl, data)
        assert asked == (LogIn(KeyProof(key)),)
        assert "tok" not in repr(asked).replace("token:", "")


def test_scram() -> None:
    """First message, salt, final message: the proof is of what was said, word for word."""
    sasl = exchange()
    sasl.receive("SCRAM-SHA-256")
    assert send(sasl, b"n,,n=alice,r=client") == (ReadSalt("alice"),)
    assert sasl.hints[0] == "clientserver"
    sasl.salted(Salt(b"salt", 4096), sasl.hints)
    (asked,) = send(sasl, b"c=biws,r=clientserver,p=" + b64(b"proof").encode())
    message = b"n=alice,r=client,r=clientserver,s=c2FsdA==,i=4096,c=biws,r=clientserver"
    assert asked == LogIn(ScramProof("alice", message, b"proof"))
    assert not sasl.busy
    sasl.verified("Alice", "a!b@c")
    assert told(sasl.receive("+")) == ("done", "Alice", "a!b@c")


def test_scram_of_an_unknown_name() -> None:
    """It has a salt, always the same for a name on this server, and another elsewhere."""
    salts = []
    for secret in (b"one", b"one", b"two"):
        sasl = Sasl("", "", lambda: "server", secret)
        sasl.receive("SCRAM-SHA-256")
        send(sasl, b"n,,n=nobody,r=client")
        salts.append(sasl.hints[1])
    assert salts[0] == salts[1] != salts[2]


@pytest.mark.parametrize(
    "final",
    [
        b"c=biws,r=other,p=AAAA",
        b"c=eSws,r=clientserver,p=AAAA",
        b"nonsense",
    ],
)
def test_scram_gone_wrong(final: bytes) -> None:
    """Another nonce, another header, no message: refused, and the exchange is over."""
    sasl = exchange()
    sasl.receive("SCRAM-SHA-256")
    send(sasl, b"n,,n=alice,r=client")
    sasl.salted(Salt(b"salt", 4096), sasl.hints)
    assert send(sasl, final) == FAILED
    assert not sasl.busy


def test_scram_without_its_salt() -> None:
    """A final message before the salt was told proves nothing."""
    sasl = exchange()
    sasl.receive("SCRAM-SHA-256")
    send(sasl, b"n,,n=alice,r=client")
    assert send(sasl, b"c=biws,r=clientserver,p=AAAA") == FAILED


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"alice",
        b"\0alice",
        b"\0\0x",
        b"\0alice\0",
        b"bob\0alice\0x",
        b"\0a\0b\0c",
        b"\0\xff\0x",
    ],
)
def test_what_is_not_plain(data: bytes) -> None:
    """Parts are missing, or it asks to be somebody else."""
    assert plain(data) is None


def test_plain_as_oneself() -> None:
    """The authorization identity may repeat the name, in any case."""
    assert plain(b"ALICE\0alice\0x") == PasswordProof("alice", Secret("x"))


@given(st.binary(max_size=60))
def test_any_response(data: bytes) -> None:
    """Every decoder gives something or None."""
    plain(data)
    bearer(data)
    oauth_bearer(data)


@given(
    st.lists(
        st.sampled_from(["PLAIN", "SCRAM-SHA-256", "*", "+", "QQ==", "!", "A" * 400])
        | st.text(min_size=1, max_size=420)
    )
)
def test_any_parameters(params: list[str]) -> None:
    """Whatever comes is answered or waits for more; memory stays bounded."""
    sasl = exchange("ab")
    for param in params:
        for command in sasl.receive(param):
            assert isinstance(command, Echo | Refuse | LogIn | ReadSalt)
        assert len(sasl._data) <= CHUNK * 8
