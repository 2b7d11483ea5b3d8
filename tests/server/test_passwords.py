"""Hashing and comparing, by what a helper does."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from veche.core import scram
from veche.core.commands import PasswordChecked, PasswordHashed, PasswordRenewed
from veche.core.replies import CheckPassword, HashPassword, RenewPassword, Work
from veche.core.secret import Secret
from veche.server.passwords import Passwords, hasher, nobody


class Counting(PasswordHasher):
    """A cheap hasher that counts its work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.verified.append(str(hash))
        return super().verify(hash, password)


def checking(encoded: str, password: str, account: int = 7) -> CheckPassword:
    return CheckPassword(encoded, Secret(password), account, "alice", "192.0.2.1")


def test_the_cost() -> None:
    """argon2id, 19 MiB, two passes, one lane."""
    found = extract_parameters(hasher().hash("x"))
    assert (found.type, found.memory_cost, found.time_cost) == (Type.ID, 19_456, 2)
    assert found.parallelism == 1


def test_a_password_is_hashed_and_found_again() -> None:
    """For PLAIN and for SCRAM; each time with another salt."""
    cheap = Counting()
    performer = Passwords(cheap, nobody(cheap))
    work = HashPassword("alice", Secret("sesame"), "192.0.2.1")
    first, second = performer.perform(work), performer.perform(work)
    assert isinstance(first, PasswordHashed)
    assert isinstance(second, PasswordHashed)
    assert (first.name, first.address) == ("alice", "192.0.2.1")
    assert first.password != second.password
    assert first.scram.salt != second.scram.salt
    assert first.scram == scram.keys("sesame", first.scram.salt)
    assert "sesame" not in repr(first)
    good = PasswordChecked(7, True, "alice", "192.0.2.1")
    assert performer.perform(checking(first.password, "sesame")) == good
    bad = PasswordChecked(7, False, "alice", "192.0.2.1")
    assert performer.perform(checking(first.password, "Sesame")) == bad


def test_the_same_word_written_otherwise() -> None:
    """Composed or not, it is the same password (SASLprep)."""
    cheap = Counting()
    performer = Passwords(cheap, nobody(cheap))
    made = performer.perform(HashPassword("a", Secret("e\u0301"), ""))
    assert isinstance(made, PasswordHashed)
    found = performer.perform(checking(made.password, "\u00e9"))
    assert isinstance(found, PasswordChecked)
    assert found.good


def test_a_password_is_renewed_if_the_old_one_fits() -> None:
    """What is kept of the new one is as for a new account; of a wrong one nothing is made."""
    cheap = Counting()
    performer = Passwords(cheap, nobody(cheap))
    old = cheap.hash("sesame")
    good = performer.perform(
        RenewPassword(old, Secret("sesame"), Secret("barley"), 7, "alice", "192.0.2.1")
    )
    assert isinstance(good, PasswordRenewed)
    assert (good.account, good.good, good.name, good.compared) == (7, True, "alice", old)
    assert cheap.verify(good.password, "barley")
    assert good.scram is not None
    assert good.scram == scram.keys("barley", good.scram.salt)
    assert "barley" not in repr(good)
    for encoded, word in ((old, "millet"), ("", "sesame")):
        bad = performer.perform(
            RenewPassword(encoded, Secret(word), Secret("barley"), 7, "alice", "192.0.2.1")
        )
        assert bad == PasswordRenewed(7, False, "alice", encoded, "", None, "192.0.2.1")


def test_equal_work_for_nobody() -> None:
    """An empty hash is compared with one that costs the same, and never fits."""
    cheap = Counting()
    unknown = cheap.hash("guessed")
    performer = Passwords(cheap, unknown)
    outcome = performer.perform(checking("", "guessed", 0))
    assert outcome == PasswordChecked(0, False, "alice", "192.0.2.1")
    assert cheap.verified == [unknown]


def test_a_hash_that_cannot_be_read() -> None:
    """Fits nothing."""
    cheap = Counting()
    outcome = Passwords(cheap, nobody(cheap)).perform(checking("nonsense", "x"))
    assert isinstance(outcome, PasswordChecked)
    assert not outcome.good


def test_other_work() -> None:
    """A mistake of ours."""
    with pytest.raises(TypeError, match="Work"):
        Passwords(Counting(), "").perform(Work())
