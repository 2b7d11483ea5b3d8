"""Logging in for those who have no session: requests that say with each of them who they are.

Owns who waits for an answer. What is asked, counted and compared is what every door asks: a
`LogIn`, the helpers' work, and its follow-up; there is no other way in.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from veche.core.commands import Command, LogIn, Proof
from veche.core.exchange import FOLLOW_UP, Answer, Ask, Done, Origin, Out
from veche.core.ids import Id
from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs, Work
from veche.server.jobs import Job, Outcome

WORKER = -4
"""The worker in the origin of what is asked here."""
_TOO_MUCH = Rejection(Code.TRY_AGAIN, "", "too much is asked")

Give = Callable[[Job, Callable[[Job, Outcome | None], None]], None]
LoggedIn = LoggedInAs | Rejection


class Logins:
    """`ask` hands an ask to the hub, `give` a job to the helpers; `answered` is to see all that the
    hub says. For all threads."""

    def __init__(self, ask: Callable[[Sequence[Ask]], None], give: Give) -> None:
        self._ask = ask
        self._give = give
        self._lock = threading.Lock()
        self._number: Id = 0  # below zero is no session of a worker
        self._waiting: dict[Id, Future[LoggedIn]] = {}

    def log_in(self, proof: Proof, address: str, host: str) -> Future[LoggedIn]:
        """Who this proves one to be. `address` is what limits per address count it as, `host` is
        what bans look at.

        Whoever does not wait any longer cancels the future.
        """
        with self._lock:
            self._number -= 1
            number = self._number
        future: Future[LoggedIn] = Future()
        self._waiting[number] = future
        future.add_done_callback(lambda _: self._waiting.pop(number, None))
        self._send(number, 0, LogIn(proof, address, host))
        return future

    def answered(self, outs: Sequence[Out]) -> None:
        """What the hub says, on its thread. Costs nothing while nobody waits."""
        if not self._waiting:
            return
        for out in outs:
            if isinstance(out, Answer) and out.origin.worker == WORKER:
                self._take(out.origin.session, out.results[0])

    def _take(self, number: Id, result: Done | Rejection) -> None:
        reply = result if isinstance(result, Rejection) else result.reply
        if isinstance(reply, Work):
            self._give(Job(number, reply, 0), self._worked)
        elif isinstance(reply, LoggedInAs | Rejection):
            self._finish(number, reply)
        else:
            raise TypeError(f"a login was answered with {type(reply).__name__}")

    def _worked(self, job: Job, outcome: Outcome | None) -> None:
        """On a helper's thread, or on the hub's when they have too much to do."""
        if isinstance(outcome, Command):
            self._send(job.session, FOLLOW_UP, outcome)
        else:
            self._finish(job.session, outcome if isinstance(outcome, Rejection) else _TOO_MUCH)

    def _send(self, number: Id, kind: int, command: Command) -> None:
        self._ask([Ask(Origin(number, WORKER, kind), (command,))])

    def _finish(self, number: Id, result: LoggedIn) -> None:
        future = self._waiting.get(number)
        if future is not None and future.set_running_or_notify_cancel():
            future.set_result(result)
