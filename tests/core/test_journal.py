"""The undo log: whatever was done is taken back exactly."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from veche.core.journal import Journal

keys = st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), keys, st.integers()),
        st.tuples(st.just("drop"), keys, st.none()),
        st.tuples(st.just("set"), st.sampled_from(("a", "b")), st.integers()),
        st.tuples(st.just("put inner"), keys, st.integers()),
    ),
    max_size=30,
)


class Thing:
    """Something with fields."""

    def __init__(self) -> None:
        self.a: Any = 0
        self.b: Any = {}


def do(journal: Journal, mapping: dict[int, Any], thing: Thing, step: tuple[str, Any, Any]) -> None:
    """One write."""
    act, key, value = step
    if act == "put":
        journal.put(mapping, key, value)
    elif act == "drop":
        journal.drop(mapping, key)
    elif act == "set":
        journal.set(thing, key, value)
    else:
        inner: dict[int, int] = {}
        journal.put(mapping, -1, inner)
        journal.put(inner, key, value)


@given(steps, steps)
def test_undo_restores_exactly(kept: list[Any], undone: list[Any]) -> None:
    """What was kept stays, what came after is as if it had never been."""
    journal, mapping, thing = Journal(), {0: 1, 1: None}, Thing()
    for step in kept:
        do(journal, mapping, thing, step)
    journal.forget()
    assert len(journal) == 0
    before = copy.deepcopy((mapping, vars(thing)))
    for step in undone:
        do(journal, mapping, thing, step)
    journal.undo()
    assert (mapping, vars(thing)) == before
    assert len(journal) == 0


def test_each_write_happens() -> None:
    """The writes themselves, and that nothing is noted where nothing was removed."""
    journal, mapping, thing = Journal(), {1: 2}, Thing()
    journal.put(mapping, 3, 4)
    journal.drop(mapping, 1)
    journal.drop(mapping, 9)
    journal.set(thing, "a", 5)
    assert (mapping, thing.a, len(journal)) == ({3: 4}, 5, 3)


def test_a_value_of_none_is_a_value() -> None:
    """None is not taken for absent."""
    journal, mapping = Journal(), {1: None}
    journal.drop(mapping, 1)
    journal.put(mapping, 1, None)
    journal.undo()
    assert mapping == {1: None}


def test_lists_are_there_while_somebody_is_on_them() -> None:
    """And come back when it is undone."""
    lists: dict[str, dict[int, None]] = {"a": {1: None}}
    before = copy.deepcopy(lists)
    journal = Journal()
    journal.enlist(lists, "a", 2)
    journal.enlist(lists, "b", 1)
    journal.strike(lists, "a", 1)
    assert lists == {"a": {2: None}, "b": {1: None}}
    journal.strike(lists, "b", 1)
    assert lists == {"a": {2: None}}
    journal.undo()
    assert lists == before
