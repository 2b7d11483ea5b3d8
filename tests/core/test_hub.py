"""The life of a batch: what is said, in what order, and what is left when it fails or stalls."""

import pytest

from tests.core.driver import Assembly, deliveries, events, picture, register, results
from veche.core import commands as c
from veche.core.audience import NOBODY, InChannel, Sessions
from veche.core.events import (
    Joined,
    MessageSent,
    Record,
    SessionAttached,
    Stored,
    TagsSent,
    TextBody,
    Transient,
    UserLeft,
    UserRegistered,
    WentOffline,
)
from veche.core.exchange import Answer, Ask, Deliver, Done, Origin
from veche.core.hub import Hub
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Left
from veche.core.state import State

READ_ONLY = Rejection(Code.READ_ONLY)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def say(text: str, target: str = "#a") -> c.SendMessage:
    """A message."""
    return c.SendMessage(target, text)


def test_deliveries_come_before_their_answer_in_order_of_asks(assembly: Assembly) -> None:
    """Across sessions and commands, durable and transient."""
    outs = assembly.batch(
        assembly.make(1, say("one"), say("two")),
        assembly.make(2, c.SendTags("#a", (("+typing", "active"),))),
        assembly.make(1, c.Echo("x")),
        assembly.make(2, say("three")),
    )
    kinds = [type(o) if isinstance(o, Answer) else type(o.event.record.event) for o in outs]
    assert kinds == [
        MessageSent,
        MessageSent,
        Answer,
        TagsSent,
        Answer,
        Answer,
        MessageSent,
        Answer,
    ]
    numbers = [(o.origin.session, o.origin.number) for o in outs if isinstance(o, Answer)]
    assert numbers == sorted(numbers, key=lambda number: number[1])


def test_one_answer_with_one_result_for_each_command(assembly: Assembly) -> None:
    """Refused or done, each command has its own result, and its own events."""
    (one, two, three, four), outs = assembly.ask(
        1, say("one"), c.Part("#none"), c.Join("#b"), c.Echo(7)
    )
    assert len([out for out in outs if isinstance(out, Answer)]) == 1
    assert isinstance(one, Done)
    assert [type(e) for e in events(one.events)] == [MessageSent]
    assert two == Rejection(Code.NO_SUCH_CHANNEL, "#none")
    assert isinstance(three, Done)
    assert [type(e) for e in events(three.events)][-1] is Joined
    assert four == Done((), Echoed(7))


def test_the_author_is_left_out_of_the_delivery(assembly: Assembly) -> None:
    """`but` is the author's session; its answer has the very event that the others get."""
    (result,), outs = assembly.ask(1, say("hello"))
    (delivery,) = deliveries(outs)
    assert delivery.but == 1
    assert delivery.audience == InChannel(assembly.channel("#a").id)
    assert isinstance(result, Done)
    assert result.events[0] is delivery.event


def test_positions_and_sequences_are_the_logs(assembly: Assembly) -> None:
    """Durable events carry what the log gave them; a transient one names what it follows."""
    pos = assembly.hub.pos
    outs = assembly.batch(
        assembly.make(1, c.SendTags("#a")),
        assembly.make(1, say("one")),
        assembly.make(2, c.SendTags("#a")),
    )
    before, message, after = (delivery.event for delivery in deliveries(outs))
    assert (before.pos, message.pos, after.pos) == (pos, pos + 1, pos + 1)
    assert isinstance(message, Stored)
    assert isinstance(before, Transient)
    assert (before.seq, after.seq) == (None, None)
    assert assembly.hub.pos == pos + 1


def test_an_empty_batch_says_nothing(assembly: Assembly) -> None:
    """No asks, no outs."""
    assert assembly.batch() == []


def test_time_never_decreases(assembly: Assembly) -> None:
    """One stamp a batch; while the clock is behind, stamps creep on by a millisecond a batch."""
    first, second = assembly.do(1, say("one")), assembly.now_ms
    assembly.now_ms -= 3_600_000
    later = [assembly.do(1, say(text)).events[0].record.at_ms for text in ("two", "three")]
    assert first.events[0].record.at_ms == second
    assert later == [second + 1, second + 2]
    assembly.now_ms = second + 5
    outs = assembly.batch(assembly.make(1, say("a"), say("b")), assembly.make(2, say("c")))
    assert {d.event.record.at_ms for d in deliveries(outs)} == {second + 5}


# -- failed --------------------------------------------------------------------------------------


def everything(assembly: Assembly) -> list[Ask]:
    """A batch that touches all there is."""
    key = c.AskedChange(True, "k", "key")
    voice = c.AskedChange(True, "v", "boris")
    ban = c.AskedChange(True, "b", "evil")
    return [
        assembly.make(3, register("gleb", secret=b"gleb"), c.Join("#a"), c.Join("#new")),
        assembly.make(1, say("one"), say("to you", "boris"), c.SetTopic("#a", "topic")),
        assembly.make(1, c.ChangeModes("#a", (key, voice, ban)), c.Invite("gleb", "#new")),
        assembly.make(1, c.ChangeModes("anna", (c.AskedChange(True, "i"),)), c.SetAway("tea")),
        assembly.make(1, c.ChangeNick("olga"), c.Kick("#a", "boris"), c.Part("#a")),
        assembly.make(3, c.Disconnected("reset")),
    ]


