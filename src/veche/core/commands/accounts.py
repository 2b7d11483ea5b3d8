"""Commands on accounts: making one, logging in and out.

A secret goes no further than the helper that hashes it; what the hub keeps of it comes back in a
follow-up, which no door can ask. `address` is what limits per address count the peer as, empty
when they do not hold for it.
"""

from typing import ClassVar

import msgspec

from veche.core.commands.base import Command
from veche.core.events import Credentials, Scram
from veche.core.ids import Id
from veche.core.secret import Secret


class PasswordProof(msgspec.Struct, frozen=True, gc=False):
    """The account's password."""

    account: str
    password: Secret


class KeyProof(msgspec.Struct, frozen=True, gc=False):
    """`key` as in `Account.lookups`: a certificate that TLS has checked, or a token's hash.

    `account`: whose it has to be; empty: whosever it is.
    """

    key: str
    account: str = ""


class ScramProof(msgspec.Struct, frozen=True, gc=False):
    """The client's proof for its `AuthMessage` (RFC 5802 section 3)."""

    account: str
    message: bytes
    proof: bytes


Proof = PasswordProof | KeyProof | ScramProof


class LogIn(Command, frozen=True, gc=False):
    """Speak for an account: at once, or by `Register` where there is no user yet.

    `host` is said of somebody who never registers, for bans that would be looked at then.
    """

    slow: ClassVar[bool] = True
    proof: Proof
    address: str = ""
    host: str = ""


class PasswordChecked(Command, frozen=True, gc=False):
    """A helper has compared the password that `LogIn` gave; `account` 0: there is none."""

    account: Id
    good: bool
    name: str
    address: str = ""


class ReadSalt(Command, frozen=True, gc=False):
    """With what SCRAM salts the account's password."""

    slow: ClassVar[bool] = True
    account: str


class OpenAccount(Command, frozen=True, gc=False):
    """Have an account of this name, and log in to it. Empty: named as the user is."""

    slow: ClassVar[bool] = True
    name: str
    password: Secret
    address: str = ""


class PasswordHashed(Command, frozen=True, gc=False):
    """A helper has hashed the password that `OpenAccount` gave."""

    name: str
    password: str
    scram: Scram
    address: str = ""


class ChangePassword(Command, frozen=True, gc=False):
    """Have another password for the account that the user speaks for."""

    slow: ClassVar[bool] = True
    old: Secret
    new: Secret
    address: str = ""


class PasswordRenewed(Command, frozen=True, gc=False):
    """A helper has compared the old password of `ChangePassword` with `compared`, and if it is
    good, hashed the new one."""

    account: Id
    good: bool
    name: str
    compared: str
    password: str
    scram: Scram | None
    address: str = ""


class LogOut(Command, frozen=True, gc=False):
    """Be a guest again."""


class ClaimServer(Command, frozen=True, gc=False):
    """Be the owner, by the code that only who started the server has seen."""

    code: Secret
    address: str = ""


class OfferClaim(Command, frozen=True, gc=False):
    """Made by the server's shell: take this SHA-256 (hexadecimal) for the code's."""

    digest: str


class AddAccount(Command, frozen=True, gc=False):
    """Made by the operator's shell: there is an account of this name."""

    name: str
    credentials: Credentials
    owner: bool = False


class ChangeCredentials(Command, frozen=True, gc=False):
    """Made by the operator's shell. What is None stays; a token and a certificate are added,
    and those on `removed` are not the account's any more."""

    account: str
    password: str | None = None
    scram: Scram | None = None
    token: tuple[str, str] | None = None
    certificate: str | None = None
    removed: tuple[str, ...] = ()


class SwitchAccount(Command, frozen=True, gc=False):
    """Made by the operator's shell: disable an account, or enable it."""

    account: str
    disabled: bool


class EraseAccount(Command, frozen=True, gc=False):
    """Made by the operator's shell: let there be no such account, and nothing left of these
    records but that they were. `more`: further ones follow, and the account stays till then."""

    account: str
    records: tuple[Id, ...] = ()
    more: bool = False


class ListAccounts(Command, frozen=True, gc=False):
    """Made by the operator's shell: which accounts are there?"""
