"""What proves that an account is ours."""

import pytest

from veche.client.login import Login, check_login
from veche.client.profile import Profile
from veche.core.secret import Secret


def test_no_secret_is_ever_shown() -> None:
    """Not in a repr, which is what logs and tracebacks hold."""
    profile = Profile(
        "alice", password="hush1", secret="hush2", account="a", account_password=Secret("hush3")
    )
    assert "hush" not in f"{profile!r} {profile} {profile.login!r}"
    assert profile.login == Login("a", Secret("hush3"))


@pytest.mark.parametrize(
    ("account", "password"), [("", "x"), ("a b", "x"), ("a", "x\ny"), ("a", "x\0y"), (":a", "x")]
)
def test_what_cannot_be_sent(account: str, password: str) -> None:
    """Is known before anything is."""
    with pytest.raises(ValueError, match="cannot"):
        check_login(account, password)


def test_a_certificate_needs_no_account() -> None:
    """The server knows whose it is."""
    assert Profile("alice").login is None
    assert Profile("alice", certificate="x.pem").login == Login("", certificate=True)
