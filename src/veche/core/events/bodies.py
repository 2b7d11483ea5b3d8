"""What people wrote or chose, apart from the events that announce it, so that it can be erased.

Owns the shapes of bodies and what they are made of. A body is never changed once it is
released: a new field has a default.
"""

from enum import IntEnum, unique

import msgspec

from veche.core.ids import Id


class Who(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A user as others saw it at that moment."""

    nick: str
    username: str
    host: str
    account: str = ""  # as its owner wrote it; empty for a guest
    bot: bool = False


SERVER = Who("", "", "")
"""Who has done what nobody in particular did."""


@unique
class MessageKind(IntEnum):
    """How a message is meant."""

    TEXT = 0
    NOTICE = 1  # never answered by a program
    ACTION = 2  # "/me waves"


Tags = tuple[tuple[str, str], ...]
"""Client-only message tags, `+` included, in the order given."""


class ModeChange(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One letter of a MODE line. `user` is whom a member mode means, 0 for other modes."""

    adding: bool
    letter: str
    argument: str = ""
    user: Id = 0


class Scram(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What SCRAM-SHA-256 checks a password with (RFC 5802 section 3)."""

    salt: bytes
    iterations: int
    stored_key: bytes
    server_key: bytes


class Credentials(msgspec.Struct, frozen=True, gc=False):
    """All that an account may be entered with.

    `password` is an encoded argon2id hash, empty when no password will do. `certificates` are
    SHA-256 fingerprints and `tokens` SHA-256 hashes, both hexadecimal; a token's second half is
    what it is called.
    """

    password: str = ""
    scram: Scram | None = None
    certificates: tuple[str, ...] = ()
    tokens: tuple[tuple[str, str], ...] = ()


class UserBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a new user."""

    who: Who
    folded: str
    realname: str


class NickBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a change of nick; `who` is the old one."""

    who: Who
    nick: str
    folded: str


class ChannelBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a new channel."""

    name: str
    folded: str


class TextBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Somebody's words in or about a channel (`name`) or to a user (`name` is the nick).

    `text` is the message, topic, reason or away text.
    """

    who: Who
    name: str = ""
    text: str = ""
    tags: Tags = ()


class TargetBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of an act on another user, `nick`, in the channel `name`."""

    who: Who
    name: str
    nick: str
    text: str = ""


class ModesBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a change of modes of the channel or user `name`."""

    who: Who
    name: str
    changes: tuple[ModeChange, ...]


class AccountBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a new account."""

    name: str
    folded: str
    credentials: Credentials


class CredentialsBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a change of credentials."""

    credentials: Credentials


class MetadataBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a value of the channel or user `name`."""

    who: Who
    name: str
    key: str
    value: str


class RenamedBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of another name for the channel `name`."""

    who: Who
    name: str
    new: str
    folded: str
    text: str = ""


class MovedBody(msgspec.Struct, frozen=True, gc=False):
    """Of the same for one member, `who`: with what is told to somebody who enters.

    `members`: the member letters and everybody's name; `topic`: its text, who set it, and when.
    """

    who: Who
    realname: str
    name: str
    new: str
    text: str
    secret: bool
    topic: tuple[str, str, int] | None
    members: tuple[tuple[str, Who], ...]


class HostBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of another username and host; `who` is the user as it was seen before."""

    who: Who
    username: str
    host: str


class ReentryBody(msgspec.Struct, frozen=True, gc=False):
    """Of the same for the channel `name`; `who` as it is seen now, `away` its away text."""

    who: Who
    name: str
    realname: str
    away: str


class BanBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a ban from the server."""

    who: Who
    mask: str
    text: str = ""


class AuditBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of an act of moderation: what it is called, whom or what it was done to, and the rest."""

    who: Who
    act: str
    target: str = ""
    text: str = ""


class PushBody(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Of a push subscription: see `core.subscriptions`."""

    endpoint: str
    public: bytes
    secret: bytes
    capabilities: tuple[str, ...] = ()


Body = (
    UserBody
    | NickBody
    | ChannelBody
    | TextBody
    | TargetBody
    | ModesBody
    | AccountBody
    | CredentialsBody
    | MetadataBody
    | RenamedBody
    | MovedBody
    | HostBody
    | ReentryBody
    | BanBody
    | AuditBody
    | PushBody
)
