"""SASL as the IRC door speaks it (IRCv3 sasl-3.1, sasl-3.2): one client's exchange.

Owns the chunks, the mechanisms and where an exchange stands. Must not know accounts: what a
client has shown becomes a `LogIn`, and the core says what it is worth.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from veche.core.commands import (
    Command,
    Echo,
    KeyProof,
    LogIn,
    PasswordProof,
    Proof,
    ReadSalt,
    ScramProof,
)
from veche.core.names import fold
from veche.core.rejections import Code
from veche.core.replies import Salt
from veche.core.scram import ITERATIONS
from veche.core.secret import Secret
from veche.protocols.irc import scram
from veche.protocols.irc.requests import Local, refuse

MECHANISMS = ("PLAIN", "SCRAM-SHA-256", "IRCV3BEARER", "OAUTHBEARER")
EXTERNAL = "EXTERNAL"
CHUNK = 400
_MOST_CHUNKS = 8
_FAILED = refuse(Code.LOGIN_FAILED)
_SALT_BYTES = 16


def mechanisms(certificate: bool) -> tuple[str, ...]:
    """Those that a client can use; `certificate`: it has shown one by TLS."""
    return (*MECHANISMS, EXTERNAL) if certificate else MECHANISMS


def tell(*params: str) -> Sequence[Command]:
    """Have the door say something in its place: see `replies_accounts.authenticate`."""
    return (Echo(Local("AUTHENTICATE", params)),)


class Sasl:
    """One client's. `fingerprint` is of its certificate, empty without one.

    `new_nonce` gives an unguessable word of printable ASCII without commas; `secret` makes salts
    for names that have none, always the same for a name.
    """

    __slots__ = (
        "_address",
        "_data",
        "_fingerprint",
        "_first",
        "_mechanism",
        "_new_nonce",
        "_nonce",
        "_secret",
        "_signed",
        "_verified",
        "hints",
    )

    def __init__(
        self, fingerprint: str, address: str, new_nonce: Callable[[], str], secret: bytes
    ) -> None:
        self._fingerprint = fingerprint
        self._address = address
        self._new_nonce = new_nonce
        self._secret = secret
        self.hints: tuple[str, ...] = ()
        """What the answer to the last command needs to know: a SCRAM nonce and salt."""
        self.reset()

    def reset(self) -> None:
        """No exchange is under way."""
        self._mechanism = ""
        self._data = ""
        self._first: scram.First | None = None
        self._nonce = ""
        self._signed = ""  # server-first-message
        self._verified: tuple[str, str] | None = None  # account and mask, before the last `+`

    @property
    def busy(self) -> bool:
        """An exchange is under way, and the next word is the client's."""
        return bool(self._mechanism)

    def receive(self, param: str) -> Sequence[Command]:
        """The parameter of an AUTHENTICATE."""
        self.hints = ()
        if param == "*":
            busy = self.busy
            self.reset()
            return tell("aborted") if busy else _FAILED
        if len(param) > CHUNK:
            self.reset()
            return tell("too-long")
        if not self._mechanism:
            return self._begin(param.upper())
        self._data += "" if param == "+" else param
        if len(self._data) > CHUNK * _MOST_CHUNKS:
            self.reset()
            return tell("too-long")
        if len(param) == CHUNK:
            return ()
        data, self._data = scram.decoded(self._data), ""
        commands = _FAILED if data is None else self._step(data)
        if commands is _FAILED:
            self.reset()
        return commands

    def _begin(self, mechanism: str) -> Sequence[Command]:
        known = mechanisms(bool(self._fingerprint))
        if mechanism not in known:
            return tell("mechanisms", ",".join(known))
        self._mechanism = mechanism
        return tell("say", "")

    def _step(self, data: bytes) -> Sequence[Command]:
        if self._mechanism == "SCRAM-SHA-256":
            return self._scram(data)
        proof = self._proof(data)
        self.reset()
        return _FAILED if proof is None else (LogIn(proof, self._address),)

    def _proof(self, data: bytes) -> Proof | None:
        if self._mechanism == "PLAIN":
            return plain(data)
        if self._mechanism == EXTERNAL:
            name = _text(data)
            return None if name is None else KeyProof(f"cert:{self._fingerprint}", name)
        found = bearer(data) if self._mechanism == "IRCV3BEARER" else oauth_bearer(data)
        if found is None:
            return None
        return KeyProof(token_key(found[1]), found[0])

    # -- SCRAM: first message, salt, final message, signature, `+` -------------------------

    def _scram(self, data: bytes) -> Sequence[Command]:
        if self._verified is not None:
            verified = self._verified
            self.reset()
            return tell("done", *verified) if not data else _FAILED
        if self._first is None:
            return self._scram_first(data)
        final = scram.final(data)
        first, nonce, signed = self._first, self._nonce, self._signed
        self.reset()
        if (
            final is None
            or not signed
            or final.nonce != nonce
            or final.header != first.header.encode()
        ):
            return _FAILED
        message = f"{first.bare},{signed},{final.without_proof}".encode()
        return (LogIn(ScramProof(first.name, message, final.proof), self._address),)

    def _scram_first(self, data: bytes) -> Sequence[Command]:
        first = scram.first(data)
        if first is None or (first.authzid and fold(first.authzid) != fold(first.name)):
            return _FAILED
        self._first = first
        self._nonce = first.nonce + self._new_nonce()
        made_up = hmac.digest(self._secret, fold(first.name).encode(), "sha256")[:_SALT_BYTES]
        self.hints = (self._nonce, made_up.hex())
        return (ReadSalt(first.name),)

    def salted(self, reply: Salt, hints: Sequence[str]) -> None:
        """The salt was told, with the nonce in `hints`: the client's final message is next."""
        if self._first is not None and self._nonce == hints[0]:
            self._signed = server_first(reply, hints)

    def verified(self, account: str, mask: str) -> None:
        """Our signature was told; the client has the last word, which is empty."""
        self.reset()
        self._mechanism = "SCRAM-SHA-256"
        self._verified = account, mask


