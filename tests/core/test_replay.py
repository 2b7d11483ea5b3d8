"""The records alone lead to the state: after any acts, failures, stalls and jumps of the clock.

The state machine knows no outcome in advance; it knows what must hold of every one.
"""

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.core.accounts import key, made
from tests.core.driver import (
    Assembly,
    assert_consistent,
    deliveries,
    picture,
    reborn,
    register,
    replayed,
    results,
)
from tests.core.strategies import ACCOUNTS, NICKS, any_command, shell
from veche.core import snapshot
from veche.core.commands import (
    AddAccount,
    AskedChange,
    ChangeModes,
    Command,
    Echo,
    Invite,
    Join,
    KeepHouse,
    Quit,
    Register,
    SetAway,
)
from veche.core.events import Credentials, Transient, UserLeft
from veche.core.exchange import Answer, Ask, Deliver, Origin, Out
from veche.core.hub import Hub, Prepared
from veche.core.ids import Id
from veche.core.rejections import Code, Rejection
from veche.core.state import State

_asks = st.tuples(st.integers(1, 5), st.lists(any_command(), min_size=1, max_size=3))
_batches = st.lists(_asks, max_size=4)
Asked = list[tuple[Id, list[Command]]]


class Conversation(RuleBasedStateMachine):
    """Several users at one hub, whose log fails and stalls."""

    def __init__(self) -> None:
        super().__init__()
        self.assembly = Assembly()
        self.pending: Prepared | None = None
        self.overtaken = False
        """Somebody left before a stalled batch here, and comes after it in the log."""
        self.open: dict[tuple[Id, int], int] = {}  # asks not answered: how many commands

    # -- helpers -----------------------------------------------------------------------------

    def asks(self, asked: Asked) -> list[Ask]:
        made = [self.assembly.make(session, *commands) for session, commands in asked]
        for ask in made:
            self.open[ask.origin.session, ask.origin.number] = len(ask.commands)
        return made

    def heard(self, outs: list[Out]) -> None:
        """Check what holds of all outs, and strike the answered asks off."""
        for out in outs:
            if isinstance(out, Answer):
                if out.origin.worker >= 0:
                    asked = self.open.pop((out.origin.session, out.origin.number))
                    assert len(out.results) == asked, "one result for each command"
                continue
            assert isinstance(out, Deliver)
            assert out.event.pos <= len(self.assembly.log)
            if isinstance(out.event, Transient):
                assert out.event.seq is None
            else:
                assert out.event == self.assembly.log[out.event.pos - 1]

    # -- rules -------------------------------------------------------------------------------

    @initialize()
    def people(self) -> None:
        for session, nick in enumerate(NICKS[:3], 1):
            self.assembly.enter(session, nick, secret=b"" if session == 1 else nick.encode())
        self.assembly.serve(AddAccount("olga", Credentials("hash", tokens=(("olga", "test"),))))

    @precondition(lambda self: self.pending is None)
    @rule(asked=_batches)
    def happens(self, asked: Asked) -> None:
        self.heard(self.assembly.batch(*self.asks(asked)))
        assert not self.assembly.hub.waiting

    @precondition(lambda self: self.pending is None)
    @rule(asked=_batches)
    def fails(self, asked: Asked) -> None:
        asks = self.asks(asked)
        stored = len(self.assembly.log)
        self.heard(self.assembly.failing(*asks))
        assert len(self.assembly.log) == stored

    @precondition(lambda self: self.pending is None)
    @rule(asked=_batches)
    def stalls(self, asked: Asked) -> None:
        before = picture(self.assembly.state)
        batch = self.assembly.prepare(*self.asks(asked))
        if not batch.records:
            self.heard(self.assembly.commit(batch))
            return
        self.assembly.hub.stalled(batch)
        assert picture(self.assembly.state) == before
        self.pending = batch

    @precondition(lambda self: self.pending is not None)
    @rule(asked=_batches)
    def goes_on_read_only(self, asked: Asked) -> None:
        outs = self.assembly.read_only(*self.asks(asked))
        self.overtaken |= bool(deliveries(outs, UserLeft))
        self.heard(outs)

    @precondition(lambda self: self.pending is not None)
    @rule(happened=st.booleans())
    def ends(self, happened: bool) -> None:
        assert self.pending is not None
        batch, self.pending = self.pending, None
        if happened:
            self.heard(self.assembly.commit(batch))
        else:
            outs = self.assembly.hub.failed(batch, self.assembly.turn(False))
            self.heard(list(outs))
        if self.assembly.hub.waiting:
            self.heard(self.assembly.batch())
        assert not self.open

    @precondition(lambda self: self.pending is None)
    @rule(command=shell(), fails=st.booleans())
    def is_administered(self, command: Command, fails: bool) -> None:
        ask = Ask(Origin(0, -1, 0), (command,))
        self.heard(self.assembly.failing(ask) if fails else self.assembly.batch(ask))

    @precondition(lambda self: self.pending is None)
    @rule(session=st.integers(1, 5), name=st.sampled_from(ACCOUNTS))
    def comes_with_an_account(self, session: Id, name: str) -> None:
        account = self.assembly.state.find_account(name)
        if account is not None:
            command = Register(name, "user", "real", "host.test", account=account.id)
            self.heard(self.assembly.batch(*self.asks([(session, [command])])))

    @rule(by_ms=st.sampled_from((-86_400_000, -1, 1, 60_000, 8 * 86_400_000)))
    def clock_jumps(self, by_ms: int) -> None:
        self.assembly.now_ms = max(self.assembly.now_ms + by_ms, 1)

    @precondition(lambda self: self.pending is None)
    @rule(fails=st.booleans())
    def keeps_house(self, fails: bool) -> None:
        ask = Ask(Origin(0, -1, 0), (KeepHouse(),))
        self.heard(self.assembly.failing(ask) if fails else self.assembly.batch(ask))

    @precondition(lambda self: self.pending is None)
    @rule(from_snapshot=st.booleans())
    def restarts(self, from_snapshot: bool) -> None:
        """Another process takes over, with or without the snapshot."""
        old = self.assembly.hub
        self.heard(self.assembly.batch())  # who left meanwhile is written down
        state = replayed(self.assembly.log)
        if from_snapshot:
            state = snapshot.load(snapshot.VERSION, old.snapshot())
        self.assembly.hub = Hub(state)
        self.assembly.hub.pos = old.pos
        self.assembly.start()

    # -- invariants --------------------------------------------------------------------------

    @invariant()
    def state_is_consistent(self) -> None:
        assert_consistent(self.assembly.state)
        assert len(self.assembly.state.journal) == 0

    @invariant()
    def only_held_asks_are_open(self) -> None:
        assert self.pending is not None or not self.open

    @invariant()
    def position_is_the_logs(self) -> None:
        assert self.assembly.hub.pos == len(self.assembly.log)

    @precondition(lambda self: self.pending is None)
    @rule()
    def is_what_the_log_says(self) -> None:
        self.heard(self.assembly.batch())
        assembly = self.assembly
        at_ms = max(assembly.now_ms, assembly.state.last_ms)
        live, rebuilt = assembly.state, replayed(assembly.log)
        assert_consistent(rebuilt)
        times = not self.overtaken
        assert reborn(live, at_ms, times=times) == reborn(rebuilt, at_ms, times=times)

    def teardown(self) -> None:
        if self.pending is not None:
            self.ends(True)
        self.is_what_the_log_says()


