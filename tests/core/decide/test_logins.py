"""Logging in: who may, what is told, and who one is afterwards."""

import hashlib
import hmac

import pytest

from tests.core.accounts import checked, key, logged_in, made
from tests.core.driver import (
    Assembly,
    assert_consistent,
    deliveries,
    reborn,
    register,
    replayed,
)
from veche.core import commands as c
from veche.core import scram
from veche.core.events import (
    CameOnline,
    Credentials,
    LoggedIn,
    LoggedOut,
    NickChanged,
    SessionAttached,
    UserLeft,
    WentOffline,
)
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckPassword, LoggedInAs, Salt, Welcome
from veche.core.secret import Secret

FAILED = Rejection(Code.LOGIN_FAILED)


@pytest.fixture
def assembly() -> Assembly:
    """Alice has an account; Bob is a guest in #a."""
    assembly = Assembly()
    made(assembly, "Alice")
    assembly.enter(2, "bob", c.Join("#a"))
    return assembly


def by_password(name: str, word: str = "sesame", address: str = "") -> c.LogIn:
    return c.LogIn(c.PasswordProof(name, Secret(word)), address)


def test_a_password_is_compared_by_a_helper(assembly: Assembly) -> None:
    """The hub only says with what; a name in any case is the same."""
    account = assembly.state.find_account("alice")
    assert account is not None
    work = assembly.reply(1, by_password("ALICE"))
    assert work == CheckPassword("hash of Alice", Secret("sesame"), account.id, "ALICE", "")
    result = checked(assembly, 1, "Alice", True)
    assert isinstance(result, Done)
    assert result.reply == LoggedInAs(account.id, "Alice")


def test_an_account_that_is_not_there_makes_the_same_work(assembly: Assembly) -> None:
    """A work with an empty hash, and the same refusal as for a wrong password."""
    work = assembly.reply(1, by_password("nobody"))
    assert work == CheckPassword("", Secret("sesame"), 0, "nobody", "")
    assert checked(assembly, 1, "nobody", False) == FAILED
    assert checked(assembly, 1, "Alice", False) == FAILED
    assert checked(assembly, 1, "nobody", True) == FAILED


def test_nobody_but_a_helper_says_that_a_password_is_good(assembly: Assembly) -> None:
    """A follow-up cannot be asked, and a helper asks nothing else."""
    account = assembly.state.find_account("Alice")
    assert account is not None
    asked = assembly.one(1, c.PasswordChecked(account.id, True, "Alice"))
    assert asked == Rejection(Code.UNKNOWN_COMMAND)
    assert assembly.follow(1, c.Echo(1))[0] == Rejection(Code.UNKNOWN_COMMAND)


def test_an_account_comes_in(assembly: Assembly) -> None:
    """Its user has the account's name in all that others see; its nick is its own."""
    user = logged_in(assembly, 1, "Alice", "ally")
    assert (user.nick, user.who.account) == ("ally", "Alice")
    assert assembly.state.accounts[user.account].user == user.id
    assert_consistent(assembly.state)


def test_the_nick_of_an_account_is_kept_for_it(assembly: Assembly) -> None:
    """Nobody else comes by it or changes to it; the account does."""
    reserved = Rejection(Code.NICK_RESERVED, "aLICE")
    assert assembly.one(3, register("aLICE")) == reserved
    assert assembly.one(2, c.ChangeNick("aLICE")) == reserved
    made(assembly, "Carol")
    logged_in(assembly, 1, "Carol", "carol")
    assert assembly.one(1, c.ChangeNick("aLICE")) == reserved
    logged_in(assembly, 3, "Alice", "ally")
    assembly.do(3, c.ChangeNick("Alice"))


def test_a_second_session_is_the_same_user(assembly: Assembly) -> None:
    """It is welcomed as who is there, in the channels where that is; the first one stays."""
    user = logged_in(assembly, 1, "Alice")
    assembly.do(1, c.Join("#a"))
    reply = assembly.reply(5, key("Alice"))
    assert isinstance(reply, LoggedInAs)
    asked = c.Register("other", "u", "r", "h", account=reply.account)
    (result,), outs = assembly.ask(5, asked)
    assert isinstance(result, Done)
    welcome = result.reply
    assert isinstance(welcome, Welcome)
    assert (welcome.user, welcome.who, welcome.attached) == (user.id, user.who, True)
    assert [view.name for view in welcome.channels] == ["#a"]
    assert [d.event.record.event for d in deliveries(outs)] == [
        SessionAttached(5, 0, user.id, tuple(user.channels))
    ]
    assert list(user.sessions) == [1, 5]
    assembly.do(1, c.Disconnected("gone"))
    assert list(assembly.user("Alice").sessions) == [5]


