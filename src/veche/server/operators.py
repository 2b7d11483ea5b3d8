"""The server's operators as the configuration names them, and their passwords compared.

Owns who they are, which a rehash changes while the server runs. The cost of a comparison is
`passwords`'s, and is the same for a name that is not there.
"""

from collections.abc import Callable, Mapping

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from veche.core.commands import OperatorChecked
from veche.core.replies import CheckOperator, Reload, Reloaded, Work
from veche.server.helpers import Pool
from veche.server.jobs import Outcome

_WAITING = 16
"""So many wait at most: operators are few."""


class Operators:
    """Encoded argon2id hashes by name."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self._named = dict(named)

    def encoded(self, name: str) -> str:
        """The hash of the operator's password; empty when there is no such operator."""
        return self._named.get(name, "")

    def replace(self, named: Mapping[str, str]) -> None:
        """These, and no others, from now on. On any thread."""
        self._named = dict(named)


class Operating:
    """A `Performer` for the pool `oper`. `reload` reads the configuration and gives what is wrong
    with it; `nobody` is the hash of a word that nobody knows."""

    def __init__(
        self,
        operators: Operators,
        reload: Callable[[], tuple[str, ...]],
        hasher: PasswordHasher,
        nobody: str,
    ) -> None:
        self._operators = operators
        self._reload = reload
        self._hasher = hasher
        self._nobody = nobody

    def perform(self, work: Work) -> Outcome:
        """Compare, or read the configuration."""
        if isinstance(work, Reload):
            return Reloaded(self._reload())
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


def pool(
    operators: Operators,
    reload: Callable[[], tuple[str, ...]],
    hasher: PasswordHasher,
    nobody: str,
) -> Pool:
    """The pool `oper`: one thread is enough."""
    return Pool(lambda: Operating(operators, reload, hasher, nobody), 1, _WAITING)
