"""A hub with all that it needs around it, for tests: a clock, a log, sessions that ask.

Owns the pumping of a `Hub` without threads, and the pictures with which states are compared.
"""

import copy
from collections.abc import Sequence
from typing import Any

from veche.core import snapshot
from veche.core.apply import apply
from veche.core.commands import Command, KeepHouse, Register, Start
from veche.core.events import Event, Happened, Record, ServerStarted, Stored
from veche.core.exchange import FOLLOW_UP, Answer, Ask, Deliver, Done, Origin, Out
from veche.core.hub import Hub, Prepared
from veche.core.ids import EPOCH_MS, Id, IdSource, Seq
from veche.core.limits import DEFAULT, Limits
from veche.core.rejections import Rejection
from veche.core.replies import Reply
from veche.core.skeletons import skeleton
from veche.core.state import Channel, State, User

START_MS = EPOCH_MS + 31_536_000_000
"""What the assembly's clock shows first: Unix milliseconds."""

Result = Done | Rejection


class FakeTurn:
    """The turn of one batch, all of it in the test's hands."""

    def __init__(self, assembly: "Assembly", writable: bool = True) -> None:
        self._assembly = assembly
        self.now_ms = assembly.now_ms
        self.writable = writable

    def new_id(self) -> Id:
        return self._assembly.ids.new(self.now_ms)

    def recall(self, author: Id, key: bytes) -> Stored | None:
        for stored in reversed(self._assembly.log):
            asked = stored.record.idempotency
            if asked is not None and (asked.author, asked.key) == (author, key):
                return stored
        return None

    def find(self, record: Id) -> Stored | None:
        return next((item for item in self._assembly.log if item.record.id == record), None)

    def edits(self, message: Stored) -> Sequence[Id]:
        return [
            item.record.id
            for item in self._assembly.log
            if getattr(item.record.event, "edits", None) == message.record.id
        ]


class Assembly:
    """A hub, its log and its clock. `start()` has been asked unless `started` is false."""

    def __init__(
        self, limits: Limits = DEFAULT, lobby: str = "#lobby", *, started: bool = True
    ) -> None:
        self.limits = limits
        self.hub = Hub(State(), limits, lobby)
        self.log: list[Stored] = []
        self.ids = IdSource()
        self.now_ms = START_MS
        self._seqs: dict[Id, Seq] = {}
        self._number = 0
        if started:
            self.start()

    @property
    def state(self) -> State:
        return self.hub.state

    # -- asking ------------------------------------------------------------------------------

    def make(
        self, session: Id, *commands: Command, key: bytes | None = None, worker: int = 0
    ) -> Ask:
        """An ask with a number of its own."""
        self._number += 1
        return Ask(Origin(session, worker, self._number), commands, key)

    def turn(self, writable: bool = True) -> FakeTurn:
        """A turn at the present time."""
        return FakeTurn(self, writable)

    def prepare(self, *asks: Ask, writable: bool = True) -> Prepared:
        """Have the asks decided; the batch is then pending."""
        return self.hub.prepare(asks, self.turn(writable))

    def store(self, records: Sequence[Record]) -> list[Stored]:
        """Put the records into the log, as a log does."""
        stored = []
        for record in records:
            newest = self.log[-1].record.at_ms if self.log else 0
            assert record.at_ms >= newest, "the log's stamps never decrease"
            assert record.event.durable
            seq = None
            if record.conversation is not None:
                seq = self._seqs[record.conversation] = self._seqs.get(record.conversation, 0) + 1
            item = Stored(len(self.log) + 1, seq, record)
            self.log.append(item)
            stored.append(item)
        return stored

    def commit(self, batch: Prepared) -> list[Out]:
        """Store a pending batch and give what the hub then says."""
        return list(self.hub.committed(batch, self.store(batch.records)))

    def batch(self, *asks: Ask) -> list[Out]:
        """Decide and commit the asks in one batch."""
        return self.commit(self.prepare(*asks))

    def read_only(self, *asks: Ask) -> list[Out]:
        """Decide the asks as while nothing can be written."""
        batch = self.prepare(*asks, writable=False)
        assert batch.records == ()
        return list(self.hub.committed(batch, ()))

    def failing(self, *asks: Ask) -> list[Out]:
        """Decide the asks in one batch whose append fails."""
        return list(self.hub.failed(self.prepare(*asks), self.turn(False)))

    def ask(
        self, session: Id, *commands: Command, key: bytes | None = None
    ) -> tuple[tuple[Result, ...], list[Out]]:
        """One ask in a batch of its own: its results, and everything that was said."""
        outs = self.batch(self.make(session, *commands, key=key))
        return results(outs, session), outs

    def one(self, session: Id, command: Command, key: bytes | None = None) -> Result:
        """The result of one command."""
        (result,) = self.ask(session, command, key=key)[0]
        return result

    def do(self, session: Id, command: Command) -> Done:
        """The result of a command that must succeed."""
        result = self.one(session, command)
        assert isinstance(result, Done), result
        return result

    def reply(self, session: Id, command: Command) -> Reply | None:
        """The reply to a command that must succeed."""
        return self.do(session, command).reply

    # -- the server's own --------------------------------------------------------------------

    def start(self) -> list[Out]:
        """A new life of the server."""
        return self.batch(Ask(Origin(0, -1, 0), (Start(),)))

    def keep_house(self) -> list[Out]:
        """The minute's tidying."""
        return self.batch(Ask(Origin(0, -1, 0), (KeepHouse(),)))

    def serve(self, command: Command) -> Result:
        """The result of one of the server's own commands."""
        (result,) = results(self.batch(Ask(Origin(0, -1, 0), (command,))), 0)
        return result

    def follow(self, session: Id, command: Command) -> tuple[Result, list[Out]]:
        """What a helper's outcome leads to: the result, and everything that was said."""
        outs = self.batch(Ask(Origin(session, 0, FOLLOW_UP), (command,)))
        (result,) = results(outs, session)
        return result, outs

    # -- people ------------------------------------------------------------------------------

    def enter(self, session: Id, nick: str, *commands: Command, secret: bytes = b"") -> User:
        """Register the session under a nick and do more; everything must succeed."""
        self.do(session, register(nick, secret=secret))
        for command in commands:
            self.do(session, command)
        return self.user(nick)

    def user(self, nick: str) -> User:
        """The user that is seen under the nick."""
        user = self.state.find_user(nick)
        assert user is not None, nick
        return user

    def channel(self, name: str) -> Channel:
        """The channel of the name."""
        channel = self.state.find_channel(name)
        assert channel is not None, name
        return channel


