"""Long answers, and paced connections: everything in its order, nothing all at once."""

from tests.server.fakes import Client, Stage
from veche.server.outflow import LOW_WATER_BYTES

PIECE = b"p" * 1024
LONG = 300  # pieces: far more than may be pending


def start_long(stage: Stage, client: Client, number: int = 2) -> None:
    """A long answer is given to a client that reads nothing."""
    client.transport.full = True
    client.connection.pieces[number] = [PIECE] * LONG
    stage.answer(client, number)


def drain(stage: Stage, client: Client) -> None:
    """The client reads all there is."""
    client.transport.stuck = 0
    stage.worker.drained(client.id, stage.now)


def test_a_long_answer_is_pulled_as_it_drains() -> None:
    """What waits to be sent stays near the mark, far under the limit of the outbox."""
    stage = Stage()
    client = stage.join()
    start_long(stage, client)
    rounds = 0
    while len(client.transport.all) < LONG * len(PIECE):
        assert client.transport.stuck <= LOW_WATER_BYTES + len(PIECE)
        drain(stage, client)
        rounds += 1
    assert 3 < rounds < 20
    assert client.transport.all == PIECE * LONG
    assert client.transport.closed is None


def test_a_long_answer_to_a_quick_reader_is_given_at_once() -> None:
    """Nobody would say that it has drained."""
    stage = Stage()
    client = stage.join()
    client.connection.pieces[2] = [PIECE] * LONG
    stage.answer(client, 2)
    assert client.transport.all == PIECE * LONG


def test_all_else_waits_behind_a_long_answer() -> None:
    """Deliveries, answers, and what the connection says."""
    stage = Stage()
    client = stage.join()
    start_long(stage, client)
    stage.deliver(stage.message("1"), stage.message("2"), stage.outcome(client, 3))
    client.connection.says = b"!"
    stage.receive(client, b"x")
    stage.deliver(stage.message("4"))
    client.transport.full = False
    drain(stage, client)
    assert client.transport.all == PIECE * LONG + b"[1][2]<3>![4]"
    client.transport.take()
    stage.deliver(stage.message("5"))
    assert client.took() == b"[5]"


def test_the_credit_of_a_long_answer_is_back_when_it_is_given() -> None:
    """Else a client could have 32 of them made at once."""
    stage = Stage()
    client = stage.join()
    client.connection.pieces[2] = [PIECE] * LONG
    stage.receive(client, b"x")
    client.transport.full = True
    stage.answer(client, 2)
    session = stage.worker._sessions[client.id]
    assert session.asked == [1]
    client.transport.full = False
    drain(stage, client)
    assert session.asked == []


def test_many_small_answers_after_a_long_one_wait_as_well() -> None:
    """A client that asks and asks and does not read: what is pending stays near the mark."""
    stage = Stage()
    client = stage.join()
    start_long(stage, client)
    for number in range(3, 200):
        client.connection.pieces[number] = [PIECE]
        stage.answer(client, number)
        stage.worker.drained(client.id, stage.now)
    assert client.transport.stuck <= LOW_WATER_BYTES + 2 * len(PIECE)


def test_what_waits_behind_a_long_answer_is_limited() -> None:
    """As an outbox; the long answer itself does not count."""
    stage = Stage()
    client = stage.join()
    other = stage.join()
    start_long(stage, client)
    text = "t" * 10_000
    for _ in range(20):
        stage.deliver(stage.message(text))
    assert client.transport.closed is None
    for _ in range(10):
        stage.deliver(stage.message(text))
    assert client.transport.closed is False
    assert len(other.transport.all) > 30 * len(text)


def test_a_goodbye_overtakes_a_long_answer() -> None:
    """The server does not wait for who does not read."""
    stage = Stage()
    client = stage.join()
    start_long(stage, client)
    stage.worker.farewell("stopping", stage.now)
    assert client.transport.all.endswith(b"bye stopping")
    assert client.transport.closed is True


def test_a_paced_connection_is_given_events_one_by_one() -> None:
    """And gives them back when it will; its answers are written at once, in their place."""
    stage = Stage()
    client = stage.join()
    client.connection.paced = True
    stage.receive(client, b"x")
    stage.deliver(stage.message("1"), stage.message("2"), stage.message(""), stage.message("3"))
    assert client.connection.pushed == [b"[1]", b"[2]", b"[3]"]
    assert client.transport.writes == []
    stage.deliver(stage.message("4"), stage.outcome(client, 2), stage.message("5"))
    assert client.connection.pushed[3:] == [b"[4]", b"[5]"]
    assert client.transport.all == b"<2>"
    client.connection.says = b"paced"
    stage.worker.drained(client.id, stage.now)
    stage.receive(client, b"y")
    assert client.transport.all == b"<2>paced"


def test_pacing_that_begins_and_ends_with_an_answer() -> None:
    """What was queued before is written as it was meant."""
    stage = Stage()
    client = stage.join()
    stage.receive(client, b"x")

    class Toggle(list[bytes]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            client.connection.paced = not client.connection.paced
            return iter((b"<t>",))

    client.connection.pieces[2] = Toggle()
    client.connection.pieces[3] = Toggle()
    stage.deliver(
        stage.message("1"),
        stage.outcome(client, 2),
        stage.message("2"),
        stage.outcome(client, 3),
        stage.message("3"),
    )
    assert client.connection.pushed == [b"[2]"]
    assert client.transport.all == b"[1]<t><t>[3]"


def test_an_error_in_the_midst_of_a_long_answer() -> None:
    """Ends the session, and nothing else."""
    stage = Stage()
    client = stage.join()

    class Broken(list[bytes]):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield b"first"
            raise ZeroDivisionError("planted")

    client.connection.pieces[2] = Broken()
    stage.answer(client, 2)
    assert client.transport.closed is True
    assert len(stage.bugs) == 1
