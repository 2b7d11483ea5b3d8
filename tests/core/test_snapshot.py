"""The state as bytes and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.accounts import made
from tests.core.driver import Assembly, assert_consistent, picture
from tests.core.strategies import NICKS, any_command, shell
from veche.core import snapshot
from veche.core.commands import Command
from veche.core.snapshot import VERSION, SnapshotError, dump, load


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4), any_command()), max_size=40), st.data())
def test_there_and_back(asks: list[tuple[int, Command]], data: st.DataObject) -> None:
    """Everything but sessions, who was here, and how many there were at most in this life."""
    assembly = Assembly()
    for session, nick in enumerate(NICKS[:3], 1):
        assembly.enter(session, nick, secret=nick.encode())
    made(assembly, "olga")
    for session, command in asks:
        assembly.now_ms += 1
        if session:
            assembly.one(session, command)
        else:
            assembly.serve(data.draw(shell()))
    state = assembly.state
    loaded = load(VERSION, dump(state))
    expected = picture(state)
    for user in expected["users"].values():
        user.sessions = {}
    assert picture(loaded) == expected | {
        "sessions": {},
        "most_users": 0,
        "gone": {},
        "watchers": {},
        "subscribers": {},
        "attempts": {},
    }
    assert loaded.last_ms == state.last_ms
    assert dump(load(VERSION, dump(loaded))) == dump(loaded)


def test_a_loaded_state_is_whole() -> None:
    """Its tables fit each other once the new life has begun."""
    assembly = Assembly()
    assembly.enter(1, "anna", secret=b"anna")
    assembly.hub.state = load(VERSION, assembly.hub.snapshot())
    assembly.start()
    assert_consistent(assembly.state)


@pytest.mark.parametrize(
    ("version", "data"),
    [
        (VERSION + 1, dump(Assembly().state)),
        (VERSION, b""),
        (VERSION, b"nonsense"),
        (VERSION, dump(Assembly().state)[:-1]),
        (VERSION, b"\x80"),
    ],
)
def test_what_is_no_snapshot(version: int, data: bytes) -> None:
    """Another version, cut off, or something else: one error, for a replay instead."""
    with pytest.raises(SnapshotError):
        load(version, data)
    assert snapshot.VERSION == VERSION


@given(st.binary(max_size=60))
def test_any_bytes_are_answered(data: bytes) -> None:
    """By a state or by that error."""
    try:
        load(VERSION, data)
    except SnapshotError:
        return
