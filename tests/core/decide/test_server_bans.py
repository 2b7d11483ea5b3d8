"""Who may use the server at all."""

import msgspec
import pytest

from tests.core.accounts import key, logged_in, made
from tests.core.driver import Assembly, deliveries, register
from veche.core import commands as c
from veche.core.events import ServerBanLifted, UserLeft
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Ordered, ServerBans
from veche.core.secret import Secret

MINUTE_MS = 60_000


@pytest.fixture
def assembly() -> Assembly:
    """Olga (1), an operator with an account."""
    assembly = Assembly(Limits(server_bans=3))
    made(assembly, "olga")
    logged_in(assembly, 1, "olga")
    assembly.follow(1, c.OperatorChecked("olga", True))
    return assembly


def coming(nick: str, host: str = "host.test", username: str = "user") -> c.Register:
    """Somebody who wants in."""
    return msgspec.structs.replace(register(nick), host=host, username=username)


@pytest.mark.parametrize(
    ("mask", "host", "out"),
    [
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "::ffff:10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("10.0.0.0/8", "2001:db8::1", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("2001:db8::/32", "2001:db8:1::5", True),
        ("2001:db8::/32", "host.test", False),
        ("*@*.test", "host.test", True),
        ("*!*@HOST.*", "host.test", True),
        ("eve", "host.test", True),
        ("eva", "host.test", False),
    ],
)
def test_masks_and_addresses(assembly: Assembly, mask: str, host: str, out: bool) -> None:
    """Who fits is told why, and has no user."""
    assembly.do(1, c.SetServerBan(mask, reason="spam"))
    result = assembly.one(5, coming("Eve", host))
    assert (result == Rejection(Code.SERVER_BANNED, "", "spam")) == out
    assert (assembly.state.find_user("eve") is None) == out


@pytest.mark.parametrize(
    "mask", ["", "*", "*!*@*", "*@*", "*!~*@*", "a:*", "0.0.0.0/0", "::/3", "a b"]
)
def test_what_fits_everybody_is_refused(assembly: Assembly, mask: str) -> None:
    """A slip of the finger closes no server."""
    refused = assembly.one(1, c.SetServerBan(mask))
    assert isinstance(refused, Rejection)
    assert refused.code is Code.BAD_MASK


@pytest.mark.parametrize(("host", "out"), [("10.1.2.3", True), ("11.1.2.3", False), ("", False)])
def test_who_never_registers_is_looked_at_too(assembly: Assembly, host: str, out: bool) -> None:
    """A request by HTTP that logs in says where it comes from; before anything is compared."""
    assembly.do(1, c.SetServerBan("10.0.0.0/8", reason="spam"))
    result = assembly.one(-5, msgspec.structs.replace(key("olga"), host=host))
    assert (result == Rejection(Code.SERVER_BANNED, "", "spam")) == out
    wrong = c.LogIn(c.PasswordProof("olga", Secret("x")), host=host)
    assert (assembly.one(-5, wrong) == Rejection(Code.SERVER_BANNED, "", "spam")) == out


def test_who_is_here_goes(assembly: Assembly) -> None:
    """But no operators."""
    assembly.enter(5, "eve")
    assembly.enter(6, "adam")
    _, outs = assembly.ask(1, c.SetServerBan("*@host.test"))
    assert len(deliveries(outs, UserLeft)) == 2
    assert [user.nick for user in assembly.state.users.values()] == ["olga"]


@pytest.mark.parametrize("mask", ["10.0.0.0/8", "*!user@*", "*@staff/*", "*!e@*"])
def test_another_host_hides_nobody(assembly: Assembly, mask: str) -> None:
    """A ban fits as others see the user, and as it came."""
    assembly.do(5, coming("eve", "10.1.2.3"))
    assembly.do(1, c.ChangeHost("eve", "e", "staff/eve"))
    assembly.do(1, c.SetServerBan(mask))
    assert assembly.state.find_user("eve") is None


def test_accounts(assembly: Assembly) -> None:
    """Neither before nor after registering is it entered; others' nicks are no account."""
    made(assembly, "eve")
    user = logged_in(assembly, 5, "eve")
    assembly.do(1, c.SetServerBan("a:EVE"))
    assert user.id not in assembly.state.users
    refused = assembly.one(6, key("eve"))
    assert isinstance(refused, Rejection)
    assert refused.code is Code.ACCOUNT_DISABLED
    assembly.enter(7, "evelyn")
    assert isinstance(assembly.one(7, key("eve")), Rejection)


def test_time_is_up(assembly: Assembly) -> None:
    """It holds to the minute; the house then forgets it."""
    assembly.do(1, c.SetServerBan("eve", 5))
    assembly.now_ms += 5 * MINUTE_MS - 1
    assert isinstance(assembly.one(5, coming("eve")), Rejection)
    assembly.now_ms += 1
    assembly.do(5, coming("eve"))
    assert assembly.reply(1, c.ReadServerBans()) == ServerBans(())
    assert deliveries(assembly.keep_house(), ServerBanLifted)
    assert assembly.state.bans == {}


def test_lifting(assembly: Assembly) -> None:
    """In any form of the same mask."""
    assembly.do(1, c.SetServerBan("eve"))
    assert assembly.reply(1, c.LiftServerBan("EVE!*@*")) == Ordered("unban", "eve!*@*")
    assert assembly.one(1, c.LiftServerBan("eve")) == Rejection(Code.NO_SUCH_BAN, "eve")


def test_there_is_an_end(assembly: Assembly) -> None:
    """Of bans and of their time; one that is there can be changed."""
    for nick in ("a", "b", "c", "c"):
        assembly.do(1, c.SetServerBan(nick))
    assert isinstance(assembly.one(1, c.SetServerBan("d")), Rejection)
    assert isinstance(assembly.one(1, c.SetServerBan("a", 99_999_999)), Rejection)


def test_locked(assembly: Assembly) -> None:
    """Guests and new accounts are refused, accounts come in; and it needs one to lock."""
    assembly.enter(5, "adam")
    assembly.follow(5, c.OperatorChecked("adam", True))
    assert assembly.one(5, c.LockServer(True)) == Rejection(Code.NOT_LOGGED_IN)
    assembly.do(1, c.LockServer(True))
    assembly.do(1, c.LockServer(True))
    assert assembly.one(6, coming("eve")) == Rejection(Code.SERVER_LOCKED)
    opening = assembly.one(6, c.OpenAccount("eve", Secret("sesame")))
    assert opening == Rejection(Code.REGISTRATION_CLOSED)
    made(assembly, "vera")
    logged_in(assembly, 7, "vera")
    assembly.do(5, c.LockServer(False))
    assembly.do(6, coming("eve"))
