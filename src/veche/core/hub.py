"""The hub: takes asks in batches, decides them, and says what came of it.

Owns the state and the order. Sans-I/O: whoever pumps it brings asks, the turn
and the log's outcome, and carries the outs away. One batch with records is
pending at most:

    prepare --> committed            the batch happened
            --> failed               it did not: decided again, read-only
            --> stalled --> either   not known yet: others are served read-only

Nothing of a batch is visible to anybody before `committed` returns it.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat

import msgspec

from veche.core import snapshot
from veche.core.apply import apply
from veche.core.audience import audience
from veche.core.batch import Batch, Plan, Tell, besides, results_of
from veche.core.commands import Command, KeyProof, LogIn, PasswordChecked, Register
from veche.core.events import Happened, Record, Stored, Transient
from veche.core.exchange import Answer, Ask, Deliver, Out
from veche.core.ids import Id, Pos
from veche.core.limits import DEFAULT, Limits
from veche.core.presence import Notice
from veche.core.state import State
from veche.core.turn import Turn


class Prepared(msgspec.Struct):
    """A decided batch. `records` are to be stored, all or none; when empty, commit at once."""

    asks: tuple[Ask, ...]
    records: tuple[Record, ...]
    plan: Plan
    settled: int = 0  # how many of the records are departures from before
    stalled: bool = False


class Hub:
    """All decisions, one after another."""

    def __init__(self, state: State, limits: Limits = DEFAULT, lobby: str = "#lobby") -> None:
        self.state = state
        self.pos: Pos = 0
        self._limits = limits
        self._lobby = lobby
        self._stalled: Prepared | None = None
        self._held_sessions: dict[Id, None] = {}
        self._held_users: dict[Id, None] = {}
        self._held: list[Ask] = []
        self._unlogged: list[Record] = []  # who left while the log could not be written

    # -- the life of a batch ---------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """Asks are held that the next `prepare` will decide."""
        return bool(self._held) and self._stalled is None

    @property
    def owing(self) -> bool:
        """Somebody left while the log could not be written; the next batch has it written."""
        return bool(self._unlogged)

    def replay(self, stored: Iterable[Stored]) -> None:
        """At start: what the log holds after the snapshot."""
        for item in stored:
            apply(self.state, item.record)
            self.pos = item.pos
            self.state.journal.forget()

    def prepare(self, asks: Sequence[Ask], turn: Turn) -> Prepared:
        """Decide the asks in order and apply what they lead to, ready to be taken back."""
        if self._stalled is not None:
            asks = [ask for ask in asks if not self._hold(ask)]
        elif self._held:
            asks = [*self._held, *asks]
            self._held = []
        batch = Batch(self.state, turn, self._limits, self._lobby)
        settled = len(self._unlogged) if turn.writable and self._stalled is None else 0
        if settled:
            batch.settle(self._unlogged)
        for ask in asks:
            batch.decide(ask)
        return Prepared(tuple(asks), tuple(batch.records), batch.plan, settled)

    def committed(self, batch: Prepared, stored: Sequence[Stored]) -> Sequence[Out]:
        """The log has the records: this is what everybody is told, in order."""
        if batch.stalled:
            self._resume()
            for step in batch.plan:
                if isinstance(step, Tell):
                    apply(self.state, step.record)
        self.state.journal.forget()
        del self._unlogged[: batch.settled]
        return self._tell(batch.plan, stored)

    def stalled(self, batch: Prepared) -> None:
        """The log does not answer. Until it does, the batch counts as not having happened,
        its authors wait, on all their sessions, and everybody else is served what needs no log."""
        self.state.journal.undo()
        batch.stalled = True
        self._stalled = batch
        sessions = [ask.origin.session for ask in batch.asks]
        authors = [user.id for s in sessions if (user := self.state.user_of(s)) is not None]
        told = [
            getattr(step.record.event, "user", None) for step in batch.plan if type(step) is Tell
        ]
        self._held_sessions = dict.fromkeys(sessions)
        self._held_users = dict.fromkeys((*authors, *filter(None, told)))

    def failed(self, batch: Prepared, turn: Turn) -> Sequence[Out]:
        """Nothing was stored: take the batch back and decide it again, read-only."""
        if batch.stalled:
            self._resume()
        else:
            self.state.journal.undo()
        again = Batch(self.state, turn, self._limits, self._lobby)
        for ask in batch.asks:
            again.decide(ask)
        self.state.journal.forget()
        return self._tell(again.plan, ())

    def foreign(self, events: Sequence[Stored]) -> Sequence[Out]:
        """Records that came into the log from elsewhere, in order. What is told besides, as to who
        watches a nick, has the id of the record that it comes of."""
        outs: list[Out] = []
        for stored in events:
            record = stored.record
            outs.append(Deliver(stored, audience(self.state, record)))
            told = besides(self.state, record, repeat(record.id).__next__)
            outs += [Deliver(Transient(stored.pos, n.record), n.audience) for n in told]
            apply(self.state, record)
            self.pos = stored.pos
        self.state.journal.forget()
        return outs

    def snapshot(self) -> bytes:
        """The state at `pos`, for the log to keep. Only between batches."""
        return snapshot.dump(self.state)

    def _hold(self, ask: Ask) -> bool:
        """Keep the ask for later if its user, now or by resuming, has a part in what stalled."""
        session = ask.origin.session
        if session not in self._held_sessions:
            entry = self.state.sessions.get(session)
            users = [] if entry is None else [entry.user]
            users += [user for command in ask.commands for user in self._entered(command)]
            if not any(user in self._held_users for user in users):
                return False
            self._held_sessions[session] = None
        self._held.append(ask)
        return True

    def _entered(self, command: Command) -> tuple[Id, ...]:
        """Users whom the session may come to speak for by this command."""
        state = self.state
        if isinstance(command, Register):
            account = state.accounts.get(command.account)
            return state.resumes.get(command.resume, 0), account.user if account else 0
        if isinstance(command, PasswordChecked):
            account = state.accounts.get(command.account)
        elif isinstance(command, LogIn) and isinstance(command.proof, KeyProof):
            account = state.accounts.get(state.keys.get(command.proof.key, 0))
        elif isinstance(command, LogIn):
            account = state.find_account(command.proof.account)
        else:
            return ()
        return (account.user,) if account is not None else ()

    def _resume(self) -> None:
        self._stalled = None
        self._held_sessions = {}
        self._held_users = {}

    def _tell(self, plan: Plan, stored: Sequence[Stored]) -> list[Out]:
        outs: list[Out] = []
        told: list[Happened] = []  # since the last answer
        pos = self.pos
        taken = 0
        for step in plan:
            if isinstance(step, Tell):
                happened: Happened
                if step.kept:
                    happened = stored[taken]
                    taken += 1
                    pos = happened.pos
                else:
                    happened = Transient(pos, step.record)
                    if step.record.event.durable:
                        self._unlogged.append(step.record)
                outs.append(Deliver(happened, step.audience, step.but))
                told.append(happened)
            elif isinstance(step, Notice):
                outs.append(Deliver(Transient(pos, step.record), step.audience))
            else:
                outs.append(Answer(step.origin, results_of(step.results, told, stored)))
                told.clear()
        self.pos = pos
        return outs