def test_a_guest_becomes_the_accounts_user(assembly: Assembly) -> None:
    """Where it is and as it is called; those around are told, and it is."""
    bob = assembly.user("bob")
    (result,), outs = assembly.ask(2, key("Alice"))
    assert isinstance(result, Done)
    assert result.reply == LoggedInAs(bob.account, "Alice", bob.who)
    assert bob.who.account == "Alice"
    (told,) = deliveries(outs, LoggedIn)
    assert told.event.record.event == LoggedIn(bob.id, bob.account)
    assert_consistent(assembly.state)
    assert assembly.do(2, key("Alice")).events == ()


def test_a_guest_goes_over_to_the_user_that_is_there(assembly: Assembly) -> None:
    """The guest is gone; the session is where the account's user is."""
    user = logged_in(assembly, 1, "Alice")
    assembly.do(1, c.Join("#b"))
    bob = assembly.user("bob")
    (result,), outs = assembly.ask(2, key("Alice"))
    assert isinstance(result, Done)
    reply = result.reply
    assert isinstance(reply, LoggedInAs)
    assert (reply.who, reply.moved, reply.left) == (user.who, True, ("#a",))
    assert [view.name for view in reply.channels] == ["#b"]
    (left,) = deliveries(outs, UserLeft)
    assert left.event.record.event == UserLeft(bob.id, (assembly.channel("#a").id,))
    assert list(user.sessions) == [1, 2]
    assert assembly.state.find_user("bob") is None
    assert_consistent(assembly.state)


def test_a_guest_succeeds_a_user_without_a_session(assembly: Assembly) -> None:
    """It keeps its name and its channels, and has those of the account's user, with their ranks,
    its private conversations, and what it may read for having been there."""
    gone = logged_in(assembly, 1, "Alice")
    assembly.do(1, c.Join("#b"))
    assembly.enter(3, "carol", c.Join("#b"))
    assembly.do(1, c.SendMessage("carol", "hello"))
    assembly.do(3, c.WatchNicks(("bob", "Alice")))
    conversation = gone.directs[assembly.user("carol").id]
    stay = gone.stays[assembly.channel("#b").id][0][0]
    assembly.do(1, c.Disconnected("gone"))
    bob = assembly.user("bob")
    (result,), outs = assembly.ask(2, key("Alice"))
    assert isinstance(result, Done)
    reply = result.reply
    assert isinstance(reply, LoggedInAs)
    assert (reply.who, reply.moved, reply.left) == (bob.who, True, ())
    assert [view.name for view in reply.channels] == ["#b"]
    assert [m.who.nick for m in reply.channels[0].members] == ["carol", "bob"]
    channel = assembly.channel("#b")
    assert [assembly.state.users[user].nick for user in channel.members] == ["carol", "bob"]
    assert set(channel.members[bob.id]) >= {"o"}
    assert assembly.state.find_user("Alice") is None
    assert [e.event.record.event for e in deliveries(outs, WentOffline)] == [WentOffline(gone.id)]
    assert deliveries(outs, CameOnline) == []
    assert (
        assembly.user("carol").directs[bob.id]
        == conversation
        == bob.directs[assembly.user("carol").id]
    )
    ended, going_on = bob.stays[channel.id]
    assert ended[0] == stay < ended[1] < going_on[0]
    assert going_on[1] == 0
    assert_consistent(assembly.state)
    now = assembly.now_ms
    assert reborn(assembly.state, now, times=False) == reborn(
        replayed(assembly.log), now, times=False
    )


def test_a_guest_succeeds_one_where_it_is_itself(assembly: Assembly) -> None:
    """It has joined nothing, and its client is told of nothing else."""
    logged_in(assembly, 1, "Alice")
    assembly.do(1, c.Join("#a"))
    assembly.do(1, c.Disconnected("gone"))
    (result,), _ = assembly.ask(2, key("Alice"))
    assert isinstance(result, Done)
    assert isinstance(result.reply, LoggedInAs)
    assert (result.reply.moved, result.reply.channels) == (False, ())
    assert list(assembly.channel("#a").members) == [assembly.user("bob").id]
    assert_consistent(assembly.state)


