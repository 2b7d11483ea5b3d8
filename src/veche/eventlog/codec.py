"""Records to rows and back, for every durable kind and every version of it there ever was.

Owns the stored form: payload and body are JSON, kind and version stand beside
them, and what an older version wrote is lifted by a table of pure functions.
Knows no database: a row is a tuple.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, cast

import msgspec

from veche.core import events
from veche.core.events import Body, Event, Idempotency, Record, Stored
from veche.core.ids import Id, Pos, Seq
from veche.eventlog.base import LogError

EventRow = tuple[
    Pos, Id, int, Id | None, Seq | None, str, int, str, Id | None, bytes | None, bytes | None
]
"""pos, id, at_ms, conversation, seq, kind, version, payload, author, key, digest."""

EVENT_COLUMNS = (
    "pos",
    "id",
    "at_ms",
    "conversation",
    "seq",
    "kind",
    "version",
    "payload",
    "author",
    "key",
    "digest",
)

Fields = dict[str, Any]
"""A payload or a body of some version, as JSON has it."""
Upcaster = Callable[[Fields, Fields | None], tuple[Fields, Fields | None]]
"""Payload and body (None: none or erased) of one version, to those of the next."""


def _unchanged(payload: Fields, body: Fields | None) -> tuple[Fields, Fields | None]:
    """The version only added fields, and they have defaults."""
    return payload, body


_WITH_ACCOUNTS = (
    "joined",
    "kicked",
    "message-sent",
    "modes-changed",
    "nick-changed",
    "parted",
    "topic-set",
    "user-left",
    "user-registered",
)
"""From version 2 on, their authors have an account and may be bots."""

UPCASTERS: Mapping[tuple[str, int], Upcaster] = {
    **{(kind, 1): _unchanged for kind in _WITH_ACCOUNTS},
    ("message-sent", 2): _unchanged,
    ("nick-changed", 2): _unchanged,
    ("user-left", 2): _unchanged,
    ("audited", 1): _unchanged,
}
"""By the kind and version that they lift from. An entry is never taken out."""

DURABLE: tuple[type[Event], ...] = tuple(
    found
    for found in vars(events).values()
    if isinstance(found, type) and issubclass(found, Event) and found.durable and found.kind
)

_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
_Positive = Annotated[int, msgspec.Meta(ge=1)]
_fields = msgspec.json.Decoder(Fields)


class _Row(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """Checks the columns' types: SQLite keeps any type anywhere."""

    pos: _Positive
    id: int
    at_ms: int
    conversation: int | None
    seq: _Positive | None
    kind: str
    version: _Positive
    payload: str
    author: int | None
    key: bytes | None
    digest: bytes | None
    body: Any  # str, bytes or None: msgspec checks no such union


class _Kind:
    """How one kind is read and written."""

    def __init__(self, event: type[Event]) -> None:
        self.version = event.version
        self.body_type = event.body_type
        self.payload = msgspec.json.Decoder(event)
        self.body = msgspec.json.Decoder(event.body_type) if event.body_type else None


class Codec:
    """Tests give tables of their own; everybody else shares `CODEC`."""

    def __init__(
        self,
        types: Iterable[type[Event]] = DURABLE,
        upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
    ) -> None:
        self._kinds = {event.kind: _Kind(event) for event in types}
        self._body_types = {event: event.body_type for event in types}
        self._upcasters = upcasters
        self._encode = msgspec.json.Encoder().encode

    def encode(
        self, pos: Pos, seq: Seq | None, record: Record
    ) -> tuple[EventRow, str | bytes | None]:
        """The row of `events` and what goes into `bodies`, None for a kind that has no bodies.

        Raises TypeError for what must not be stored: a transient event, or
        another kind's body.
        """
        event = record.event
        body = record.body
        body_type = self._body_types.get(type(event), False)
        if body_type is False or (body is not None and type(body) is not body_type):
            raise TypeError(f"{type(event).__name__} with {type(body).__name__} is not durable")
        encode = self._encode
        told = record.idempotency
        row = (
            pos,
            record.id,
            record.at_ms,
            record.conversation,
            seq,
            event.kind,
            event.version,
            encode(event).decode(),
            None if told is None else told.author,
            None if told is None else told.key,
            None if told is None else told.digest,
        )
        if body is not None:
            return row, encode(body).decode()
        # A BLOB says that there is no text, so that a row which got lost is noticed.
        return row, None if body_type is None else b""

    def decode(self, row: tuple[Any, ...]) -> Stored:
        """What `encode` was given: the columns of an `EventRow` and the body after them.

        A BLOB for a body (there was none, or it was erased) gives None. Raises
        LogError for a row that is damaged or from a newer version.
        """
        try:
            columns = msgspec.convert(row, _Row)
        except _UNREADABLE as error:
            raise _damaged(row[0] if row else "?", str(error)) from None
        if (columns.conversation is None) != (columns.seq is None):
            raise _damaged(columns.pos, "conversation and sequence number do not go together")
        event, body = self._event(columns)
        return Stored(
            pos=columns.pos,
            seq=columns.seq,
            record=Record(
                id=columns.id,
                at_ms=columns.at_ms,
                conversation=columns.conversation,
                event=event,
                body=body,
                idempotency=_idempotency(columns),
            ),
        )

    def _event(self, row: _Row) -> tuple[Event, Body | None]:
        kind = self._kinds.get(row.kind)
        if kind is None:
            raise _unknown(row, "is of a kind that this version does not know")
        if row.version > kind.version:
            raise _unknown(row, "is of a version that this version does not know")
        payload: str | bytes = row.payload
        body: str | bytes | None = row.body if isinstance(row.body, str) else None
        try:
            if row.version < kind.version:
                payload, body = self._lift(row, kind.version, payload, body)
            if (kind.body is None) != (row.body is None):
                raise ValueError("its body is missing, or is not its own")
            event = kind.payload.decode(payload)
            if kind.body is None or body is None:
                return event, None
            return event, cast(Body, kind.body.decode(body))
        except _UNREADABLE as error:
            raise _damaged(row.pos, str(error)) from None

    def _lift(
        self, row: _Row, to: int, payload: str | bytes, body: str | bytes | None
    ) -> tuple[bytes, bytes | None]:
        """Payload and body as version `to` would have written them."""
        fields = _fields.decode(payload)
        body_fields = None if body is None else _fields.decode(body)
        for version in range(row.version, to):
            upcast = self._upcasters.get((row.kind, version))
            if upcast is None:
                raise _unknown(row, "is of a version that is no longer known")
            try:
                fields, body_fields = upcast(fields, body_fields)
            except (LookupError, TypeError, AttributeError) as error:
                raise ValueError(f"cannot be lifted from version {version}: {error!r}") from None
        return self._encode(fields), None if body_fields is None else self._encode(body_fields)


def _idempotency(row: _Row) -> Idempotency | None:
    if row.author is None and row.key is None and row.digest is None:
        return None
    if row.author is None or row.key is None or row.digest is None:
        raise _damaged(row.pos, "author, key and digest do not go together")
    return Idempotency(row.author, row.key, row.digest)


def _unknown(row: _Row, what: str) -> LogError:
    return LogError(
        f"Record {row.pos} of the log ({row.kind[:40]!r}, version {row.version}) {what}: "
        "start the version of Veche that wrote it, or restore a backup"
    )


def _damaged(pos: object, why: str) -> LogError:
    reason = " ".join(why.split())  # of one line: it may quote what stands in the row
    return LogError(f"Record {pos!r:.20} of the log is damaged ({reason:.200}): restore a backup")


CODEC = Codec()