def test_a_failed_batch_leaves_the_state_as_it_was(assembly: Assembly) -> None:
    """Every field, the snapshot too; what needs no log happens, the rest is refused."""
    before, image = picture(assembly.state), assembly.hub.snapshot()
    batch = assembly.prepare(*everything(assembly))
    assert picture(assembly.state) != before
    assembly.state.journal.undo()
    assert picture(assembly.state) == before
    assert assembly.hub.snapshot() == image
    assert batch.records


def test_a_failed_batch_is_decided_again_read_only(assembly: Assembly) -> None:
    """The same asks, in order, each with its one answer; the position stays."""
    pos = assembly.hub.pos
    outs = assembly.failing(
        assembly.make(1, say("lost"), c.Echo(1), c.SetAway("tea")),
        assembly.make(3, register("gleb")),
        assembly.make(2, c.SendTags("#a")),
    )
    answers = [out.results for out in outs if isinstance(out, Answer)]
    assert answers[0][:2] == (READ_ONLY, Done((), Echoed(1)))
    assert isinstance(answers[0][2], Done)
    assert answers[1] == (READ_ONLY,)
    assert isinstance(answers[2][0], Done)
    assert assembly.user("anna").away == "tea"
    assert assembly.hub.pos == pos
    assert all(delivery.event.pos == pos for delivery in deliveries(outs))
    assert len(assembly.state.journal) == 0


def test_who_leaves_is_gone_written_or_not(assembly: Assembly) -> None:
    """QUIT and broken connections go on, and are told to the others."""
    outs = assembly.failing(assembly.make(1, c.Quit("bye")), assembly.make(2, c.Disconnected("x")))
    assert results(outs, 1) == (Done(_told(outs, 1), Left("bye")),)
    assert len(deliveries(outs, UserLeft)) == 2
    assert assembly.state.users == {}


def _told(outs: list[Deliver | Answer], session: int) -> tuple[Stored | Transient, ...]:
    return tuple(delivery.event for delivery in deliveries(outs) if delivery.but == session)


def test_after_a_failure_writing_is_tried_again(assembly: Assembly) -> None:
    """The next batch is like any other."""
    assembly.failing(assembly.make(1, say("lost")))
    assert isinstance(assembly.one(1, say("kept")), Done)


def test_the_server_itself_waits_for_the_log(assembly: Assembly) -> None:
    """Tidying while nothing can be written would be forgotten by the next start."""
    assembly.enter(3, "gleb", secret=b"gleb")
    assembly.do(3, c.Disconnected())
    assembly.now_ms += 30 * 86_400_000
    (answer,) = assembly.failing(Ask(Origin(0, -1, 0), (c.KeepHouse(),)))
    assert isinstance(answer, Answer)
    assert answer.results == (READ_ONLY,)
    assert len(deliveries(assembly.keep_house(), UserLeft)) == 1


# -- and the rest --------------------------------------------------------------------------------


def test_the_house_has_its_answer_too(assembly: Assembly) -> None:
    """Asks of the server's own shells come from no worker."""
    (answer,) = assembly.keep_house()
    assert isinstance(answer, Answer)
    assert answer.origin.worker == -1
    assert answer.results == (Done(),)


def test_session_attached_goes_before_the_welcome() -> None:
    """Workers learn whose the session is from the stream, addressed to nobody."""
    assembly = Assembly()
    outs = assembly.batch(assembly.make(1, register("anna"), worker=3))
    came, attached = deliveries(outs)
    assert isinstance(came.event.record.event, UserRegistered)
    user = assembly.user("anna").id
    assert attached.event.record.event == SessionAttached(1, 3, user)
    assert (came.audience, attached.audience) == (NOBODY, NOBODY)
    assert isinstance(outs[-1], Answer)


def test_records_from_elsewhere(assembly: Assembly) -> None:
    """They are applied and told, with the positions they have."""
    channel, user = assembly.channel("#a"), assembly.user("boris")
    left = Record(assembly.ids.new(assembly.now_ms), assembly.now_ms, None, UserLeft(user.id))
    stored = assembly.store([left])
    (delivery,) = assembly.hub.foreign(stored)
    assert isinstance(delivery, Deliver)
    assert delivery.event is stored[0]
    assert user.id not in channel.members
    assert assembly.hub.pos == stored[0].pos


def test_records_from_elsewhere_are_told_to_who_watches(assembly: Assembly) -> None:
    """As those that are decided here (IRCv3 monitor)."""
    assembly.enter(9, "vera", c.WatchNicks(("boris",)))
    user = assembly.user("boris")
    at_ms = assembly.now_ms
    body = TextBody(user.who, "", "gone")
    left = Record(assembly.ids.new(at_ms), at_ms, None, UserLeft(user.id), body)
    stored = assembly.store([left])
    _, notice = assembly.hub.foreign(stored)
    assert isinstance(notice, Deliver)
    assert notice.audience == Sessions((9,))
    assert isinstance(notice.event, Transient)
    assert notice.event.pos == stored[0].pos
    assert notice.event.record.event == WentOffline(user.id)
    assert notice.event.record.id == left.id


def test_a_new_hub_is_empty() -> None:
    """Nothing but what it is given."""
    hub = Hub(State())
    assert (hub.pos, hub.waiting, hub.state.users) == (0, False, {})
