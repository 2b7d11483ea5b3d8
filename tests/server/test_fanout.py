"""Who gets what in a batch, in which order, in how many writes."""

import random

import pytest

from tests.server.fakes import Client, FakeEncoding, Stage
from veche.core.audience import NOBODY, Around, InChannel, OfUsers, OneSession
from veche.core.events import (
    AwayChanged,
    ChannelExpired,
    Kicked,
    NickChanged,
    Parted,
    SessionEnded,
    UserLeft,
)
from veche.core.exchange import Deliver, Done, Out


@pytest.fixture
def stage() -> Stage:
    """A worker without clients."""
    return Stage()


def test_a_run_is_one_write_of_the_same_bytes(stage: Stage) -> None:
    """Everybody gets all lines of the run in one write, and not even a copy of them is made."""
    clients = stage.crowd(5)
    stage.deliver(*(stage.message(text) for text in "abc"))
    writes = [client.transport.take() for client in clients]
    assert writes == [[b"[a][b][c]"]] * 5
    assert len({id(write[0]) for write in writes}) == 1


def test_a_line_is_encoded_once_for_each_encoding(stage: Stage) -> None:
    """However many sessions share it."""
    other = FakeEncoding()
    stage.crowd(3)
    for _ in range(3):
        stage.join(encoding=other)
    before = stage.encoding.made, other.made
    stage.deliver(stage.message("x"), stage.message("y"))
    assert (stage.encoding.made - before[0], other.made - before[1]) == (2, 2)


def test_channels_are_never_regrouped(stage: Stage) -> None:
    """Who is in several channels sees their messages in the order of the log."""
    one = stage.join(7)
    both = stage.join(7)
    stage.deliver(stage.joined(both, 8))
    one.transport.take()
    outs = [stage.message("a", 7), stage.message("b", 8), stage.message("c", 7)]
    stage.deliver(*outs)
    assert both.took() == b"[a][b][c]"
    assert one.took() == b"[a][c]"


def test_joins_of_the_same_chunks_are_made_once(stage: Stage) -> None:
    """Two sessions with the same runs are written one object."""
    clients = stage.crowd(2, 7)
    for client in clients:
        stage.deliver(stage.joined(client, 8))
    for client in clients:
        client.transport.take()
    stage.deliver(stage.message("a", 7), stage.message("b", 8))
    first, second = (client.transport.take()[0] for client in clients)
    assert first is second
    assert first == b"[a][b]"


def test_the_author_is_told_by_its_answer(stage: Stage) -> None:
    """In place: after all that came before it, before all that came after."""
    alice, bob = stage.crowd(2)
    stage.deliver(
        stage.message("1"),
        stage.message("mine", but=alice),
        stage.outcome(alice, 5),
        stage.message("2"),
        stage.message("also mine", but=alice),
        stage.outcome(alice, 6),
        stage.message("3"),
    )
    assert alice.took() == b"[1]<5>[2]<6>[3]"
    assert bob.took() == b"[1][mine][2][also mine][3]"


def test_an_answer_does_not_break_the_run_for_others(stage: Stage) -> None:
    """They still get one chunk, made once."""
    alice, bob, carol = stage.crowd(3)
    stage.deliver(stage.message("1", but=alice), stage.outcome(alice, 5), stage.message("2"))
    one, other = bob.transport.take(), carol.transport.take()
    assert one == other == [b"[1][2]"]
    assert one[0] is other[0]


def test_an_answer_alone_stands_between(stage: Stage) -> None:
    """Also for who said nothing in the channel: an answer to PING, say."""
    alice, bob = stage.crowd(2)
    stage.deliver(stage.message("1"), stage.outcome(bob, 9), stage.message("2"))
    assert bob.took() == b"[1]<9>[2]"
    assert alice.took() == b"[1][2]"


