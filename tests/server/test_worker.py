"""A worker's calls, with everything around it faked: what is asked, what is written, who ends."""

from collections.abc import Sequence

import pytest

from tests.server.fakes import LOCAL, Client, FakeEncoding, FakeTransport, Stage
from veche.core.audience import NOBODY
from veche.core.commands import Direction, Disconnected, HistoryQuery, SetAway
from veche.core.events import SessionDetached
from veche.core.exchange import FOLLOW_UP, Ask, Done, Origin
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Grant, Granted, HistoryPage


@pytest.fixture
def stage() -> Stage:
    """A worker without clients."""
    return Stage()


def reasons(asks: Sequence[Ask]) -> list[str]:
    """Why sessions are gone, as the hub is told."""
    commands = [command for ask in asks for command in ask.commands]
    return [command.reason for command in commands if isinstance(command, Disconnected)]


def granted(stage: Stage, client: Client, number: int) -> None:
    """The hub lets the client read history."""
    reply = Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 20))
    stage.deliver(stage.outcome(client, number, Done(reply=reply)))


def test_numbers_of_sessions_tell_the_worker(stage: Stage) -> None:
    """No two workers, and no two sessions of one, have the same."""
    numbers = [stage.worker.opened(FakeTransport(), LOCAL, 0.0) for _ in range(3)]
    assert [number % 64 for number in numbers] == [3, 3, 3]
    assert len(set(numbers)) == len(stage.worker) == 3


def test_requests_become_asks(stage: Stage) -> None:
    """With their origin, number and size."""
    client = stage.connect(stage.encoding)
    asks = stage.receive(client, b"one three")
    assert [(a.origin.session, a.origin.worker, a.origin.number, a.size) for a in asks] == [
        (client.id, 3, 2, 3),
        (client.id, 3, 3, 5),
    ]


def test_who_never_asked_is_not_reported_gone(stage: Stage) -> None:
    """The hub does not know of silent sockets."""
    number = stage.worker.opened(FakeTransport(), LOCAL, 0.0)
    assert stage.worker.closed(number, 1.0) == ()
    assert stage.watch.left == [(LOCAL, False)]


def test_who_asked_is_reported_gone_once(stage: Stage) -> None:
    """With the transport's reason."""
    client = stage.join()
    assert reasons(stage.worker.closed(client.id, 1.0, "Connection reset by peer")) == [
        "Connection reset by peer"
    ]
    assert stage.worker.closed(client.id, 1.0) == ()
    assert stage.watch.left == [(LOCAL, True)]
    assert len(stage.worker) == 0


def test_what_comes_for_a_session_that_is_gone(stage: Stage) -> None:
    """Bytes, answers and deliveries that were on their way lead to nothing."""
    client = stage.join()
    stage.worker.closed(client.id, 1.0)
    assert stage.receive(client, b"late") == ()
    stage.deliver(stage.message("x"), stage.outcome(client, 9))
    assert client.transport.writes == []


def test_a_body_that_comes_with_its_head_is_handed_over(stage: Stage) -> None:
    """All of it, though so much is not read of somebody who is not registered."""
    transport = FakeTransport()
    number = stage.worker.opened(transport, LOCAL, 0.0)
    request = b"POST /upload HTTP/1.1\r\n\r\n" + b"x" * 20_000
    stage.worker.received(number, request, 0.0)
    assert transport.handed == request
    assert len(stage.worker) == 0


def test_http_is_handed_over(stage: Stage) -> None:
    """With all that was read, and the hub never hears of it."""
    transport = FakeTransport()
    number = stage.worker.opened(transport, LOCAL, 0.0)
    assert stage.worker.received(number, b"GE", 0.0) == ()
    assert stage.worker.received(number, b"T / HTTP/1.1\r\n", 0.0) == ()
    assert transport.handed == b"GET / HTTP/1.1\r\n"
    assert transport.closed is None
    assert (len(stage.worker), stage.watch.left) == (0, [(LOCAL, False)])


def test_the_prompt_comes_by_itself(stage: Stage) -> None:
    """Deadlines of connections are the worker's: here the silence before the prompt."""
    transport = FakeTransport()
    stage.worker.opened(transport, LOCAL, 10.0)
    assert stage.worker.deadline == pytest.approx(10.25)
    assert stage.worker.tick(10.2)[1] == pytest.approx(10.25)
    assert transport.writes == []
    stage.worker.tick(10.25)
    assert transport.all == b"Enter your username: "


def test_what_a_connection_says_is_written_at_once(stage: Stage) -> None:
    """After a read, a tick, or an answer, behind the answer."""
    client = stage.connect(stage.encoding)
    client.connection.says = b"!"
    stage.receive(client, b"x")
    assert client.took() == b"!"
    client.connection.says = b"!"
    stage.answer(client, 2)
    assert client.took() == b"<2>!"


