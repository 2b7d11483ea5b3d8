"""The way into a channel, for programs: names, channels that are not there, endings."""

import asyncio
from itertools import islice

import pytest

from tests.terminal.fake_driver import FakeDriver
from veche.client.client import State
from veche.client.events import (
    Disconnected,
    Ended,
    Event,
    How,
    Joined,
    JoinRefused,
    Left,
    NickRefused,
    Problem,
    Registered,
    Told,
)
from veche.terminal.exits import Exit
from veche.terminal.visit import Visit, Wish, spare_names


class _Case:
    """A visit, what it told, and its fake driver."""

    def __init__(self, wish: Wish | None = None, *names: str, unreachable: str = "") -> None:
        self.told: list[str] = []
        self.fake = FakeDriver(unreachable)
        wish = wish or Wish("h:1", "#ops", "k", backlog=3)
        self.visit = Visit(self.fake.driver, wish, iter(names), self.told.append)

    def take(self, *events: Event) -> None:
        for event in events:
            self.visit.take(event)

    @property
    def asked(self) -> list[tuple[object, ...]]:
        return self.fake.asked


JOINED = Joined("alice", "#Ops", own=True)
_JOIN = ("JOIN", "#ops", "k", None, 3)


def test_it_asks_before_it_joins() -> None:
    """So that no channel is made by the way; then it is in."""
    case = _Case()
    case.take(Registered("alice"))
    assert case.asked == [("MODE", "#ops")]
    case.take(Told("Be welcome"), Problem("401", "#other: No such nick"), Told("#OPS +nt"))
    assert case.asked[1:] == [_JOIN]
    assert not case.visit.entered.is_set()
    case.take(Joined("bob", "#ops", own=False), Joined("alice", "#other", own=True))
    assert not case.visit.entered.is_set()
    case.take(JOINED, Told("#ops +m"))
    assert case.visit.entered.is_set()
    assert (case.visit.code, case.told, len(case.asked)) == (None, [], 2)


@pytest.mark.parametrize("code", ["403", "401", "NO_SUCH_CHANNEL"])
def test_a_channel_that_is_not_there(code: str) -> None:
    """Is not made; exit code 5, and what to do."""
    case = _Case()
    case.take(Registered("alice"), Problem(code, "#ops: No such channel"))
    assert case.visit.code is Exit.NO_CHANNEL
    assert case.asked == [("MODE", "#ops")]
    assert "--create" in case.told[0]


def test_another_refusal_means_that_it_is_there() -> None:
    """The JOIN will say more."""
    case = _Case()
    case.take(Registered("alice"), Problem("442", "#ops: You're not on that channel"))
    assert case.asked[1:] == [_JOIN]


def test_a_channel_is_made_if_that_is_wished() -> None:
    """Without asking first."""
    case = _Case(Wish("h:1", "#ops", create=True))
    case.take(Registered("alice"))
    assert case.asked == [("JOIN", "#ops", "", None, 0)]


def test_without_a_channel() -> None:
    """One is where one wants to be as soon as one is let in."""
    case = _Case(Wish("h:1"))
    case.take(Registered("alice"))
    assert case.visit.entered.is_set()
    assert case.asked == []


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [("403", Exit.NO_CHANNEL), ("475", Exit.REFUSED), ("", Exit.TIMED_OUT)],
)
def test_a_join_that_is_refused(code: str, exit_code: Exit) -> None:
    """Ends it, in the server's words, made clean."""
    case = _Case()
    case.take(Registered("alice"), Told("#ops +k"), JoinRefused("#ops", code, "no\x1b[2J"))
    assert case.visit.code is exit_code
    assert case.told == ["Not in #ops: no"]


def test_being_removed() -> None:
    """Ends it."""
    case = _Case()
    case.take(Left("alice", "#other", "", "", own=True), Left("bob", "#ops", "", "x", own=False))
    assert case.visit.code is None
    case.take(Left("alice", "#ops", "go", "bob", own=True))
    assert case.visit.code is Exit.REFUSED
    assert case.told == ["You were removed from #ops by bob (go)"]