def test_answers_to_others_are_not_ours(stage: Stage) -> None:
    """Each worker gets every answer, and gives those of its own sessions."""
    alice = stage.join()
    answer = stage.outcome(alice, 5)
    for origin in (answer.origin.session, answer.origin.session + 64):
        foreign = type(answer.origin)(origin, stage.worker.index + 1, 5)
        stage.deliver(type(answer)(foreign, (Done(),)))
    assert alice.transport.writes == []


def test_who_joins_hears_what_comes_after(stage: Stage) -> None:
    """And nothing of before; the others see the join in between."""
    alice = stage.join()
    bob = stage.connect(stage.encoding)
    stage.deliver(
        stage.attached(bob),
        stage.message("early"),
        stage.joined(bob, text="bob joined"),
        stage.outcome(bob, 2),
        stage.message("late"),
    )
    assert alice.took() == b"[early][bob joined][late]"
    assert bob.took() == b"<2>[late]"


@pytest.mark.parametrize("kind", ["parted", "kicked", "left"])
def test_who_goes_hears_nothing_after(stage: Stage, kind: str) -> None:
    """The event itself is told to those who stay, and to the kicked one."""
    alice, bob = stage.crowd(2)
    audience = InChannel(7)
    goes: Out
    if kind == "parted":
        goes = stage.tell(Parted(bob.user, 7), audience, "went", but=bob.id)
    elif kind == "kicked":
        goes = stage.tell(Kicked(alice.user, 7, bob.user), audience, "went", but=alice.id)
    else:
        goes = stage.tell(UserLeft(bob.user), Around(bob.user, (7,)), "went", but=bob.id)
    stage.deliver(stage.message("early"), goes, stage.message("late"))
    assert bob.took() == (b"[early][went]" if kind == "kicked" else b"[early]")
    assert alice.took() == (b"[early][late]" if kind == "kicked" else b"[early][went][late]")


def test_an_expired_channel_is_silent(stage: Stage) -> None:
    """Its number is never used again, but if it were, nobody would hear it."""
    alice = stage.join()
    stage.deliver(stage.tell(ChannelExpired(7), NOBODY), stage.message("late"))
    assert alice.transport.writes == []


def test_around_reaches_each_session_once(stage: Stage) -> None:
    """Someone with two channels in common with the actor is told once."""
    alice, bob = stage.crowd(2, 7)
    for client in (alice, bob):
        stage.deliver(stage.joined(client, 8))
    far = stage.join(9)
    for client in (alice, bob, far):
        client.transport.take()
    audience = Around(alice.user, (7, 8))
    stage.deliver(stage.tell(NickChanged(alice.user), audience, "nick", but=alice.id))
    assert (alice.took(), bob.took(), far.took()) == (b"", b"[nick]", b"")


def test_of_users_reaches_all_their_sessions(stage: Stage) -> None:
    """A user may have several; the author's own session has its answer."""
    alice, again, bob = stage.crowd(3)
    again.user = alice.user
    stage.deliver(stage.attached(again))
    audience = OfUsers((alice.user, bob.user))
    stage.deliver(stage.tell(AwayChanged(bob.user), audience, "x", but=bob.id))
    assert (alice.took(), again.took(), bob.took()) == (b"[x]", b"[x]", b"")


def test_one_session(stage: Stage) -> None:
    """And nobody else."""
    alice, bob = stage.crowd(2)
    stage.deliver(stage.tell(AwayChanged(1), OneSession(bob.id), "x"))
    assert (alice.took(), bob.took()) == (b"", b"[x]")


def test_a_session_that_is_ended_is_told_and_closed(stage: Stage) -> None:
    """It gets all that came before, the goodbye, and nothing more."""
    alice, bob = stage.crowd(2)
    ended = stage.tell(SessionEnded(bob.id), OneSession(bob.id), "Resumed elsewhere")
    asks = stage.deliver(stage.message("1"), ended, stage.message("2"))
    assert bob.transport.all == b"[1]bye Resumed elsewhere"
    assert bob.transport.closed is True
    assert alice.took() == b"[1][2]"
    assert [ask.origin.session for ask in asks] == [bob.id]


