"""Answers and whatever must wait behind them: what goes out to one session, in its order.

Owns the pull of long answers as the outbox drains, the wait for a history page,
and the limit of what may wait. `fanout` owns the quick way, for all the others.
"""

from collections.abc import Callable, Iterator

import msgspec

from veche.core.commands import Command
from veche.core.exchange import FOLLOW_UP, Answer, Ask, Done
from veche.core.ids import Mono, Pos
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Work
from veche.server.fanout import Fanout
from veche.server.jobs import Job, Outcome
from veche.server.session import Late, Session
from veche.server.telemetry import WorkerCounters

LOW_WATER_BYTES = 65_536
"""A long answer is pulled while less than this waits to be sent."""
_SMALL_BYTES = 8_192
"""Up to here an answer is written without asking the transport how much waits."""


class Outflow:
    """One worker's. `answered` is told of each answer given to its end, `pushed` of deliveries
    that a connection took to pace them, `failed` of an error in a connection.

    Ordinarily all there is for a session is in its queue, until the end of the batch. When it is
    `odd`, because it is paced or something is late, only deliveries are: all else is written at
    once or waits among the late.
    """

    def __init__(
        self,
        fanout: Fanout,
        limits: Limits,
        counters: WorkerCounters,
        answered: Callable[[Session], None],
        pushed: Callable[[Session], None],
        failed: Callable[[Session, Exception], None],
        bug: Callable[[Exception], None],
    ) -> None:
        self._fanout = fanout
        self._used = fanout.used
        self._limit = limits.outbox_bytes
        self._counters = counters
        self._answered = answered
        self._pushed = pushed
        self._failed = failed
        self._bug = bug
        self.jobs: list[Job] = []
        self.follow_ups: list[Ask] = []
        self.pos: Pos = 0
        self.now: Mono = 0.0

    # -- answers -------------------------------------------------------------------------

    def answer(self, session: Session, answer: Answer) -> None:
        """An answer is due, after all that was delivered before it."""
        self._fanout.settle(session)
        late = session.late
        if late is None:
            self._start(session, answer)
            return
        self._defer(session, late)
        if answer.origin.number == FOLLOW_UP:
            self._complete(session, late, answer.results[0])
        else:
            late.items.append(answer)

    def finished(self, job: Job, session: Session, outcome: Outcome | None) -> None:
        """What came of a job, or None when it could not be done now."""
        late = session.late
        if late is None or late.working is None:
            return
        if isinstance(outcome, Command):
            origin = msgspec.structs.replace(late.working.origin, number=FOLLOW_UP)
            self.follow_ups.append(Ask(origin, (outcome,)))
            return
        if outcome is None:
            self._counters.jobs_shed += 1
            self._complete(session, late, Rejection(Code.TRY_AGAIN, "", "too much is asked"))
            return
        self._counters.jobs_done += 1
        result = outcome if isinstance(outcome, Rejection) else Done(reply=job.known(outcome))
        self._complete(session, late, result)

    def _complete(self, session: Session, late: Late, result: Done | Rejection) -> None:
        """Put the result in the place of the work that it came of."""
        answer, late.working = late.working, None
        assert answer is not None, "a follow-up without its answer"
        results = list(answer.results)
        results[_work(answer)[0]] = result
        self._start(session, Answer(answer.origin, tuple(results)))
        self.advance(session)

    def _start(self, session: Session, answer: Answer) -> None:
        _, work = _work(answer)
        if work is not None:
            self._late(session).working = answer
            self.jobs.append(Job(session.id, work, self.pos))
            return
        if session.odd and session.late is None:
            self._push(session)
        connection = session.connection
        if connection.encoding is not None:
            self._used[connection.encoding] = None
        try:
            pieces = connection.answer(answer, self.now)
        except Exception as error:
            self._failed(session, error)
            return
        if connection.paced is not session.odd:
            self.settle_mode(session)
        if self._pull(session, pieces):
            self._given(session)
        elif not session.ended:
            first = session.late is None
            self._late(session).pulling = pieces
            if first:
                self.advance(session)

    def _given(self, session: Session) -> None:
        encoding = session.connection.encoding
        if encoding is not session.encoding and encoding is not None:
            self._used[encoding] = None
        self._counters.answers += 1
        self._answered(session)

    def _pull(self, session: Session, pieces: Iterator[bytes]) -> bool:
        """Give pieces while there is room; True when there are no more."""
        if session.late is not None and session.transport.pending() >= LOW_WATER_BYTES:
            return False  # many small ones, to a client that asks and does not read
        taken: list[bytes] = []
        size, full = 0, False
        try:
            for piece in pieces:
                taken.append(piece)
                size += len(piece)
                if size > _SMALL_BYTES and size + session.transport.pending() > LOW_WATER_BYTES:
                    full = True
                    break
        except Exception as error:
            self._failed(session, error)
            return False
        if taken:
            data = taken[0] if len(taken) == 1 else b"".join(taken)
            if session.odd:
                self._write(session, data)
            else:
                self._fanout.put(session, data)
        return not full

    # -- what waits ----------------------------------------------------------------------

    def advance(self, session: Session) -> None:
        """Give what waited, as far as there is room: the transport has drained, or a page came."""
        late = session.late
        while late is not None and late.working is None and not session.ended:
            if late.pulling is not None:
                if session.transport.pending() >= LOW_WATER_BYTES:
                    return
                encoding = session.connection.encoding
                if encoding is not None:
                    self._used[encoding] = None
                if self._pull(session, late.pulling):
                    late.pulling = None
                    self._given(session)
            elif late.items:
                self._next(session, late)
            else:
                session.late = late = None
                session.odd = session.connection.paced

    def _next(self, session: Session, late: Late) -> None:
        item = late.items.popleft()
        if isinstance(item, Answer):
            self._start(session, item)
        elif isinstance(item, bytes):
            late.size -= len(item)
            self._write(session, item)
        else:
            late.size -= sum(map(len, item))
            self._write_lines(session, item)

    def _late(self, session: Session) -> Late:
        late = session.late
        if late is None:
            if not session.odd:
                self._write(session, b"".join(session.queue))
                session.queue.clear()
            else:
                self._push(session)
            late = session.late = Late()
            session.odd = True
        return late

    def _defer(self, session: Session, late: Late) -> None:
        if session.queue:
            lines = self._fanout.lines(session.queue)
            session.queue.clear()
            late.items.append(lines)
            late.size += sum(map(len, lines))

    # -- writing -------------------------------------------------------------------------

    def say(self, session: Session, data: bytes) -> None:
        """What the connection itself wants written, after all that was given to the session."""
        late = session.late
        if late is not None:
            self._defer(session, late)
            late.items.append(data)
            late.size += len(data)
        elif session.odd:
            self._write(session, data)
        else:
            self._fanout.put(session, data)

    def settle_mode(self, session: Session) -> None:
        """The connection may have begun or ceased to pace what it is given."""
        odd = session.late is not None or session.connection.paced
        if odd != session.odd:
            # What is queued was queued in the other mode.
            self.write_now(session)
            session.odd = odd

    def write_now(self, session: Session) -> None:
        """Write what is queued for the session, but for what must wait among the late."""
        if session.late is not None or not session.queue:
            return
        if session.odd:
            self._push(session)
        else:
            self._write(session, b"".join(session.queue))
            session.queue.clear()

    def say_last(self, session: Session, reason: str) -> None:
        """Tell the peer why the server ends its session, whatever else it was to be told."""
        try:
            data = session.connection.goodbye(reason)
        except Exception as error:
            self._bug(error)
            return
        self._write(session, data)

    def flush(self) -> list[Session]:
        """Write everything that is queued; return the sessions that have left too much unread."""
        over, odd = self._fanout.flush()
        for session in odd:
            late = session.late
            if late is not None:  # what is pending is mostly its long answer, and does not count
                self._defer(session, late)
                waiting = late.size
            else:
                self._push(session)
                waiting = session.transport.pending()
            if waiting > self._limit:
                over.append(session)
        self._fanout.end_batch()
        return over

    def _push(self, session: Session) -> None:
        """Have the connection pace the deliveries that are queued."""
        lines = self._fanout.lines(session.queue)
        if lines:
            session.queue.clear()
            self._write_lines(session, lines)

    def _write_lines(self, session: Session, lines: list[bytes]) -> None:
        connection = session.connection
        if not connection.paced:
            self._write(session, b"".join(lines))
            return
        try:
            for line in lines:
                connection.push(line, self.now)
            data = connection.output()
        except Exception as error:
            self._failed(session, error)
            return
        self._write(session, data)
        self._pushed(session)

    def _write(self, session: Session, data: bytes) -> None:
        if data and not session.ended:
            session.transport.write(data)
            self._counters.bytes_written += len(data)
            self._counters.writes += 1


def _work(answer: Answer) -> tuple[int, Work | None]:
    """The place of the first result that is work to be done, and the work."""
    for place, result in enumerate(answer.results):
        if type(result) is Done and isinstance(result.reply, Work):
            return place, result.reply
    return -1, None
