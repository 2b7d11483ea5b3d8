"""Records for the tests of the log: plain ones by hand, and any at all for Hypothesis."""

import types
import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from veche.core.events import (
    Event,
    Idempotency,
    Joined,
    MessageKind,
    MessageSent,
    Record,
    TextBody,
    Who,
)
from veche.core.ids import Id
from veche.eventlog.codec import DURABLE

ALICE = Who("alice", "al", "host.example")
LOBBY: Id = 7


def message(
    number: Id,
    text: str = "hello",
    *,
    conversation: Id | None = LOBBY,
    at_ms: int = 1_000,
    key: bytes | None = None,
    author: Id = 5,
) -> Record:
    """A message with the id `number`."""
    return Record(
        id=number,
        at_ms=at_ms,
        conversation=conversation,
        event=MessageSent(user=author),
        body=TextBody(ALICE, "#lobby", text),
        idempotency=None if key is None else Idempotency(author, key, b"digest"),
    )


def joining(number: Id, *, conversation: Id | None = LOBBY, at_ms: int = 1_000) -> Record:
    """A record that takes a sequence number but is no message."""
    return Record(number, at_ms, conversation, Joined(5, LOBBY), TextBody(ALICE, "#lobby"))


numbers = st.integers(0, (1 << 63) - 1)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Anything of a type that events and bodies have fields of."""
    if kind is int:
        return numbers
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{name: values(hints[name]) for name in kind.__struct_fields__})
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*(values(argument) for argument in arguments))
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return st.one_of(*(values(argument) for argument in arguments))
    if kind is MessageKind:
        return st.sampled_from(MessageKind)
    known: st.SearchStrategy[Any] = st.from_type(kind)
    return known


@st.composite
def records(draw: st.DrawFn, types_: tuple[type[Event], ...] = DURABLE) -> Record:
    """Any record that may be stored."""
    event = draw(st.sampled_from(types_))
    body = st.none() if event.body_type is None else st.none() | values(event.body_type)
    return Record(
        id=draw(numbers),
        at_ms=draw(numbers),
        conversation=draw(st.none() | numbers),
        event=draw(values(event)),
        body=draw(body),
        idempotency=draw(st.none() | values(Idempotency)),
    )