def test_another_encoding_in_the_midst_of_a_run(stage: Stage) -> None:
    """What came before the change is in the old one, what comes after in the new one."""
    alice, bob = stage.crowd(2)
    alice.connection.register_with = FakeEncoding("{}")
    stage.deliver(stage.message("1"), stage.outcome(alice, 5), stage.message("2"))
    assert alice.took() == b"[1]<5>{2}"
    stage.deliver(stage.message("3"))
    assert (alice.took(), bob.transport.all) == (b"{3}", b"[1][2][3]")


def test_lines_that_an_encoding_is_not_told(stage: Stage) -> None:
    """Nothing is written, not even nothing."""
    alice = stage.join()
    stage.deliver(stage.message(""), stage.message(""))
    assert alice.transport.writes == []


def test_encodings_forget_at_the_end_of_the_batch(stage: Stage) -> None:
    """Their memo goes by identity, which another event may have later."""
    stage.join()
    stage.deliver(stage.message("x"), stage.message("y"))
    assert stage.encoding._memo == {}


def test_a_broken_encoding_ends_its_sessions(stage: Stage) -> None:
    """They would miss a line; the others do not notice."""
    broken = FakeEncoding()
    alice = stage.join()
    bob = stage.join(encoding=broken)
    alice.transport.take()
    broken.broken = True
    asks = stage.deliver(stage.message("x"))
    assert alice.took() == b"[x]"
    assert bob.transport.closed is True
    assert len(stage.bugs) == 1
    assert [ask.origin.session for ask in asks] == [bob.id]


def test_sendq_exceeded(stage: Stage) -> None:
    """Who leaves more than the limit unread is ended; the others are not affected."""
    alice, bob = stage.crowd(2)
    bob.transport.stuck = stage.limits.outbox_bytes
    stage.deliver(stage.message("at the limit"))
    assert bob.transport.closed is None
    bob.transport.stuck += 1
    asks = stage.deliver(stage.message("past it"))
    assert bob.transport.closed is False
    assert alice.transport.all == b"[at the limit][past it]"
    assert "SendQ exceeded" in str(asks)
    assert stage.worker.counters.sendq_exceeded == 1


@pytest.mark.parametrize("seed", range(30))
def test_every_session_gets_its_lines_in_order(seed: int) -> None:
    """Any mixture of channels, authors and answers, against the plain way of doing it."""
    chance = random.Random(seed)
    stage = Stage()
    encodings = [FakeEncoding(), FakeEncoding()]
    clients: list[Client] = []
    members: dict[int, list[Client]] = {7: [], 8: [], 9: []}
    for _ in range(8):
        client = stage.connect(chance.choice(encodings))
        stage.deliver(stage.attached(client))
        clients.append(client)
        for channel in chance.sample([7, 8, 9], chance.randrange(3)):
            stage.deliver(stage.joined(client, channel))
            members[channel].append(client)
    expected = {client.id: b"" for client in clients}
    outs: list[Out] = []
    for number in range(2, 60):
        channel = chance.choice((7, 7, 7, 8, 9))
        author = chance.choice(clients)
        what = chance.random()
        if what < 0.5:
            outs.append(stage.message(str(number), channel, but=author))
            for client in members[channel]:
                if client is not author:
                    expected[client.id] += f"[{number}]".encode()
        if what < 0.6:
            outs.append(stage.outcome(author, number))
            expected[author.id] += f"<{number}>".encode()
        elif what < 0.7 and author not in members[channel]:
            outs.append(stage.joined(author, channel, "j"))
            for client in members[channel]:
                expected[client.id] += b"[j]"
            members[channel].append(author)
        elif what < 0.8 and author in members[channel]:
            event = Parted(author.user, channel)
            outs.append(Deliver(stage.event(event, "p"), InChannel(channel), author.id))
            members[channel].remove(author)
            for client in members[channel]:
                expected[client.id] += b"[p]"
    stage.deliver(*outs)
    assert {client.id: client.took() for client in clients} == expected
