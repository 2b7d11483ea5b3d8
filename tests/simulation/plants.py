"""Bugs put in on purpose, to see that the simulation finds them.

Owns the bugs. Each takes a function like `setattr`, so that a test can take its bug out again.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.simulation.log import SimLog
from tests.simulation.server import Server
from veche.core import permissions
from veche.core.audience import Around
from veche.core.batch import Batch
from veche.core.decide import views
from veche.core.events import Stored
from veche.core.exchange import Deliver
from veche.core.hub import Hub, Prepared
from veche.core.ids import Id
from veche.core.journal import Journal
from veche.core.replies import Member
from veche.core.state import Channel, State
from veche.server.fanout import Fanout
from veche.server.membership import Membership
from veche.server.session import Session

Patch = Callable[[Any, str, Any], None]


def publish_before_append(patch: Patch) -> None:
    """Everybody is told of a batch while it is still on its way to the disk."""
    append = Server._append

    def eager(self: Server, batch: Prepared) -> None:
        seqs: dict[Id, int] = {}
        for stored in self.world.ledger.stored:
            if stored.record.conversation is not None:
                seqs[stored.record.conversation] = stored.seq or 0
        guessed = []
        for pos, record in enumerate(batch.records, self.hub.pos + 1):
            seq = None
            if record.conversation is not None:
                seq = seqs[record.conversation] = seqs.get(record.conversation, 0) + 1
            guessed.append(Stored(pos, seq, record))
        at = self.hub.pos
        self._publish(self.hub._tell(batch.plan, guessed))
        self.hub.pos = at
        append(self, batch)

    patch(Server, "_append", eager)


def forget_keys(patch: Patch) -> None:
    """A message sent again, because its acknowledgement was lost, is taken for another one."""

    def anew(self: Batch, context: Any, ask: Any, command: Any, key: bytes) -> Any:
        return self._carry_out(context, command, None)

    patch(Batch, "_once", anew)


def iterate_set(patch: Patch) -> None:
    """Members come in the order of a set."""
    members = views.members

    def unordered(state: State, channel: Channel) -> tuple[Member, ...]:
        return tuple(set(members(state, channel)))

    patch(views, "members", unordered)


def forget_field(patch: Patch) -> None:
    """A batch that could not be stored is taken back, but for the nicks in it."""
    change = Journal.set

    def careless(self: Journal, target: object, name: str, value: Any) -> None:
        if name == "nick":
            setattr(target, name, value)
        else:
            change(self, target, name, value)

    patch(Journal, "set", careless)


def write_twice(patch: Patch) -> None:
    """Who has two channels in common with somebody is told twice of a change of nick."""
    listeners = Fanout._listeners

    def doubled(self: Fanout, out: Deliver) -> Iterable[Session]:
        if not isinstance(out.audience, Around):
            return listeners(self, out)
        channels = out.audience.channels
        return [s for channel in channels for s in self._membership.in_channel(channel)]

    patch(Fanout, "_listeners", doubled)


def read_without_grant(patch: Patch) -> None:
    """Anybody may read the history of any channel."""
    rules = dict(permissions._CHANNEL_RULES)
    rules[permissions.Act.READ_HISTORY] = lambda actor, channel: None
    patch(permissions, "_CHANNEL_RULES", rules)


def skip_numbers(patch: Patch) -> None:
    """An append that fails uses up the sequence numbers it would have taken."""
    reach = SimLog._reach_disk

    def wasteful(self: SimLog, life: int, done: Any) -> None:
        if life == self._life and self.full and self._pending is not None:
            for record in self._pending[0]:
                conversation = record.conversation
                if conversation is not None:
                    seqs = self.memory._seqs
                    seqs[conversation] = seqs.get(conversation, 0) + 1
        reach(self, life, done)

    patch(SimLog, "_reach_disk", wasteful)


def keep_listening(patch: Patch) -> None:
    """Who leaves a channel, or is removed, goes on hearing it."""

    def nothing(self: Membership, user: Id, channel: Id) -> None:
        pass

    patch(Membership, "_remove", nothing)


def lie_about_disk(patch: Patch) -> None:
    """The log says that a batch is safe when it is only on its way."""

    def hasty(self: SimLog, life: int, done: Any) -> None:
        if life == self._life and self._pending is not None:
            records, _ = self._pending
            self._scheduler.after(0.02, _store_late, self, life)
            done(_as_if_stored(self, records))

    def _store_late(log: SimLog, life: int) -> None:
        if life == log._life and log._pending is not None:
            log.store()

    patch(SimLog, "_reach_disk", hasty)


def _as_if_stored(log: SimLog, records: Sequence[Any]) -> list[Stored]:
    seqs = dict(log.memory._seqs)
    stored = []
    for pos, record in enumerate(records, log.last + 1):
        seq = None
        if record.conversation is not None:
            seq = seqs[record.conversation] = seqs.get(record.conversation, 0) + 1
        stored.append(Stored(pos, seq, record))
    return stored


def lose_answers(patch: Patch) -> None:
    """A batch that failed after a stall is forgotten, and nobody is answered."""
    failed = Hub.failed

    def silent(self: Hub, batch: Prepared, turn: Any) -> Any:
        outs = failed(self, batch, turn)
        return [out for out in outs if isinstance(out, Deliver)]

    patch(Hub, "failed", silent)


PLANTS: dict[str, tuple[Callable[[Patch], None], tuple[str, ...]]] = {
    "publish-before-append": (publish_before_append, ("visible",)),
    "forget-keys": (forget_keys, ("doubled",)),
    "iterate-set": (iterate_set, ()),
    "forget-field": (forget_field, ("state",)),
    "write-twice": (write_twice, ("doubled",)),
    "read-without-grant": (read_without_grant, ("member",)),
    "skip-numbers": (skip_numbers, ("gap",)),
    "keep-listening": (keep_listening, ("member",)),
    "lie-about-disk": (lie_about_disk, ("visible",)),
    "lose-answers": (lose_answers, ("answers",)),
}
"""By name: the bug, and which checkers may speak of it. Of `iterate-set` only digests speak."""