TestConversation = Conversation.TestCase
# Not shrunk: that takes minutes, and forty steps can be read.
TestConversation.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)


def test_a_replay_knows_positions() -> None:
    """After a replay the hub goes on where the log ends."""
    assembly = Assembly()
    assembly.enter(1, "anna")
    hub = Hub(State())
    hub.replay(assembly.log)
    assert hub.pos == len(assembly.log) == 3
    assert picture(hub.state)["nicks"] == {"anna": assembly.user("anna").id}


def test_a_departure_that_could_not_be_written_is_written_later() -> None:
    """Who quits while the log is down is gone for good: also after a restart, also a guest
    who could have come back; and the nick is free for another at once."""
    assembly = Assembly()
    anna = assembly.enter(1, "anna", Join("#a"), secret=b"anna")
    left = UserLeft(anna.id, (assembly.channel("#a").id,))
    assembly.now_ms += 1000
    assembly.read_only(assembly.make(1, Quit("bye")))
    failed = assembly.failing(assembly.make(2, register("anna")))
    assert results(failed, 2) == (Rejection(Code.READ_ONLY),)
    quit_ms = assembly.now_ms
    assembly.now_ms += 5000
    other = assembly.enter(2, "anna", secret=b"other").id
    departure = assembly.log[-2].record
    assert departure.event == left
    assert departure.at_ms == quit_ms
    rebuilt = replayed(assembly.log)
    assert list(rebuilt.users) == [other]
    assert rebuilt.nicks == {"anna": other}
    assembly.do(2, Echo(1))
    assert assembly.log[-1].record.event != left, "once is enough"


def test_a_new_life_forgets_what_was_only_announced() -> None:
    """Away, user modes and invitations are not in the log: a snapshot must not know better."""
    assembly = Assembly()
    assembly.enter(1, "anna", Join("#a"))
    assembly.enter(2, "boris", SetAway("tea"), secret=b"boris")
    assembly.do(2, ChangeModes("boris", (AskedChange(True, "i"),)))
    assembly.do(1, Invite("boris", "#a"))
    at_ms = assembly.now_ms
    assert reborn(assembly.state, at_ms) == reborn(replayed(assembly.log), at_ms)


def test_who_stays_is_seen_after_any_number_of_lives() -> None:
    """A guest who came back, which no record tells, and has logged in since."""
    assembly = Assembly()
    made(assembly, "anna")
    guest = assembly.enter(1, "guest", secret=b"s")
    assembly.start()
    assembly.do(2, register("guest", resume=b"s"))
    assembly.do(2, key("anna"))
    for state in (assembly.state, replayed(assembly.log)):
        after = reborn(state, assembly.now_ms)
        assert after["detached"] == {}
        assert after["users"][guest.id].absent
