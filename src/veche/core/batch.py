"""One pass of decisions over a batch of asks, and the plan of what to tell that it makes.

Owns exactly-once and the bookkeeping between a decision and its outs. The plan
is in the order of the asks; nothing in it is visible before the hub says so.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b

import msgspec

from veche.core.apply import apply
from veche.core.audience import NOBODY, Audience, audience
from veche.core.commands import Command, SendMessage
from veche.core.decide import TABLE
from veche.core.decide.base import NOBODY_YET, Context, Decided, Happening
from veche.core.events import (
    ChannelRenamed,
    Event,
    Happened,
    HostChanged,
    Idempotency,
    Invited,
    Joined,
    MessageSent,
    Record,
    Returned,
    Stored,
    UserAbsent,
    UserLeft,
)
from veche.core.exchange import FOLLOW_UP, Ask, Done, Origin
from veche.core.hosts import shown
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.metadata import entered
from veche.core.presence import PRESENCE, Notice, notices
from veche.core.push import due
from veche.core.rejections import Code, Rejection
from veche.core.renaming import moved
from veche.core.replies import Reply
from veche.core.state import State
from veche.core.touching import TOUCHING, placed
from veche.core.turn import Turn


class Tell(msgspec.Struct, gc=False):
    """Tell the audience of the record, once it has happened. `kept`: it is for the log."""

    record: Record
    audience: Audience
    but: Id
    kept: bool


class Result(msgspec.Struct, gc=False):
    """Of one command: how many tells it led to, and the reply or the refusal."""

    tells: int
    reply: Reply | Rejection | None


class Again(msgspec.Struct, gc=False):
    """The ask was made before, under the same key: its first record, or that one's place."""

    stored: Stored | None
    record: int = 0


class Planned(msgspec.Struct, gc=False):
    """The answer to an ask, after the tells before it."""

    origin: Origin
    results: list[Result | Again | Rejection]


Plan = list[Tell | Notice | Planned]


def results_of(
    planned: list[Result | Again | Rejection],
    told: list[Happened],
    stored: Sequence[Stored],
) -> tuple[Done | Rejection, ...]:
    """The answer's results, from what was planned and what came of it."""
    results: list[Done | Rejection] = []
    start = 0
    for result in planned:
        if isinstance(result, Result):
            end = start + result.tells
            if isinstance(result.reply, Rejection):
                results.append(result.reply)
            else:
                results.append(Done(tuple(told[start:end]), result.reply))
            start = end
        elif isinstance(result, Again):
            results.append(Done((result.stored or stored[result.record],)))
        else:
            results.append(result)
    return tuple(results)


