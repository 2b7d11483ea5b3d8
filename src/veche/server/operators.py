"""The server's operators as the configuration names them, and their passwords compared.

Owns who they are, which a rehash changes while the server runs. The cost of a comparison is
`passwords`'s, and is the same for a name that is not there.
"""

from collections.abc import Callable, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from veche.config import ConfigError
from veche.core.commands import OperatorChecked
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckOperator, Ordered, Reload, Work
from veche.server.helpers import Pool
from veche.server.jobs import Outcome

_WAITING = 16
"""So many wait at most: operators are few."""


class Operators:
    """Encoded argon2id hashes by name. `read` reads them anew, and raises ConfigError."""

    def __init__(
        self, named: Mapping[str, str], read: Callable[[], Mapping[str, str]] | None = None
    ) -> None:
        self._named = dict(named)
        self._read = read

    def encoded(self, name: str) -> str:
        """The hash of the operator's password; empty when there is no such operator."""
        return self._named.get(name, "")

    def reload(self) -> str:
        """Read the configuration anew. What is wrong with it; empty: nothing, and it holds now."""
        if self._read is None:
            return "there is no configuration to read"
        try:
            self._named = dict(self._read())
        except ConfigError as error:
            return str(error)
        return ""


class Operating:
    """A `Performer` for the pool `oper`. `nobody` is the hash of a word that nobody knows."""

    def __init__(self, operators: Operators, hasher: PasswordHasher, nobody: str) -> None:
        self._operators = operators
        self._hasher = hasher
        self._nobody = nobody

    def perform(self, work: Work) -> Outcome:
        """Compare, or read the configuration."""
        if isinstance(work, Reload):
            wrong = self._operators.reload()
            return Rejection(Code.TRY_AGAIN, "", wrong) if wrong else Ordered("rehash")
        if not isinstance(work, CheckOperator):
            raise TypeError(f"{type(work).__name__} is not for operators")
        encoded = self._operators.encoded(work.name)
        good = self._fits(encoded or self._nobody, work.password.value) and bool(encoded)
        return OperatorChecked(work.name, good, work.address)

    def _fits(self, encoded: str, password: str) -> bool:
        try:
            return self._hasher.verify(encoded, password)
        except (Argon2Error, InvalidHashError):
            return False

    def close(self) -> None:
        """Nothing is held."""


def pool(operators: Operators, hasher: PasswordHasher, nobody: str) -> Pool:
    """The pool `oper`: one thread is enough."""
    return Pool(lambda: Operating(operators, hasher, nobody), 1, _WAITING)
