"""Whose we are; how it goes together stands in test_entry.py."""

from tests.client.scripted import Wire
from veche.client.events import Ended, How, LoginRefused
from veche.client.identity import Identity
from veche.client.login import Fault, Login

ALICE, BOB = Login("alice"), Login("bob")
_REFUSED = LoginRefused("bob", Fault.REFUSED, "no")


def test_what_has_worked_is_what_counts() -> None:
    """A login that fails later is forgotten; an account that was opened is ours."""
    identity = Identity()
    identity.login = ALICE
    identity.logged_in("alice")
    identity.login = BOB
    identity.not_logged_in(_REFUSED, Wire().registered().connection)
    assert identity.login is ALICE
    identity.opening = BOB
    identity.logged_in("alice")
    assert identity.proven is ALICE
    identity.logged_in("Bob")
    assert [identity.proven, identity.opening] == [BOB, None]


def test_before_we_are_let_in() -> None:
    """It is the end, but for a password that somebody may know better."""
    for asks, fault, over in (
        (False, Fault.REFUSED, True), (True, Fault.REFUSED, False), (True, Fault.LOCKED, True),
    ):  # fmt: skip
        identity, connection = Identity(), Wire().connection
        identity.login, identity.asks = BOB, asks
        identity.not_logged_in(LoginRefused("bob", fault, "no"), connection)
        assert connection.ended == (Ended(How.LOGIN, "no") if over else None)
