"""Answers about accounts, and the work that passwords make.

Hashing takes long on purpose, so helpers do it. Owns the shapes.
"""

from typing import ClassVar

import msgspec

from veche.core.events import Who
from veche.core.ids import Id
from veche.core.replies.channels import ChannelView
from veche.core.replies.work import Work
from veche.core.secret import Secret


class LoggedInAs(msgspec.Struct, frozen=True, gc=False):
    """The session speaks for the account, once it has a user.

    `who` is its user, None before there is one. When the session went over to a user that was
    there (`moved`): `left` names the channels that it is in no more, `channels` are those where
    it was not before. `signature` proves to a SCRAM client that we know its password.
    """

    account: Id
    name: str
    who: Who | None = None
    opened: bool = False  # just now, by this session
    moved: bool = False
    left: tuple[str, ...] = ()
    channels: tuple[ChannelView, ...] = ()
    realname: str = ""
    signature: bytes = b""


class Salt(msgspec.Struct, frozen=True, gc=False):
    """What SCRAM needs first. An empty salt: nobody can log in so under this name."""

    salt: bytes = b""
    iterations: int = 0


class Claimed(msgspec.Struct, frozen=True, gc=False):
    """The asker's account owns the server."""

    name: str


class ListedAccount(msgspec.Struct, frozen=True, gc=False):
    """A row of the list of accounts. `nick`: who speaks for it, empty when nobody does."""

    name: str
    created_ms: int
    disabled: bool
    owner: bool
    password: bool
    certificates: tuple[str, ...]
    tokens: tuple[str, ...]  # what they are called
    nick: str
    id: Id = 0


class Accounts(msgspec.Struct, frozen=True, gc=False):
    """All accounts, the oldest first."""

    accounts: tuple[ListedAccount, ...]


class CheckPassword(Work, frozen=True, gc=False):
    """Compare the password with an encoded hash; the outcome is a `PasswordChecked`.

    An empty hash is nobody's: comparing with it takes as long, and fails.
    """

    pool: ClassVar[str] = "hash"
    encoded: str
    password: Secret
    account: Id
    name: str
    address: str


class PasswordSet(msgspec.Struct, frozen=True, gc=False):
    """The account has the new password."""

    name: str


class RenewPassword(Work, frozen=True, gc=False):
    """Compare the old password as `CheckPassword` does, and hash the new one if it fits; the
    outcome is a `PasswordRenewed`."""

    pool: ClassVar[str] = "hash"
    encoded: str
    old: Secret
    new: Secret
    account: Id
    name: str
    address: str


class HashPassword(Work, frozen=True, gc=False):
    """Hash the password of a new account; the outcome is a `PasswordHashed`."""

    pool: ClassVar[str] = "hash"
    name: str
    password: Secret
    address: str
