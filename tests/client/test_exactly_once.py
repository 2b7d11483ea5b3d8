"""Each message told once and in order, each of ours stored once: whatever the network does."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.client.joint import CHANNELS, Joint
from tests.client.model_server import EVERYTHING
from veche.client import history
from veche.client.client import State
from veche.client.events import Acknowledged, JoinRefused
from veche.client.hearing import MAY_HAVE_BEEN_SENT

SEEDS = st.integers(0, 2**32)
_STEPS = 120
NO_KEYS = EVERYTHING.replace(" veche/key", "")
NO_LABELS = EVERYTHING.replace(" labeled-response", "")


def _live(
    joint: Joint, *, forgetful: bool = False, read_only: bool = True, slow: bool = True
) -> None:
    """Let a person talk, others talk, and things break; `slow`: history too, and for long."""
    chance = joint.chance
    joint.others(chance.randint(0, 8))
    for where in CHANNELS:
        joint.client.join(where, backlog=chance.choice((0, 3, 20)))
    while joint.client.state is not State.ONLINE:  # the first connection is not tried again
        joint.step(chance.choice((7, 60, 500)))
    for _ in range(_STEPS):
        match chance.randint(0, 11):
            case 0 | 1:
                joint.say(chance.choice(CHANNELS))
            case 2:
                joint.others(chance.randint(1, 30))
            case 3:
                joint.cut()
            case 4:
                joint.wait(chance.choice((0.1, 1.0, 5.0, 70.0) if slow else (0.1, 0.5)))
            case 5 if chance.random() < 0.3:
                joint.server.drop()
                if forgetful:
                    joint.server.forget_users()
            case 6 if chance.random() < 0.3:
                joint.server.read_only = read_only and not joint.server.read_only
            case 7 if chance.random() < 0.2:
                joint.server.history_fails = slow and not joint.server.history_fails
            case _:
                joint.step(chance.choice((7, 60, 500, 10_000)))
    joint.settle()


def _check_told(joint: Joint) -> None:
    """All since the first entry, once, in the server's order; perhaps some of before it.

    A server that was silent when we asked to come in may have let us in all the same: what we
    said there before we knew it is told when its answer comes.
    """
    silent = {e.where for e in joint.events if isinstance(e, JoinRefused) and not e.code}
    acknowledged = {e.msgid for e in joint.outcomes().values() if isinstance(e, Acknowledged)}
    for where in joint.joined_at:  # a channel that was never entered was refused
        entries = joint.server.logs[where]
        log = [entry.msgid for entry in entries]
        own = {e.msgid for e in entries if e.who.startswith("alice")}
        early = own.intersection(log[: joint.joined_at[where]]) if where in silent else set()
        assert acknowledged & own <= set(joint.told(where))
        told = [msgid for msgid in joint.told(where) if msgid not in early]
        since = log[joint.joined_at[where] :]
        before = log[: joint.joined_at[where]]
        assert told[len(told) - len(since) :] == since
        assert told[: len(told) - len(since)] == [each for each in before if each in told]
        assert len(set(joint.told(where))) == len(joint.told(where))


def _check_outcomes(joint: Joint) -> None:
    """Acknowledged: in the log once; refused: not there, unless that was said to be unknown."""
    outcomes = joint.outcomes()
    assert set(outcomes) == set(joint.tickets)
    stored = Counter(entry.text for log in joint.server.logs.values() for entry in log)
    for ticket, outcome in outcomes.items():
        count = stored[joint.texts[ticket]]
        if isinstance(outcome, Acknowledged):
            assert count == 1
        else:
            assert count <= (outcome.reason == MAY_HAVE_BEEN_SENT)


@pytest.fixture(params=[1_000, 6])
def _hold(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hold as it is, and one that overflows soon."""
    monkeypatch.setattr(history, "MAX_HELD", request.param)


_MANY = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=75
)


@_MANY
@given(SEEDS)
@pytest.mark.usefixtures("_hold")
def test_with_keys_and_resume(seed: int) -> None:
    """Nothing is in doubt, nothing is missed or doubled."""
    joint = Joint(seed)
    _live(joint)
    _check_outcomes(joint)
    assert all(
        isinstance(end, Acknowledged)
        or end.reason != MAY_HAVE_BEEN_SENT
        or ticket in joint.unsecured
        for ticket, end in joint.outcomes().items()
    )
    for where in CHANNELS:
        assert len(set(joint.told(where))) == len(joint.told(where))
    if not joint.incomplete():
        _check_told(joint)


@_MANY
@given(SEEDS)
@pytest.mark.usefixtures("_hold")
def test_a_server_that_only_loses_us(seed: int) -> None:
    """Everything is told, and one's own messages stand in the log as they were said."""
    joint = Joint(seed)
    _live(joint, read_only=False, slow=False)
    assert not joint.incomplete()
    _check_told(joint)
    for where in CHANNELS:
        stored = [entry.text for entry in joint.server.logs[where] if entry.who == "alice"]
        assert stored == sorted(stored, key=lambda text: int(text.removeprefix("own")))


@_MANY
@given(SEEDS)
def test_a_server_that_forgets_us(seed: int) -> None:
    """Then what was on its way may have been sent, and that is said."""
    joint = Joint(seed)
    _live(joint, forgetful=True)
    _check_outcomes(joint)
    if not joint.incomplete():
        _check_told(joint)


@_MANY
@given(SEEDS, st.sampled_from(("", "batch", "message-tags echo-message", NO_KEYS, NO_LABELS)))
def test_lesser_servers(seed: int, capabilities: str) -> None:
    """Without keys, labels, history or anything: every ticket ends, and what it says is true."""
    joint = Joint(seed, capabilities)
    _live(joint, read_only=False)
    _check_outcomes(joint)
    if capabilities in (NO_KEYS, NO_LABELS) and not joint.incomplete():
        _check_told(joint)
