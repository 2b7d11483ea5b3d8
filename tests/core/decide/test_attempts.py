"""Guessing does not pay: so many failures, then none is looked at for a while."""

import pytest

from tests.core.accounts import checked, key, made
from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.exchange import Done
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.core.secret import Secret

MINUTE_MS = 60_000


def guess(assembly: Assembly, name: str, good: bool = False, address: str = "") -> object:
    result = checked(assembly, 1, name, good, address)
    return result.code if isinstance(result, Rejection) else result


@pytest.mark.parametrize("name", ["Alice", "nobody"])
def test_an_account_is_closed_after_five(name: str) -> None:
    """Also for the right password, also where there is no account; open again in 30 minutes."""
    assembly = Assembly()
    made(assembly, "Alice")
    for _ in range(DEFAULT.login_failures):
        assert guess(assembly, name) is Code.LOGIN_FAILED
    assert guess(assembly, name, True) is Code.TOO_MANY_ATTEMPTS
    asked = assembly.one(1, c.LogIn(c.PasswordProof(name.upper(), Secret("x"))))
    assert asked == Rejection(Code.TOO_MANY_ATTEMPTS, "", "in 30 minutes")
    assert guess(assembly, "other") is Code.LOGIN_FAILED
    assembly.now_ms += 30 * MINUTE_MS
    after = guess(assembly, name, True)
    assert isinstance(after, Done) if name == "Alice" else after is Code.LOGIN_FAILED


def test_an_address_is_closed_after_twenty() -> None:
    """Whatever names it tries; others go on."""
    assembly = Assembly()
    made(assembly, "Alice")
    for number in range(DEFAULT.login_failures_per_address):
        assert guess(assembly, f"name{number}", address="192.0.2.1") is Code.LOGIN_FAILED
    assert guess(assembly, "Alice", True, "192.0.2.1") is Code.TOO_MANY_ATTEMPTS
    assert isinstance(guess(assembly, "Alice", True, "192.0.2.2"), Done)
    keyed = assembly.one(1, c.LogIn(c.KeyProof("token:no"), "192.0.2.1"))
    assert isinstance(keyed, Rejection)
    assert keyed.code is Code.TOO_MANY_ATTEMPTS


def test_a_name_that_none_can_have_is_not_remembered() -> None:
    """Memory is bounded by what names are."""
    assembly = Assembly()
    for _ in range(20):
        assert guess(assembly, "x" * 1000) is Code.LOGIN_FAILED
    assert assembly.state.attempts == {}


def test_a_new_life_forgets() -> None:
    """What was tried is only announced."""
    assembly = Assembly()
    guess(assembly, "Alice")
    assert list(assembly.state.attempts) == ["account:alice"]
    assembly.start()
    assert assembly.state.attempts == {}


def test_new_accounts_of_an_address() -> None:
    """Five an hour, counted when they are asked for: hashing is what costs."""
    assembly = Assembly()
    for number in range(DEFAULT.accounts_per_address):
        assembly.do(1, c.OpenAccount(f"name{number}", Secret("sesame"), "192.0.2.1"))
    limited = assembly.one(1, c.OpenAccount("more", Secret("sesame"), "192.0.2.1"))
    assert limited == Rejection(Code.TOO_MANY_ATTEMPTS, "", "in 60 minutes")
    assembly.do(1, c.OpenAccount("more", Secret("sesame")))
    assembly.now_ms += 60 * MINUTE_MS
    assembly.do(1, c.OpenAccount("more", Secret("sesame"), "192.0.2.1"))


def test_a_success_is_not_counted() -> None:
    """Only failures are."""
    assembly = Assembly()
    made(assembly, "Alice")
    for _ in range(10):
        assembly.do(1, key("Alice"))
        assert isinstance(guess(assembly, "Alice", True, "192.0.2.1"), Done)
    assert assembly.state.attempts == {}