def test_a_closing_connection_is_closed(stage: Stage) -> None:
    """Once what it said is flushed; the rest of the batch is not for it."""
    alice, bob = stage.crowd(2)
    alice.connection.closing = True
    alice.connection.says = b"bye"
    asks = stage.deliver(stage.message("1"), stage.outcome(alice, 2), stage.message("2"))
    assert alice.transport.all == b"[1]<2>bye"
    assert alice.transport.closed is True
    assert reasons(asks) == ["Connection closed"]
    assert bob.took() == b"[1][2]"


def test_history_is_read_by_a_helper(stage: Stage) -> None:
    """Nothing passes it: what comes meanwhile is written after the page."""
    client = stage.join()
    stage.deliver(stage.message("before"))
    granted(stage, client, 2)
    (job,) = stage.worker.take_jobs()
    assert stage.worker.take_jobs() == ()
    assert job.work == Granted("#c", Grant(7), HistoryQuery(Direction.LATEST, 20))
    client.transport.take()
    stage.deliver(stage.message("after"), stage.outcome(client, 3))
    assert client.transport.writes == []
    stage.worker.finished(job, HistoryPage("#c", ()), stage.now)
    assert client.transport.all == b"<2>[after]<3>"
    reply = client.connection.answers[0].results[0]
    assert reply == Done(reply=HistoryPage("#c", ()))


def test_a_page_has_nothing_that_is_delivered_as_well(stage: Stage) -> None:
    """It is read later than it was granted: what is newer than the grant is left out."""
    client = stage.join()
    old, new = stage.message("old").event, stage.message("new")
    stage.worker.deliver([stage.message("now")], stage.now)
    granted(stage, client, 2)
    (job,) = stage.worker.take_jobs()
    newer = stage.message("newer")
    stage.deliver(newer)
    assert hasattr(old, "pos")
    page = HistoryPage("#c", (old, new.event, newer.event))  # type: ignore[arg-type]
    stage.worker.finished(job, page, stage.now)
    result = client.connection.answers[-1].results[0]
    assert isinstance(result, Done)
    assert result.reply == HistoryPage("#c", (old, new.event))  # type: ignore[arg-type]


def test_history_that_cannot_be_read(stage: Stage) -> None:
    """The client is told to try again."""
    client = stage.join()
    granted(stage, client, 2)
    (job,) = stage.worker.take_jobs()
    stage.worker.finished(job, None, stage.now)
    result = client.connection.answers[0].results[0]
    assert isinstance(result, Rejection)
    assert result.code is Code.TRY_AGAIN
    stage.deliver(stage.message("x"))
    assert client.transport.all.endswith(b"[x]")


def test_history_for_who_is_gone(stage: Stage) -> None:
    """Nothing happens."""
    client = stage.join()
    granted(stage, client, 2)
    (job,) = stage.worker.take_jobs()
    stage.worker.closed(client.id, stage.now)
    assert stage.worker.finished(job, HistoryPage("#c", ()), stage.now) == ()


def test_everybody_is_told_goodbye(stage: Stage) -> None:
    """At shutdown: no input any more, then the reason, then the end; the hub is not asked."""
    alice, bob = stage.crowd(2)
    stage.worker.stop_reading()
    assert not alice.transport.is_reading
    assert stage.receive(alice, b"more") == ()
    stage.deliver(stage.message("last"))
    stage.worker.farewell("stopping", stage.now)
    for client in (alice, bob):
        assert client.transport.all == b"[last]bye stopping"
        assert client.transport.closed is True
    assert len(stage.worker) == 0


def test_a_detached_session_hears_nothing(stage: Stage) -> None:
    """It may live on, for the answer that ends it."""
    alice, bob = stage.crowd(2)
    gone = stage.tell(SessionDetached(alice.id), NOBODY)
    stage.deliver(stage.message("1"), gone, stage.message("2"))
    assert (alice.took(), bob.took()) == (b"[1]", b"[1][2]")


def test_a_returning_user_hears_its_channels(stage: Stage) -> None:
    """A session that attaches to a user is in the user's channels from there on."""
    alice = stage.join()
    back = stage.connect(FakeEncoding())
    stage.deliver(stage.message("1"), stage.attached(back, (7,)), stage.message("2"))
    assert (alice.took(), back.took()) == (b"[1][2]", b"[2]")


def test_work_may_end_in_a_question_to_the_hub(stage: Stage) -> None:
    """The follow-up's result takes the place of the work, before what was answered meanwhile."""
    client = stage.join()
    granted(stage, client, 2)
    (job,) = stage.worker.take_jobs()
    (asked,) = stage.worker.finished(job, SetAway("out"), stage.now)
    assert asked.origin == Origin(client.id, client.id % 64, FOLLOW_UP)
    assert asked.commands == (SetAway("out"),)
    client.transport.take()
    stage.deliver(stage.outcome(client, 3))
    assert client.transport.writes == []
    stage.deliver(stage.outcome(client, FOLLOW_UP, Done(reply=Echoed("followed"))))
    assert client.transport.all == b"<2><3>"
    assert client.connection.answers[-2].results[0] == Done(reply=Echoed("followed"))
