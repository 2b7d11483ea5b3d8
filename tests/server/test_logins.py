"""Logging in without a session: the same hub, the same helpers, the same limits."""

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from veche.core.commands import KeyProof, LogIn, PasswordChecked, PasswordProof
from veche.core.exchange import FOLLOW_UP, Answer, Ask, Done, Origin
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckPassword, LoggedInAs, Salt
from veche.core.secret import Secret
from veche.server.jobs import Job, Outcome
from veche.server.logins import WORKER, Logins

GOOD = LoggedInAs(7, "alice")
PROOF = PasswordProof("alice", Secret("sesame"))
CHECK = CheckPassword("hash", PROOF.password, 7, "alice", "")


class Around:
    """The hub and the helpers: what they are given, and what the test has them say."""

    def __init__(self) -> None:
        self.asks: list[Ask] = []
        self.jobs: list[tuple[Job, Callable[[Job, Outcome | None], None]]] = []
        self.logins = Logins(self.asks.extend, lambda job, done: self.jobs.append((job, done)))

    def say(self, ask: Ask, result: Done | Rejection) -> None:
        self.logins.answered([Answer(ask.origin, (result,))])


def result(future: "Future[LoggedInAs | Rejection]") -> LoggedInAs | Rejection:
    return future.result(0)


def test_a_password_goes_the_way_of_every_door() -> None:
    """Hub, helper, follow-up; the answer to that is the outcome."""
    around = Around()
    future = around.logins.log_in(PROOF, "192.0.2.0", "192.0.2.1")
    (ask,) = around.asks
    assert ask.commands == (LogIn(PROOF, "192.0.2.0", "192.0.2.1"),)
    assert ask.origin.worker == WORKER < 0
    around.say(ask, Done(reply=CHECK))
    ((job, done),) = around.jobs
    assert job.work is CHECK
    checked = PasswordChecked(7, True, "alice", "")
    done(job, checked)
    assert around.asks[1].commands == (checked,)
    assert around.asks[1].origin == Origin(ask.origin.session, WORKER, FOLLOW_UP)
    assert not future.done()
    around.say(around.asks[1], Done(reply=GOOD))
    assert result(future) is GOOD


@pytest.mark.parametrize("code", [Code.LOGIN_FAILED, Code.TOO_MANY_ATTEMPTS, Code.READ_ONLY])
def test_a_refusal_is_the_outcome(code: Code) -> None:
    """As the hub words it."""
    around = Around()
    future = around.logins.log_in(PROOF, "", "")
    around.say(around.asks[0], Rejection(code))
    assert result(future) == Rejection(code)


def test_helpers_with_too_much_to_do() -> None:
    """Then it is to be tried again."""
    around = Around()
    future = around.logins.log_in(PROOF, "", "")
    around.say(around.asks[0], Done(reply=CHECK))
    job, done = around.jobs[0]
    done(job, None)
    outcome = result(future)
    assert isinstance(outcome, Rejection)
    assert outcome.code is Code.TRY_AGAIN


def test_everybody_gets_their_own_answer() -> None:
    """In any order; what is for others is passed over."""
    around = Around()
    one, other = (around.logins.log_in(KeyProof(name), "", "") for name in ("k", "l"))
    first, second = around.asks
    assert first.origin.session != second.origin.session
    around.logins.answered([Answer(Origin(first.origin.session, 0, 0), (Done(reply=GOOD),))])
    assert not one.done()
    around.say(second, Done(reply=LoggedInAs(8, "bob")))
    around.say(first, Done(reply=GOOD))
    assert (result(one), result(other)) == (GOOD, LoggedInAs(8, "bob"))


def test_who_does_not_wait_is_forgotten() -> None:
    """A late answer changes nothing."""
    around = Around()
    future = around.logins.log_in(PROOF, "", "")
    future.cancel()
    around.say(around.asks[0], Done(reply=GOOD))
    assert future.cancelled()


def test_an_answer_that_is_none_is_our_own_bug() -> None:
    """And is loud."""
    around = Around()
    around.logins.log_in(PROOF, "", "")
    with pytest.raises(TypeError, match="Salt"):
        around.say(around.asks[0], Done(reply=Salt()))
