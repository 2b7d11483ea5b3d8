"""Credits and the rate limit: requests are delayed, never dropped, and keep their order."""

import pytest

from tests.server.fakes import FAR, Client, Stage
from veche.core.commands import Echo, Quit, ReadWho, SendMessage
from veche.core.exchange import Ask
from veche.core.limits import Limits
from veche.protocols.base import Request


def numbers(asks: object) -> list[int]:
    """The requests' numbers."""
    assert isinstance(asks, list | tuple)
    return [ask.origin.number for ask in asks if isinstance(ask, Ask)]


def lines(count: int) -> bytes:
    """So many requests."""
    return b" ".join(b"x" for _ in range(count))


def test_no_more_than_the_limit_is_under_way() -> None:
    """The rest waits, the socket is not read, and each answer lets one more go."""
    stage = Stage(Limits(asks_under_way=3))
    client = stage.connect(stage.encoding)
    assert numbers(stage.receive(client, lines(5))) == [2, 3, 4]
    assert not client.transport.is_reading
    assert numbers(stage.answer(client, 2)) == [5]
    assert numbers(stage.answer(client, 3)) == [6]
    assert client.transport.is_reading
    assert numbers(stage.answer(client, 4, 5, 6)) == []


def test_exactly_the_limit_does_not_stop_reading() -> None:
    """Only what is past it does."""
    stage = Stage(Limits(asks_under_way=3))
    client = stage.connect(stage.encoding)
    stage.receive(client, lines(3))
    assert client.transport.is_reading


def test_bytes_under_way_are_limited_too() -> None:
    """But one request alone always goes, whatever its size."""
    stage = Stage(Limits(bytes_under_way=10))
    client = stage.connect(stage.encoding)
    assert numbers(stage.receive(client, b"123456 1234 12")) == [2, 3]
    assert numbers(stage.answer(client, 2)) == [4]
    stage.answer(client, 3, 4)
    assert numbers(stage.receive(client, b"12345678901234567890 1")) == [5]
    assert numbers(stage.answer(client, 5)) == [6]


def test_a_slow_command_holds_back_what_follows() -> None:
    """Until it is answered; what was before it is not affected."""
    stage = Stage()
    client = stage.connect(stage.encoding)
    client.connection.commands[b"who"] = (ReadWho("*"),)
    assert numbers(stage.receive(client, b"a who b c")) == [2, 3]
    assert not client.transport.is_reading
    assert numbers(stage.answer(client, 2)) == []
    assert numbers(stage.answer(client, 3)) == [4, 5]
    assert client.transport.is_reading


def test_a_chunked_peer_is_read_while_it_waits() -> None:
    """Up to the bound: unread, two of its sends would become one."""
    stage = Stage(Limits(asks_under_way=1, backlog_bytes=4))
    client = stage.connect(stage.encoding)
    client.connection.chunked = True
    stage.receive(client, b"12 12")
    assert client.transport.is_reading
    stage.receive(client, b"12")
    assert not client.transport.is_reading
    stage.answer(client, 2)
    assert client.transport.is_reading


def test_what_an_answer_leads_to_goes_first() -> None:
    """Before what the client asked meanwhile, and within the credits."""
    stage = Stage(Limits(asks_under_way=1))
    client = stage.connect(stage.encoding)
    stage.receive(client, lines(3))
    client.connection.follow = [Request(90, (Echo(),)), Request(91, (Echo(),))]
    order = [numbers(stage.answer(client, number))[0] for number in (2, 90, 91, 3)]
    assert order == [90, 91, 3, 4]


def far(stage: Stage) -> Client:
    """A client for whom the rate limit holds, with a full bucket."""
    stage.now += 1000
    client = stage.connect(stage.encoding, FAR)
    client.connection.commands[b"m"] = (SendMessage("#c", "m"),)
    client.connection.commands[b"free"] = (Echo(),)
    client.connection.commands[b"heavy"] = (SendMessage("#c", "m"),) * 100
    client.connection.commands[b"quit"] = (Quit(),)
    return client


def test_the_rate_limit_delays() -> None:
    """A burst, then one every half second, none lost, all in order."""
    stage = Stage(Limits(message_burst=3, messages_per_s=2.0))
    client = far(stage)
    began = stage.now
    got = numbers(stage.receive(client, b"m m m m m"))
    assert got == [2, 3, 4]
    assert not client.transport.is_reading
    stage.answer(client, 2, 3, 4)
    times: list[float] = []
    while len(got) < 5:
        deadline = stage.worker.deadline
        assert deadline is not None
        stage.now = deadline
        new = numbers(stage.worker.tick(stage.now)[0])
        got += new
        times += [stage.now] * len(new)
    assert got == [2, 3, 4, 5, 6]
    assert times == pytest.approx([began + 0.5, began + 1.0])
    assert client.transport.is_reading


def test_what_weighs_nothing_is_not_limited() -> None:
    """PING, say, and QUIT, unless something before them waits."""
    stage = Stage(Limits(message_burst=1))
    client = far(stage)
    assert numbers(stage.receive(client, b"m free free quit")) == [2, 3, 4, 5]
    assert numbers(stage.receive(client, b"m free")) == []


def test_a_heavy_request_costs_one_burst() -> None:
    """100 joins in a line need a full bucket, and leave an empty one."""
    stage = Stage(Limits(message_burst=4, messages_per_s=2.0))
    client = far(stage)
    assert numbers(stage.receive(client, b"m heavy m")) == [2]
    assert numbers(stage.worker.tick(stage.now + 0.4)[0]) == []
    assert numbers(stage.worker.tick(stage.now + 0.5)[0]) == [3]
    assert numbers(stage.worker.tick(stage.now + 0.9)[0]) == []
    assert numbers(stage.worker.tick(stage.now + 1.0)[0]) == [4]


def test_the_bucket_fills_no_further_than_the_burst() -> None:
    """A day of silence buys no flood."""
    stage = Stage(Limits(message_burst=3))
    client = far(stage)
    stage.now += 86_400
    assert len(numbers(stage.receive(client, b"m " * 9))) == 3


def test_this_machine_is_exempt_if_it_may_be() -> None:
    """By a limit of its own."""
    for exempt, sent in ((True, 30), (False, 10)):
        stage = Stage(Limits(loopback_exempt=exempt))
        client = stage.connect(stage.encoding)
        client.connection.commands[b"x"] = (SendMessage("#c", "m"),)
        stage.now += 1000
        assert len(numbers(stage.receive(client, lines(30)))) == sent


def test_a_clock_that_goes_back_costs_nothing() -> None:
    """Tokens are not taken away for it."""
    stage = Stage(Limits(message_burst=3))
    client = far(stage)
    stage.now -= 5000
    assert len(numbers(stage.receive(client, b"m m m"))) == 3