def register(nick: str, *, secret: bytes = b"", resume: bytes = b"") -> Register:
    """A well-formed registration."""
    return Register(nick, "user", f"{nick} of the tests", "host.test", resume, secret)


def results(outs: Sequence[Out], session: Id) -> tuple[Result, ...]:
    """The results of the one ask of the session that was answered."""
    (answer,) = [o for o in outs if isinstance(o, Answer) and o.origin.session == session]
    return answer.results


def deliveries(outs: Sequence[Out], kind: type[Event] | None = None) -> list[Deliver]:
    """The deliveries, of one kind of event if given."""
    found = [out for out in outs if isinstance(out, Deliver)]
    return [d for d in found if kind is None or isinstance(d.event.record.event, kind)]


def events(happened: Sequence[Happened]) -> list[Event]:
    """The bare events."""
    return [item.record.event for item in happened]


# -- states ------------------------------------------------------------------------------------


def picture(state: State) -> dict[str, Any]:
    """All that the state holds, for comparing; order apart.

    Without the time of the last record, which never goes back, not even when a batch is undone.
    """
    fields = vars(state).items()
    return {n: copy.deepcopy(v) for n, v in fields if n not in ("journal", "last_ms")}


def replayed(stored: Sequence[Stored]) -> State:
    """The state that the records alone lead to."""
    hub = Hub(State())
    hub.replay(stored)
    return hub.state


def reborn(state: State, at_ms: int, *, times: bool = True) -> dict[str, Any]:
    """The picture of a copy of the state after a new start of the server at that time.

    When a user was last seen is left out: only a snapshot knows it. Without
    `times`, since when a channel is empty is left out too, and which conversations have ended.
    """
    after = snapshot.load(snapshot.VERSION, snapshot.dump(state))
    apply(after, Record(1, at_ms, None, ServerStarted()))
    assert_consistent(after)
    for user in after.users.values():
        user.detached_ms = 0
        user.past = user.past if times else {}
    for account in after.accounts.values():
        account.past = account.past if times else {}
    for channel in after.channels.values():
        if not times and channel.empty_ms is not None:
            channel.empty_ms = 0
    return picture(after)


def assert_consistent(state: State) -> None:
    """Everything that is said in two places of the state is said the same."""
    users, channels = state.users, state.channels
    assert state.nicks == {user.folded: user.id for user in users.values()}
    assert state.names == {channel.folded: channel.id for channel in channels.values()}
    assert state.resumes == {user.resume: user.id for user in users.values() if user.resume}
    assert set(state.detached) == {u.id for u in users.values() if not u.present}
    assert set(state.invisible) == {u.id for u in users.values() if u.present and "i" in u.modes}
    seen = [user for user in users.values() if user.present]
    assert set(state.operators) == {user.id for user in seen if "o" in user.modes}
    assert state.looks == {skeleton(user.nick): user.id for user in users.values()}
    assert state.account_looks == {skeleton(a.name): a.id for a in state.accounts.values()}
    assert {(nick, s) for nick, sessions in state.watchers.items() for s in sessions} == {
        (nick, s.id) for s in state.sessions.values() for nick in s.watching
    }
    assert {(u.id, c) for u in users.values() for c in u.channels} == {
        (u, c.id) for c in channels.values() for u in c.members
    }
    assert {(s, u.id) for u in users.values() for s in u.sessions} == {
        (s.id, s.user) for s in state.sessions.values()
    }
    for user in users.values():
        assert user.present or not user.sessions, "nobody sees somebody who is here"
        for other, conversation in user.directs.items():
            assert users[other].directs[user.id] == conversation
    for channel in channels.values():
        assert (channel.empty_ms is None) == bool(channel.members)
    assert state.most_users >= state.present_users
    accounts = state.accounts
    assert state.account_names == {account.folded: account.id for account in accounts.values()}
    assert state.keys == {key: a.id for a in accounts.values() for key in a.lookups}
    assert set(state.pushed) == {a.id for a in accounts.values() if a.subscriptions}
    assert {(a.user, a.id) for a in accounts.values() if a.user} == {
        (u.id, u.account) for u in users.values() if u.account
    }
    for user in users.values():
        assert user.account_name == (accounts[user.account].name if user.account else "")
