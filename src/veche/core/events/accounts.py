"""Events of accounts, and of users who log in and out.

Owns what of a credential is kept: never a secret, only what it can be checked with.
"""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import AccountBody, CredentialsBody, TextBody
from veche.core.ids import Id


class AccountCreated(Event, frozen=True, gc=False):
    """There is an account. `owner`: the server is its."""

    kind: ClassVar[str] = "account-created"
    body_type: ClassVar[type[msgspec.Struct] | None] = AccountBody
    account: Id
    owner: bool = False


class CredentialsChanged(Event, frozen=True, gc=False):
    """An account is entered with these credentials, and no others."""

    kind: ClassVar[str] = "credentials-changed"
    body_type: ClassVar[type[msgspec.Struct] | None] = CredentialsBody
    account: Id


class PasswordChanged(Event, frozen=True, gc=False):
    """Told to the user of an account: it has another password. Body name: the account's."""

    kind: ClassVar[str] = "password-changed"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class AccountSwitched(Event, frozen=True, gc=False):
    """From now on an account is disabled or not, and an owner's or not."""

    kind: ClassVar[str] = "account-switched"
    account: Id
    disabled: bool = False
    owner: bool = False


class AccountErased(Event, frozen=True, gc=False):
    """An account is no more; its name is free. The bodies of `records` go too. With `account` 0
    only they do."""

    kind: ClassVar[str] = "account-erased"
    account: Id
    records: tuple[Id, ...] = ()


class SettingChanged(Event, frozen=True, gc=False):
    """A setting of an account has this value; an empty one is the default."""

    kind: ClassVar[str] = "setting-changed"
    account: Id
    key: str
    value: str = ""


class LoggedIn(Event, frozen=True, gc=False):
    """A user speaks for the account from now on. Body: the user before, name: the account's."""

    kind: ClassVar[str] = "logged-in"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    account: Id


class Inherited(Event, frozen=True, gc=False):
    """What was a user's alone is another's from now on: private conversations, invitations, and
    what it may read of channels for having been there."""

    kind: ClassVar[str] = "inherited"
    user: Id
    heir: Id


class LoggedOut(Event, frozen=True, gc=False):
    """A user speaks for no account any more. Body: the user before."""

    kind: ClassVar[str] = "logged-out"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id


class Attempted(Event, frozen=True, gc=False):
    """Something was tried that may be tried only so often; see `State.attempts`."""

    kind: ClassVar[str] = "attempted"
    durable: ClassVar[bool] = False
    keys: tuple[str, ...]


class ClaimOffered(Event, frozen=True, gc=False):
    """Who knows the code with this SHA-256 (hexadecimal) may own the server; empty: nobody."""

    kind: ClassVar[str] = "claim-offered"
    durable: ClassVar[bool] = False
    digest: str = ""
