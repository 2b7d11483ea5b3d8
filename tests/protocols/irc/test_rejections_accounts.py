"""Refusals of logging in and registering."""

import pytest

from veche.core.rejections import Code, Rejection
from veche.protocols.irc import rejections_accounts as accounts
from veche.protocols.irc.numerics import Client

CLIENT = Client(":s", "al")


@pytest.mark.parametrize("code", Code)
def test_authenticate_is_answered_by_a_numeric(code: Code) -> None:
    """904, but for what everybody may know; never which of name and password was wrong."""
    line = accounts.sasl(CLIENT, Rejection(code, "name", "in 3 minutes"))
    number = {Code.ACCOUNT_DISABLED: "902", Code.ALREADY_LOGGED_IN: "907"}.get(code, "904")
    assert line.startswith(f":s {number} al :")
    assert ("in 3 minutes" in line) is (code is Code.TOO_MANY_ATTEMPTS)


def test_fail_names_the_account() -> None:
    """From the refusal, else as it was asked for; the reason at the end."""
    weak = Rejection(Code.WEAK_PASSWORD, "al", "it is short")
    line = accounts.fail(CLIENT, "REGISTER", weak, ("*",))
    assert (
        line == ":s FAIL REGISTER WEAK_PASSWORD al :That password is too easy to guess: it is short"
    )
    line = accounts.fail(CLIENT, "REGISTER", Rejection(Code.READ_ONLY), ("bob",))
    assert line == ":s FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :Try again later"
    line = accounts.fail(CLIENT, "VERIFY", Rejection(Code.NO_NAME), ())
    assert line is not None
    assert line.startswith(":s FAIL VERIFY NEED_NICK * :")


def test_other_refusals_are_not_its_business() -> None:
    """Too few parameters have a numeric."""
    assert accounts.fail(CLIENT, "REGISTER", Rejection(Code.NEED_MORE, "REGISTER"), ()) is None
