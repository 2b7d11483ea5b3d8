"""What the operator's shell does to accounts."""

from tests.core.accounts import key, logged_in, made
from tests.core.driver import Assembly, assert_consistent, deliveries, replayed
from veche.core import commands as c
from veche.core.erasures import erasures
from veche.core.events import Credentials, SessionEnded, TextBody, UserLeft
from veche.core.exchange import Ask, Done, Origin
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts

KEPT = ("account-created", "credentials-changed")
NOBODY = Rejection(Code.NO_SUCH_ACCOUNT, "nobody")


def test_the_list() -> None:
    """All accounts, what is to be known of them, and nothing that anybody could log in with."""
    assembly = Assembly()
    made(assembly, "Alice", owner=True)
    assembly.serve(c.AddAccount("Bob", Credentials(certificates=("ab",))))
    assembly.serve(c.SwitchAccount("bob", True))
    logged_in(assembly, 1, "Alice", "ally")
    result = assembly.serve(c.ListAccounts())
    assert isinstance(result, Done)
    assert isinstance(result.reply, Accounts)
    alice, bob = result.reply.accounts
    assert (alice.name, alice.owner, alice.password, alice.nick) == ("Alice", True, True, "ally")
    assert alice.tokens == ("test",)
    assert (bob.disabled, bob.password, bob.certificates, bob.nick) == (True, False, ("ab",), "")
    assert "hash of" not in repr(result.reply)


def test_names_are_checked() -> None:
    """As when somebody opens an account."""
    assembly = Assembly()
    made(assembly, "Alice")
    again = assembly.serve(c.AddAccount("alice", Credentials()))
    assert again == Rejection(Code.ACCOUNT_EXISTS, "alice")
    assembly.enter(1, "bob")
    assert assembly.serve(c.AddAccount("bob", Credentials())) == Rejection(Code.NAME_IN_USE, "bob")


def test_credentials_change() -> None:
    """What is not named stays; keys come and go; who is logged in stays so."""
    assembly = Assembly()
    account = made(assembly, "Alice")
    logged_in(assembly, 1, "Alice")
    assembly.serve(c.ChangeCredentials("alice", token=("t2", "phone"), certificate="ab"))
    assert account.credentials.password == "hash of Alice"
    assembly.do(2, c.LogIn(c.KeyProof("cert:ab")))
    assembly.do(3, c.LogIn(c.KeyProof("token:t2")))
    assembly.serve(c.ChangeCredentials("alice", "other", None, removed=("test", "ab")))
    assert account.credentials == Credentials("other", None, (), (("t2", "phone"),))
    assert assembly.one(4, key("Alice")) == Rejection(Code.LOGIN_FAILED)
    assert assembly.one(4, c.LogIn(c.KeyProof("cert:ab"))) == Rejection(Code.LOGIN_FAILED)
    assert account.user
    assert assembly.serve(c.ChangeCredentials("nobody")) == NOBODY
    assert_consistent(assembly.state)


def test_keys_are_bounded_and_ones_own() -> None:
    """So many tokens and certificates; none of another account."""
    assembly = Assembly()
    made(assembly, "Alice")
    made(assembly, "Bob")
    for number in range(DEFAULT.keys_per_account - 1):
        done = assembly.serve(c.ChangeCredentials("Bob", token=(f"t{number}", "x")))
        assert isinstance(done, Done)
    more = assembly.serve(c.ChangeCredentials("Bob", token=("more", "x")))
    assert isinstance(more, Rejection)
    assert more.code is Code.TOO_LONG
    stolen = assembly.serve(c.ChangeCredentials("Alice", token=("t0", "x")))
    assert stolen == Rejection(Code.KEY_IN_USE, "Alice")


def test_a_disabled_account_is_shown_out() -> None:
    """All its sessions are told why; enabled again, it may come back."""
    assembly = Assembly()
    made(assembly, "Alice")
    logged_in(assembly, 1, "Alice")
    logged_in(assembly, 2, "Alice")
    outs = assembly.batch(Ask(Origin(0, -1, 0), (c.SwitchAccount("Alice", True),)))
    ended = deliveries(outs, SessionEnded)
    assert [d.event.record.event for d in ended] == [SessionEnded(1), SessionEnded(2)]
    body = ended[0].event.record.body
    assert isinstance(body, TextBody)
    assert body.text == "Your account is disabled"
    assert len(deliveries(outs, UserLeft)) == 1
    assert assembly.state.sessions == {}
    assembly.serve(c.SwitchAccount("Alice", False))
    logged_in(assembly, 3, "Alice")
    assert assembly.serve(c.SwitchAccount("nobody", True)) == NOBODY


def test_what_is_kept_of_an_account_goes_before_it() -> None:
    """In parts, while the account stays; the last part is with the account's own records."""
    assembly = Assembly()
    account = made(assembly, "Alice")
    assembly.serve(c.EraseAccount("alice", (5, 6), more=True))
    assert erasures(assembly.log) == [5, 6]
    assert assembly.state.find_account("Alice") is account
    assembly.serve(c.EraseAccount("alice", (7,)))
    assert erasures(assembly.log) == [5, 6, *account.records, 7]
    assert assembly.state.find_account("Alice") is None
    assert replayed(assembly.log).accounts == {}


def test_an_erased_account_is_gone() -> None:
    """Its name is free, its keys fit nothing."""
    assembly = Assembly()
    made(assembly, "Alice")
    logged_in(assembly, 1, "Alice")
    assembly.serve(c.ChangeCredentials("Alice", "x"))
    assembly.serve(c.EraseAccount("Alice"))
    named = [s.record.id for s in assembly.log if s.record.event.kind in KEPT]
    assert erasures(assembly.log) == named
    assert len(named) == 2
    assert assembly.state.find_user("Alice") is None
    assert assembly.one(2, key("Alice")) == Rejection(Code.LOGIN_FAILED)
    assembly.enter(3, "alice")
    assert assembly.serve(c.EraseAccount("nobody")) == NOBODY
    assert_consistent(assembly.state)