def test_another_account(assembly: Assembly) -> None:
    """A user alone with its session may change to it (sasl-3.2); one that is shared may not."""
    made(assembly, "Carol")
    user = logged_in(assembly, 1, "Alice")
    assembly.do(1, key("Carol"))
    assert user.who.account == "Carol"
    assert_consistent(assembly.state)
    logged_in(assembly, 3, "Carol")
    assert assembly.one(3, key("Alice")) == Rejection(Code.ALREADY_LOGGED_IN, "Carol")


def test_a_key_may_name_whose_it_is(assembly: Assembly) -> None:
    """Another's name does not fit."""
    assert assembly.one(1, c.LogIn(c.KeyProof("token:Alice", "bob"))) == FAILED
    assert assembly.one(1, c.LogIn(c.KeyProof("cert:Alice", "Alice"))) == FAILED
    assembly.do(1, c.LogIn(c.KeyProof("token:Alice", "ALICE")))


def test_a_disabled_account(assembly: Assembly) -> None:
    """Only who has the right proof learns of it; a login from before does not help."""
    reply = assembly.reply(1, key("Alice"))
    assert isinstance(reply, LoggedInAs)
    assembly.serve(c.SwitchAccount("Alice", True))
    assert assembly.one(3, key("Alice")) == Rejection(Code.ACCOUNT_DISABLED, "Alice")
    assert checked(assembly, 3, "Alice", False) == FAILED
    late = c.Register("Alice", "u", "r", "h", account=reply.account)
    assert assembly.one(1, late) == FAILED


def test_scram(assembly: Assembly) -> None:
    """RFC 5802: a proof that fits the stored key, answered by our signature."""
    kept = scram.keys("sesame", b"salt", 4096)
    assembly.serve(c.ChangeCredentials("Alice", "x", kept))
    assert assembly.reply(1, c.ReadSalt("alice")) == Salt(b"salt", 4096)
    assert assembly.reply(1, c.ReadSalt("nobody")) == Salt()
    message = b"n=alice,r=1,r=12,s=,i=4096,c=biws,r=12"
    salted = hashlib.pbkdf2_hmac("sha256", b"sesame", b"salt", 4096)
    client = hmac.digest(salted, b"Client Key", "sha256")
    own = hmac.digest(hashlib.sha256(client).digest(), message, "sha256")
    proof = bytes(a ^ b for a, b in zip(client, own, strict=True))
    reply = assembly.reply(1, c.LogIn(c.ScramProof("alice", message, proof)))
    assert isinstance(reply, LoggedInAs)
    assert reply.signature == hmac.digest(kept.server_key, message, "sha256")
    for name, bad in (("alice", proof[:-1] + b"\0"), ("alice", b""), ("nobody", proof)):
        assert assembly.one(1, c.LogIn(c.ScramProof(name, message, bad))) == FAILED


def test_logging_out(assembly: Assembly) -> None:
    """A guest again, who cannot keep the account's name."""
    user = logged_in(assembly, 1, "Alice")
    done = assembly.do(1, c.LogOut())
    kinds = [type(e.record.event) for e in done.events]
    assert kinds == [LoggedOut, NickChanged]
    assert user.nick.startswith("Guest")
    assert user.who.account == ""
    assert assembly.one(1, c.LogOut()) == Rejection(Code.NOT_LOGGED_IN)
    assert_consistent(assembly.state)


def test_what_is_kept_shows_no_password(assembly: Assembly) -> None:
    """Neither repr of what passes, nor a record, holds it."""
    word = "correct horse battery"
    asked = by_password("Alice", word)
    work = assembly.reply(1, asked)
    opened = assembly.reply(1, c.OpenAccount("new", Secret(word)))
    assert word not in repr((asked, work, opened))
    assert all(word not in repr(stored) for stored in assembly.log)


def test_keys_belong_to_one() -> None:
    """A token of another account is refused, so that a key leads to one account."""
    assembly = Assembly()
    made(assembly, "Alice")
    taken = assembly.serve(c.AddAccount("bob", Credentials(tokens=(("Alice", "x"),))))
    assert taken == Rejection(Code.KEY_IN_USE, "bob")