class Batch:
    """One pass of decisions over a batch."""

    def __init__(self, state: State, turn: Turn, limits: Limits, lobby: str) -> None:
        self.records: list[Record] = []
        self.plan: Plan = []
        self._keys: dict[tuple[Id, bytes], tuple[bytes, int]] = {}
        # A clock that went back is passed by: stamps creep on, so that no page of history has to
        # hold an hour of equal ones.
        now, last = turn.now_ms, state.last_ms
        self._now_ms = now if now >= last else last + 1
        self._state = state
        self._turn = turn
        self._limits = limits
        self._lobby = lobby

    def settle(self, departures: Sequence[Record]) -> None:
        """Have the log keep, as they were, departures that it could not take at the time."""
        for record in departures:
            self.plan.append(Tell(record, NOBODY, 0, True))
            self.records.append(record)
        self.plan.append(Planned(Origin(0, -1, 0), [Result(len(departures), None)]))

    def decide(self, ask: Ask) -> None:
        """All commands of an ask, each on the state that the one before it left."""
        origin = ask.origin
        results: list[Result | Again | Rejection] = []
        context = Context(
            self._state,
            self._turn,
            self._now_ms,
            self._limits,
            self._lobby,
            origin.session,
            origin.worker,
            NOBODY_YET,
        )
        follow_up = origin.number == FOLLOW_UP
        for command in ask.commands:
            if TABLE[type(command)].follow_up is not follow_up:
                results.append(Rejection(Code.UNKNOWN_COMMAND))
                continue
            context.actor = self._state.user_of(origin.session) or NOBODY_YET
            if ask.key is None:
                results.append(self._carry_out(context, command, None))
            else:
                results.append(self._once(context, ask, command, ask.key))
        self.plan.append(Planned(origin, results))

    def _once(
        self, context: Context, ask: Ask, command: Command, key: bytes
    ) -> Result | Again | Rejection:
        """As the design's "exactly once for those who ask": the same key and body happen once."""
        if len(ask.commands) != 1 or not isinstance(command, SendMessage):
            return Rejection(Code.BAD_KEY, "", "a key goes with one message to one target")
        if not 0 < len(key) <= self._limits.idempotency_key_bytes:
            return Rejection(Code.BAD_KEY, "", "it is empty or too long")
        author = context.actor.id
        digest = _digest(context, command)
        here = self._keys.get((author, key))
        if here is not None:
            return Again(None, here[1]) if here[0] == digest else Rejection(Code.KEY_REUSED)
        before = self._turn.recall(author, key)
        if before is not None:
            same = before.record.idempotency
            if same is not None and same.digest == digest:
                return Again(before)
            return Rejection(Code.KEY_REUSED)
        result = self._carry_out(context, command, Idempotency(author, key, digest))
        if isinstance(result, Result):
            self._keys[author, key] = (digest, len(self.records) - 1)
        return result

    def _carry_out(
        self, context: Context, command: Command, idempotency: Idempotency | None
    ) -> Result | Rejection:
        row = TABLE[type(command)]
        if row.needs_user and context.actor is NOBODY_YET:
            return Rejection(Code.NOT_REGISTERED)
        if row.internal and context.worker >= 0:
            return Rejection(Code.UNKNOWN_COMMAND)
        decided = row.decide(context, command)
        if not isinstance(decided, Decided):
            return decided
        if not self._turn.writable and (row.internal or _needs_log(decided)):
            return Rejection(Code.READ_ONLY)
        for happening in decided.events:
            self._happen(context, happening, idempotency)
        reply = decided.reply
        return Result(len(decided.events), reply() if callable(reply) else reply)

    def _happen(
        self, context: Context, happening: Happening, idempotency: Idempotency | None
    ) -> None:
        event, but = happening.event, context.session
        if type(event) in TOUCHING:
            event = placed(self._state, event)
        record = Record(
            self._turn.new_id(),
            self._now_ms,
            happening.conversation,
            event,
            happening.body,
            idempotency if type(event) is MessageSent else None,
        )
        kept = event.durable and self._turn.writable
        if type(event) is UserLeft and event.user != context.actor.id:
            but = 0  # its answer shows nobody that somebody else goes
        self.plan.append(Tell(record, audience(self._state, record), but, kept))
        self.plan += besides(self._state, record, self._turn.new_id)
        apply(self._state, record)
        if kept:
            self.records.append(record)


_BESIDES: dict[type[Event], Callable[[State, Record, Callable[[], Id]], Sequence[Notice]]] = {
    **dict.fromkeys(PRESENCE, notices),
    HostChanged: shown,
    ChannelRenamed: moved,
    Joined: entered,
    Returned: entered,
    MessageSent: due,
    Invited: due,
}
"""Who is told of an event besides its audience."""


def besides(state: State, record: Record, new_id: Callable[[], Id]) -> Sequence[Notice]:
    """What they are told, before the record is applied."""
    tell = _BESIDES.get(type(record.event))
    return () if tell is None else tell(state, record, new_id)


def _needs_log(decided: Decided) -> bool:
    """Whether it cannot happen unwritten. Somebody who leaves is gone, written or not: the
    hub has it written later."""
    return any(h.event.durable and type(h.event) not in _LEAVING for h in decided.events)


_LEAVING = (UserLeft, UserAbsent)


def _digest(context: Context, command: SendMessage) -> bytes:
    body = msgspec.json.encode((command.target, command.text, command.how, command.tags))
    return blake2b(body, digest_size=16).digest()
