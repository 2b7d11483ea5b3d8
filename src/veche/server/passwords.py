"""Passwords, hashed and compared by helpers: argon2id, and the keys of SCRAM.

Owns the cost: as much work for an account that is not there as for one that is. A secret comes in
with the work and goes no further.
"""

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

from veche.core import scram
from veche.core.commands import PasswordChecked, PasswordHashed, PasswordRenewed
from veche.core.events import Scram
from veche.core.replies import CheckPassword, HashPassword, RenewPassword, Work
from veche.server.helpers import Pool
from veche.server.jobs import Outcome

_THREADS = 2
_WAITING = 64
"""So many wait at most, about two seconds' work for a pool; more are refused at once."""
_SALT_BYTES = 16


def hasher() -> PasswordHasher:
    """19 MiB, two passes, one lane: the least that OWASP's cheat sheet on storing passwords
    allows, since this much is taken for every guess."""
    return PasswordHasher(
        time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
    )


def hashed(password: str, hasher: PasswordHasher) -> tuple[str, Scram]:
    """What is kept of a password."""
    encoded = hasher.hash(scram.prepared(password))
    return encoded, scram.keys(password, secrets.token_bytes(_SALT_BYTES))


class Passwords:
    """A `Performer` for the pool `hash`. `nobody` is the hash of a word that nobody knows."""

    def __init__(self, hasher: PasswordHasher, nobody: str) -> None:
        self._hasher = hasher
        self._nobody = nobody

    def perform(self, work: Work) -> Outcome:
        """Compare or hash. Argon2 lets other threads run meanwhile."""
        if isinstance(work, HashPassword):
            encoded, keys = hashed(work.password.value, self._hasher)
            return PasswordHashed(work.name, encoded, keys, work.address)
        if isinstance(work, RenewPassword):
            return self._renewed(work)
        if not isinstance(work, CheckPassword):
            raise TypeError(f"{type(work).__name__} is not about passwords")
        good = self._fits(work.encoded, work.password.value)
        return PasswordChecked(work.account, good, work.name, work.address)

    def _renewed(self, work: RenewPassword) -> PasswordRenewed:
        if not self._fits(work.encoded, work.old.value):
            return PasswordRenewed(
                work.account, False, work.name, work.encoded, "", None, work.address
            )
        encoded, keys = hashed(work.new.value, self._hasher)
        return PasswordRenewed(
            work.account, True, work.name, work.encoded, encoded, keys, work.address
        )

    def _fits(self, encoded: str, password: str) -> bool:
        """An empty hash is compared as any other, and never fits."""
        try:
            good = self._hasher.verify(encoded or self._nobody, scram.prepared(password))
        except (Argon2Error, InvalidHashError):
            return False
        return good and bool(encoded)

    def close(self) -> None:
        """Nothing is held."""


def nobody(hasher: PasswordHasher) -> str:
    """See `Passwords`."""
    return hasher.hash(secrets.token_urlsafe())


def pool(hasher: PasswordHasher, nobody: str) -> Pool:
    """The helpers that do it."""
    return Pool(lambda: Passwords(hasher, nobody), _THREADS, _WAITING)
