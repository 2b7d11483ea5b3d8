"""Opening an account, and owning the server."""

import hashlib

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, Result, assert_consistent
from veche.core import commands as c
from veche.core.events import AccountCreated, LoggedIn, Scram
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Claimed, HashPassword, LoggedInAs
from veche.core.secret import Secret

SCRAM = Scram(b"salt", 4096, b"stored", b"server")


def opened(assembly: Assembly, session: int, name: str) -> Result:
    """The account, once a helper has hashed the password."""
    return assembly.follow(session, c.PasswordHashed(name, "encoded", SCRAM))[0]


def test_a_guest_opens_one() -> None:
    """Named as it is, and is logged in to it."""
    assembly = Assembly()
    user = assembly.enter(1, "Алиса")
    work = assembly.reply(1, c.OpenAccount("", Secret("sesame")))
    assert work == HashPassword("Алиса", Secret("sesame"), "")
    result = opened(assembly, 1, "Алиса")
    assert isinstance(result, Done)
    assert [type(e.record.event) for e in result.events] == [AccountCreated, LoggedIn]
    assert result.reply == LoggedInAs(user.account, "Алиса", user.who, opened=True)
    account = assembly.state.accounts[user.account]
    assert (account.credentials.password, account.credentials.scram) == ("encoded", SCRAM)
    assert_consistent(assembly.state)


def test_before_there_is_a_user() -> None:
    """The account is there; its user comes with `Register`."""
    assembly = Assembly()
    result = opened(assembly, 1, "alice")
    assert isinstance(result, Done)
    reply = result.reply
    assert isinstance(reply, LoggedInAs)
    assert (reply.who, reply.opened) == (None, True)
    assembly.do(1, c.Register("alice", "u", "r", "h", account=reply.account))
    assert assembly.user("alice").who.account == "alice"


@pytest.mark.parametrize(
    ("name", "password", "code"),
    [
        ("", "sesame", Code.NO_NAME),
        ("a b", "sesame", Code.BAD_ACCOUNT_NAME),
        ("x" * 33, "sesame", Code.BAD_ACCOUNT_NAME),
        ("ALICE", "sesame", Code.ACCOUNT_EXISTS),
        ("bob", "sesame", Code.NAME_IN_USE),
        ("new", "ab", Code.WEAK_PASSWORD),
        ("newer", "NEWER", Code.WEAK_PASSWORD),
        ("new", "é" * 151, Code.BAD_PASSWORD),
        ("new", "a\nbc", Code.BAD_PASSWORD),
    ],
)
def test_what_cannot_be(name: str, password: str, code: Code) -> None:
    """A name as users have them, that nobody else goes by; a password that is one."""
    assembly = Assembly()
    made(assembly, "Alice")
    assembly.enter(2, "bob")
    result = assembly.one(1, c.OpenAccount(name, Secret(password)))
    assert isinstance(result, Rejection)
    assert result.code is code


def test_the_longest_and_the_shortest_password() -> None:
    """At the limits it is one."""
    assembly = Assembly()
    assembly.do(1, c.OpenAccount("new", Secret("é" * 150)))
    assembly.do(1, c.OpenAccount("new", Secret("abc")))


def test_the_name_was_taken_meanwhile() -> None:
    """Two ask, one has it; a guest who came by it keeps it."""
    assembly = Assembly()
    assert isinstance(opened(assembly, 1, "alice"), Done)
    assert opened(assembly, 2, "alice") == Rejection(Code.ACCOUNT_EXISTS, "alice")
    assembly.enter(3, "bob")
    assert opened(assembly, 2, "bob") == Rejection(Code.NAME_IN_USE, "bob")


def test_one_account_a_user() -> None:
    """Who has one logs out first."""
    assembly = Assembly()
    made(assembly, "Alice")
    logged_in(assembly, 1, "Alice")
    refused = Rejection(Code.ALREADY_LOGGED_IN, "Alice")
    assert assembly.one(1, c.OpenAccount("new", Secret("sesame"))) == refused
    assert opened(assembly, 1, "new") == refused


def test_nothing_is_opened_read_only() -> None:
    """An account that the log does not have is none."""
    assembly = Assembly()
    follow_up = c.PasswordHashed("alice", "encoded", SCRAM)
    ask = assembly.make(1, follow_up)
    outs = assembly.read_only(type(ask)(type(ask.origin)(1, 0, -2), (follow_up,)))
    assert [out.results for out in outs if hasattr(out, "results")] == [
        (Rejection(Code.READ_ONLY),)
    ]
    assert assembly.state.accounts == {}


def test_the_owner_knows_the_code() -> None:
    """Once, and only somebody with an account."""
    assembly = Assembly()
    made(assembly, "Alice")
    made(assembly, "Carol")
    claim = c.ClaimServer(Secret("code"), "192.0.2.1")
    logged_in(assembly, 1, "Alice")
    assert assembly.one(1, claim) == Rejection(Code.WRONG_CODE, "Alice")
    assembly.serve(c.OfferClaim(hashlib.sha256(b"code").hexdigest()))
    wrong = c.ClaimServer(Secret("other"), "192.0.2.1")
    assert assembly.one(1, wrong) == Rejection(Code.WRONG_CODE, "Alice")
    assert assembly.one(1, c.ClaimServer(Secret(""))) == Rejection(Code.WRONG_CODE, "Alice")
    assembly.enter(2, "guest")
    assert assembly.one(2, claim) == Rejection(Code.NOT_LOGGED_IN)
    assert assembly.reply(1, claim) == Claimed("Alice")
    account = assembly.state.find_account("Alice")
    assert account is not None
    assert account.owner
    logged_in(assembly, 3, "Carol")
    assert assembly.one(3, claim) == Rejection(Code.WRONG_CODE, "Carol")