def server_first(reply: Salt, hints: Sequence[str]) -> str:
    """What the client is told to compute its proof with."""
    nonce, made_up = hints
    return scram.challenge(
        nonce, reply.salt or bytes.fromhex(made_up), reply.iterations or ITERATIONS
    )


def plain(data: bytes) -> PasswordProof | None:
    """RFC 4616: `[authzid] NUL authcid NUL passwd`. One may only be oneself."""
    text = _text(data)
    parts = text.split("\0") if text is not None else []
    if len(parts) != 3 or not parts[1] or not parts[2]:
        return None
    authzid, name, password = parts
    if authzid and fold(authzid) != fold(name):
        return None
    return PasswordProof(name, Secret(password))


def bearer(data: bytes) -> tuple[str, str] | None:
    """IRCV3BEARER: `[authzid] NUL type SP token`; whose it is to be, and the token."""
    text = _text(data)
    parts = text.split("\0") if text is not None else []
    if len(parts) != 2:
        return None
    kind, _, token = parts[1].partition(" ")
    return (parts[0], token) if kind in ("oauth2", "veche") and token else None


def oauth_bearer(data: bytes) -> tuple[str, str] | None:
    """OAUTHBEARER (RFC 7628 section 3.1), likewise."""
    text = _text(data)
    header, _, rest = (text or "").partition("\1")
    parts = header.split(",")
    if len(parts) != 3 or parts[0] not in ("n", "y") or parts[2]:
        return None
    name = parts[1].removeprefix("a=")
    for pair in rest.split("\1"):
        key, _, value = pair.partition("=")
        scheme, _, token = value.partition(" ")
        if key == "auth" and scheme.lower() == "bearer" and token:
            return name, token
    return None


def token_key(token: str) -> str:
    """Under which key a token is kept: never the token itself."""
    return f"token:{hashlib.sha256(token.encode()).hexdigest()}"


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
