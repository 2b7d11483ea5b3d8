"""No second line: whatever any command holds, no event ever holds CR, LF or NUL.

Except in the values of client tags, where a line break has an escaped form on the wire, and for LF
in the text of a message of several lines, which only `SendLines` can make.
"""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.commands import AskedChange, Command
from veche.core.decide import TABLE
from veche.core.events import Tags, TextBody
from veche.core.exchange import Answer

BREAKS = "\r\n\0"
GOOD = {
    "nick": "boris",
    "channel": "#a",
    "target": "#a",
    "letter": "b",
    "username": "user",
    "host": "host.test",
}

evil = st.one_of(
    st.text(st.sampled_from("ab#:+ \r\n\0"), max_size=6),
    st.sampled_from(("x\r\nQUIT", "x\0", "\n", "#a\n", "\r", "x" * 400 + "\n")),
)


def texts(field: str) -> st.SearchStrategy[str]:
    """Mostly what gets the command through; else what must not get through."""
    return st.one_of(st.just(GOOD[field]), evil) if field in GOOD else evil


def of_type(field: str, kind: Any) -> st.SearchStrategy[Any]:
    """A value for the field of a command."""
    if kind is str:
        return texts(field)
    if kind == tuple[AskedChange, ...]:
        letters = st.sampled_from((*"bkoveIl", "x\n"))
        argument = st.one_of(st.just("boris"), evil)
        return st.lists(st.builds(AskedChange, st.booleans(), letters, argument)).map(tuple)
    if kind == Tags:
        names = st.one_of(st.just("+a"), evil)
        return st.lists(st.tuples(names, evil), max_size=2).map(tuple)
    if kind is bytes:
        return st.just(b"")
    return st.from_type(kind)


def evil_command(kind: type[Command]) -> st.SearchStrategy[Command]:
    """The command with anything in its text fields."""
    fields = msgspec.structs.fields(kind)
    return st.builds(kind, **{f.name: of_type(f.name, f.type) for f in fields})


WITH_EVENTS = [
    kind
    for kind in TABLE
    if kind.__module__.startswith(c.__name__) and not kind.__name__.startswith("Read")
]


def breaks_in(value: Any) -> bool:
    """Whether a text in there holds a break, tag values apart."""
    if isinstance(value, str):
        return any(letter in value for letter in BREAKS)
    if isinstance(value, msgspec.Struct):
        fields = [getattr(value, name) for name in value.__struct_fields__ if name != "tags"]
        names = [name for name, _ in getattr(value, "tags", ())]
        values = [value for _, value in getattr(value, "tags", ())]
        return any(map(breaks_in, (*fields, *names))) or any("\0" in v for v in values)
    return isinstance(value, tuple | list) and any(map(breaks_in, value))


@pytest.mark.parametrize("kind", WITH_EVENTS, ids=lambda kind: kind.__name__)
def test_no_break_gets_through(kind: type[Command]) -> None:
    """By a member, by a stranger, and before registration."""

    @settings(max_examples=60)
    @given(evil_command(kind), st.sampled_from((1, 2, 3)))
    def attempt(command: Command, session: int) -> None:
        assembly = Assembly()
        assembly.enter(1, "anna", c.Join("#a"))
        assembly.enter(2, "boris", c.Join("#a"))
        outs = assembly.batch(assembly.make(session, command))
        for delivery in deliveries(outs):
            body = delivery.event.record.body
            if kind is c.SendLines and isinstance(body, TextBody):
                body = msgspec.structs.replace(body, text=body.text.replace("\n", ""))
            assert not breaks_in(body), delivery
        for out in outs:
            assert isinstance(out, Answer) or not breaks_in(out.event.record.event)
        for user in assembly.state.users.values():
            assert not breaks_in((user.nick, user.folded, user.username, user.host, user.away))
        for channel in assembly.state.channels.values():
            assert not breaks_in((channel.name, *channel.modes, *channel.modes.values()))
            assert not breaks_in([m.mask for x in channel.masks.values() for m in x.values()])

    attempt()


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\0b"])
def test_breaks_are_seen(text: str) -> None:
    """The check above sees them where they can be."""
    assert breaks_in(AskedChange(True, "b", text))
    assert breaks_in(c.SendMessage("#a", "x", tags=((text, ""),)))
    assert breaks_in((("x", (text,)),))
    assert not breaks_in(c.SendMessage("#a", "x", tags=(("+a", "a\nb"),)))
