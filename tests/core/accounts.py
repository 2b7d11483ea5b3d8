"""Accounts in a hub without threads: made by the operator's shell, entered by keys.

Owns the shortcuts. A helper's word is given by the test.
"""

from tests.core.driver import Assembly, Result, register
from veche.core import commands as c
from veche.core.events import Credentials
from veche.core.replies import LoggedInAs
from veche.core.state import Account, User


def made(assembly: Assembly, name: str, **fields: object) -> Account:
    """There is an account of this name; `token:NAME` is a key of it."""
    credentials = Credentials(password=f"hash of {name}", tokens=((name, "test"),))
    added = assembly.serve(c.AddAccount(name, credentials, **fields))  # type: ignore[arg-type]
    assert not hasattr(added, "code"), added
    account = assembly.state.find_account(name)
    assert account is not None
    return account


def key(name: str) -> c.LogIn:
    """The command with which the account's token logs in."""
    return c.LogIn(c.KeyProof(f"token:{name}"))


def logged_in(assembly: Assembly, session: int, name: str, nick: str = "") -> User:
    """A session that has logged in before it registered."""
    reply = assembly.reply(session, key(name))
    assert isinstance(reply, LoggedInAs)
    asked = register(nick or name)
    assembly.do(session, c.Register(asked.nick, "user", "real", "host.test", account=reply.account))
    account = assembly.state.accounts[reply.account]
    return assembly.state.users[account.user]


def checked(assembly: Assembly, session: int, name: str, good: bool, address: str = "") -> Result:
    """The outcome of a password that a helper has compared."""
    account = assembly.state.find_account(name)
    found = account.id if account else 0
    return assembly.follow(session, c.PasswordChecked(found, good, name, address))[0]
