"""Events of what people say."""

from typing import ClassVar

import msgspec

from veche.core.events.base import Event
from veche.core.events.bodies import MessageKind, TextBody
from veche.core.ids import Id


class DirectOpened(Event, frozen=True, gc=False):
    """Two users have a conversation of their own (with oneself: the same id twice)."""

    kind: ClassVar[str] = "direct-opened"
    conversation: Id
    one: Id
    other: Id


class StatusOpened(Event, frozen=True, gc=False):
    """Those of a channel's members with this member letter or a higher one have a conversation of
    their own (STATUSMSG)."""

    kind: ClassVar[str] = "status-opened"
    conversation: Id
    channel: Id
    letter: str


class MessageSent(Event, frozen=True, gc=False):
    """A message to a channel, or to the user `target` (0 for a channel).

    With a `channel`, only to its members with the `letter` or a higher one. The text may have
    line breaks; `cuts` are where in it, in characters, a line was cut only for its length.
    `edits` is the message in whose place it comes, 0 for none.
    """

    kind: ClassVar[str] = "message-sent"
    version: ClassVar[int] = 3
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    target: Id = 0
    how: MessageKind = MessageKind.TEXT
    cuts: tuple[int, ...] = ()
    edits: Id = 0
    channel: Id = 0
    letter: str = ""


class MessageRedacted(Event, frozen=True, gc=False):
    """`user` took back the message, or the reaction, `message`. Text: the reason.

    Its body, and those of its `edits`, are erased once this is stored. To whom: as of it.
    """

    kind: ClassVar[str] = "message-redacted"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    message: Id
    edits: tuple[Id, ...] = ()
    target: Id = 0
    channel: Id = 0
    letter: str = ""


class Reacted(Event, frozen=True, gc=False):
    """A reaction to a message, or the end of one: tags without text (TAGMSG) that are kept.

    To whom: as of a `MessageSent`.
    """

    kind: ClassVar[str] = "reacted"
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    target: Id = 0
    channel: Id = 0
    letter: str = ""


class TagsSent(Event, frozen=True, gc=False):
    """Tags without text (TAGMSG) to a channel, or those in it with the `letter`, or to `target`."""

    kind: ClassVar[str] = "tags-sent"
    durable: ClassVar[bool] = False
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: Id
    channel: Id = 0
    target: Id = 0
    letter: str = ""