def test_a_name_that_is_taken() -> None:
    """Others are tried while there are any."""
    case = _Case(None, "alice_")
    case.take(NickRefused("alice", True, "in use"))
    assert case.asked == [("NICK", "alice_")]
    assert (case.visit.code, case.told) == (None, [])
    case.take(NickRefused("alice_", True, "in use"))
    assert case.visit.code is Exit.REFUSED
    assert case.told == ["alice_ is taken"]


def test_a_name_that_cannot_be_one() -> None:
    """The server says why."""
    case = _Case()
    case.take(NickRefused("алиса", False, "Erroneous nickname"))
    assert case.told == ["алиса cannot be a name (Erroneous nickname)"]


def test_a_connection_that_comes_back() -> None:
    """Is told of; the client joins again by itself, so the visit does not."""
    case = _Case()
    case.take(Registered("alice"), Told("#ops +n"), JOINED)
    case.take(Disconnected("reset", 1.6, 1), Registered("alice", again=True))
    assert case.asked == [("MODE", "#ops"), _JOIN]
    assert case.told == [
        "The connection is lost (reset); trying again in 2 s",
        "Connected again, as alice",
    ]


def test_a_connection_that_is_lost_on_the_way_in() -> None:
    """Is asked anew what was not answered."""
    case = _Case()
    case.take(Registered("alice"), Disconnected("reset", 1, 1), Registered("alice", again=True))
    assert case.asked == [("MODE", "#ops")] * 2


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        (How.LEFT, Exit.DONE, []),
        (How.REFUSED, Exit.REFUSED, ["The server does not let you in: why"]),
        (How.LOST, Exit.UNREACHABLE, ["The connection is lost: why"]),
        (How.TIMED_OUT, Exit.TIMED_OUT, ["The server does not answer: why"]),
    ],
)
def test_endings(how: How, code: Exit, words: list[str]) -> None:
    """Each has its exit code."""
    case = _Case()
    case.take(Ended(how, "why"))
    assert (case.visit.code, case.told) == (code, words)


@pytest.mark.parametrize(
    ("state", "code"),
    [(State.WAITING, Exit.UNREACHABLE), (State.CONNECTING, Exit.UNREACHABLE),
     (State.REGISTERING, Exit.TIMED_OUT), (State.ONLINE, Exit.TIMED_OUT)],
)  # fmt: skip
def test_giving_up(state: State, code: Exit) -> None:
    """A server that is away is unreachable; one that is there and silent has timed out."""
    case = _Case()
    case.fake.client.state = state
    case.visit.give_up(2.5)
    assert case.visit.code is code
    assert case.told[0].endswith(" within 2.5 s")


def test_beginning_and_end() -> None:
    """What cannot be reached is told; at the end the server is told goodbye."""

    async def visit() -> None:
        case = _Case(unreachable="nobody\x07 there")
        assert not await case.visit.begin()
        assert (case.visit.code, case.told) == (
            Exit.UNREACHABLE, ["Cannot reach h:1: nobody there"],
        )  # fmt: skip
        case = _Case()
        assert await case.visit.begin()
        await case.visit.end()
        assert case.asked == [("ABORT",)]
        assert case.fake.closed
        case.fake.client.ended = Ended(How.LEFT, "")
        await case.visit.end()
        assert case.asked == [("ABORT",)]

    asyncio.run(visit())


def test_spare_names() -> None:
    """Fit, are few, and the last one is understood everywhere."""
    names = list(spare_names("алиса-очень-длинная", 12, lambda: 0.5))
    assert names[:2] == ["алиса-очень_", "алиса-очен__"]
    assert set(names[2:7]) == {"алиса-о_5500"}
    assert names[7:] == ["guest5500"]
    assert list(islice(spare_names("al", 32, lambda: 0.0), 3)) == ["al_", "al__", "al_1000"]
