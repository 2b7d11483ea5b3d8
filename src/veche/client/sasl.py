"""One SASL exchange as a client has it (IRCv3 sasl-3.1): which mechanism, and what is said.

Owns the mechanisms and the chunks. Must not know the connection: it is given the parameters of
AUTHENTICATE, and gives those to answer with.
"""

import base64
import binascii
from typing import TYPE_CHECKING

from veche.client.login import Fault, Login

if TYPE_CHECKING:
    from veche.client.scram import Scram

SCRAM, PLAIN, EXTERNAL = "SCRAM-SHA-256", "PLAIN", "EXTERNAL"
_CHUNK = 400
_MOST_CHUNKS = 8
ABORT = "*"


class SaslError(Exception):
    """It cannot go on; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Exchange:
    """One attempt to log in; `begin` it, then `receive` until the server has decided."""

    def __init__(self, login: Login, offered: str, *, private: bool, nonce: str) -> None:
        """Prepare; `offered`: the mechanisms, commas between, "" where the server did not say.

        `private`: nobody can read along. Raises SaslError.
        """
        self.login = login
        self.mechanism = _choose(login, offered.upper(), private=private)
        self._nonce = nonce
        self._data = ""
        self._scram: Scram | None = None
        self._steps = 0
        self._verified = False

    @property
    def proven(self) -> bool:
        """Whether a success may be believed: the server has shown all that it has to."""
        return self._verified if self.mechanism == SCRAM else self._steps > 0

    def receive(self, param: str) -> list[str]:
        """Take the parameter of an AUTHENTICATE; return those to answer with. Raises SaslError."""
        self._data += "" if param == "+" else param
        if len(param) > _CHUNK or len(self._data) > _CHUNK * _MOST_CHUNKS:
            raise SaslError(Fault.BROKEN)
        if len(param) == _CHUNK:
            return []
        try:
            data = base64.b64decode(self._data.encode(), validate=True)
        except (binascii.Error, ValueError) as error:
            raise SaslError(Fault.BROKEN) from error
        self._data = ""
        self._steps += 1
        return _chunks(self._step(data))

    def _step(self, data: bytes) -> bytes:
        if self.mechanism == SCRAM:
            return self._scram_step(data)
        if self._steps > 1 or data:
            raise SaslError(Fault.BROKEN)
        if self.mechanism == EXTERNAL:
            return self.login.account.encode()
        account = self.login.account
        return "\0".join((account, account, self.login.password.value)).encode()

    def _scram_step(self, data: bytes) -> bytes:
        # Few log in, and it costs a third of what loading the rest does.
        from veche.client.scram import RefusedError, Scram, ScramError

        try:
            if self._steps == 1 and not data:
                self._scram = Scram(self.login.account, self.login.password.value, self._nonce)
                return self._scram.first
            if self._steps == 2 and self._scram is not None:
                return self._scram.final(data)
            if self._steps == 3 and self._scram is not None:
                self._scram.check(data)
                self._verified = True
                return b""
        except RefusedError as error:
            raise SaslError(Fault.REFUSED) from error
        except ScramError as error:
            fault = Fault.IMPOSTOR if self._steps == 3 else Fault.BROKEN
            raise SaslError(fault) from error
        raise SaslError(Fault.BROKEN)


def _choose(login: Login, offered: str, *, private: bool) -> str:
    """Return the mechanism to use: that which shows least, of those that are offered."""
    names = offered.split(",") if offered else [SCRAM, PLAIN, EXTERNAL]
    if login.certificate and EXTERNAL in names and not login.password.value:
        return EXTERNAL
    if not login.password.value:
        raise SaslError(Fault.NO_MECHANISM)
    if SCRAM in names:
        return SCRAM
    if PLAIN not in names:
        raise SaslError(Fault.NO_MECHANISM)
    if not private:
        raise SaslError(Fault.NOT_ENCRYPTED)
    return PLAIN


def _chunks(data: bytes) -> list[str]:
    """Return `data` in base64, in chunks of which the last is shorter than the others."""
    text = base64.b64encode(data).decode()
    return [text[at : at + _CHUNK] or "+" for at in range(0, len(text) + 1, _CHUNK)]
