"""How sessions begin and end: registration, half-closed peers, errors of peers and of our own."""

import pytest

from tests.server.fakes import FAR, FakeTransport, Stage
from tests.server.test_worker import reasons
from veche.core.commands import Register
from veche.core.limits import Limits
from veche.core.networks import Networks
from veche.core.passphrase import Passphrase
from veche.protocols.base import ProtocolError, ServerInfo
from veche.protocols.webirc import Gateways

REGISTER = Register("n", "u", "r", "h")
GATED = ServerInfo(gateways=Gateways(Networks(FAR.host), Passphrase("p")))


def test_too_much_before_registration() -> None:
    """The byte past the limit ends the session."""
    stage = Stage(Limits(unregistered_bytes=20))
    client = stage.connect()
    stage.receive(client, b"x" * 15)
    stage.answer(client, 2)
    assert client.transport.closed is None
    asks = stage.receive(client, b"y")
    assert client.transport.closed is True
    assert b"bye Too much input before registration" in client.transport.all
    assert reasons(asks) == ["Too much input before registration"]


def test_a_pipelined_registration_may_be_followed_by_anything() -> None:
    """What is past the limit waits, unparsed, for the outcome, and is not lost."""
    stage = Stage(Limits(unregistered_bytes=20))
    client = stage.connect()
    client.connection.commands[b"register"] = (REGISTER,)
    asks = stage.receive(client, b"register " + b"a " * 40)
    assert len(asks) == 1
    assert not client.transport.is_reading
    client.connection.register_with = stage.encoding
    client.connection.closing = False
    assert len(stage.answer(client, 2)) > 0
    while client.connection.answers[-1].origin.number < 42:
        stage.answer(client, client.connection.answers[-1].origin.number + 1)
    assert client.transport.is_reading
    assert stage.watch.came == [client_peer(stage)]


def client_peer(stage: Stage) -> object:
    """The peer that was reported as registered."""
    (peer,) = stage.watch.came
    return peer


def test_a_refused_registration_with_too_much_behind_it() -> None:
    """It could go on for ever otherwise."""
    stage = Stage(Limits(unregistered_bytes=20))
    client = stage.connect()
    client.connection.commands[b"register"] = (REGISTER,)
    stage.receive(client, b"register " + b"a " * 40)
    stage.answer(client, 2, 3, 4, 5)
    assert client.transport.closed is True


def test_nothing_is_read_while_a_registration_is_under_way() -> None:
    """Memory before registration stays flat."""
    stage = Stage()
    client = stage.connect()
    client.connection.commands[b"register"] = (REGISTER,)
    stage.receive(client, b"register")
    assert not client.transport.is_reading
    stage.answer(client, 2)
    assert client.transport.is_reading


def test_a_half_closed_peer_is_served_to_the_end() -> None:
    """`printf 'hello' | nc -N`: what it sent is done and answered before it is closed."""
    stage = Stage(Limits(asks_under_way=2))
    client = stage.connect(stage.encoding)
    stage.receive(client, b"1 2 3")
    stage.worker.ended_input(client.id, stage.now)
    assert client.connection.ended
    assert not client.transport.is_reading
    stage.answer(client, 2)
    assert client.transport.closed is None
    asks = stage.answer(client, 3, 4)
    assert client.transport.all == b"<2><3><4>"
    assert client.transport.closed is True
    assert reasons(asks) == ["Connection closed"]


def test_a_half_closed_peer_with_nothing_under_way() -> None:
    """Is gone at once."""
    stage = Stage()
    client = stage.connect(stage.encoding)
    asks = stage.worker.ended_input(client.id, stage.now)
    assert reasons(asks) == ["Connection closed"]
    assert stage.worker.ended_input(client.id, stage.now) == ()


def test_a_half_closed_peer_whose_connection_is_about_to_act() -> None:
    """A pause of the plain door, say, ends before the session does."""
    stage = Stage()
    client = stage.connect(stage.encoding)
    client.connection.deadline = stage.now + 0.06
    assert stage.worker.ended_input(client.id, stage.now) == ()
    stage.now += 0.06
    asks, _ = stage.worker.tick(stage.now)
    assert client.connection.ticked
    assert reasons(asks) == ["Connection closed"]


def test_the_end_of_input_before_anything_was_said() -> None:
    """A port scan leaves nothing behind."""
    stage = Stage()
    transport = FakeTransport()
    number = stage.worker.opened(transport, FAR, stage.now)
    assert stage.worker.ended_input(number, stage.now) == ()
    assert transport.closed is True
    assert stage.watch.left == [(FAR, False)]


@pytest.mark.parametrize("where", ["receive", "answer", "tick"])
def test_a_peer_that_breaks_the_protocol(where: str) -> None:
    """Is told what it did, and closed; others are not affected."""
    stage = Stage()
    alice, bob = stage.crowd(2)
    alice.connection.deadline = stage.now + 1
    stage.receive(alice, b"x")
    alice.connection.error = ProtocolError("Ping timeout")
    if where == "receive":
        asks = stage.receive(alice, b"y")
    elif where == "answer":
        asks = stage.deliver(stage.message("1"), stage.outcome(alice, 2), stage.message("2"))
        assert bob.transport.all == b"[1][2]"
    else:
        asks, _ = stage.worker.tick(stage.now + 1)
    assert alice.transport.all.endswith(b"bye Ping timeout")
    assert alice.transport.closed is True
    assert reasons(asks) == ["Ping timeout"]
    assert stage.bugs == []


def test_a_bug_in_a_connection_ends_that_session_only() -> None:
    """Loudly for us, politely for the peer."""
    stage = Stage()
    alice, bob = stage.crowd(2)
    alice.connection.error = ZeroDivisionError("planted")
    asks = stage.receive(alice, b"y")
    assert [type(bug) for bug in stage.bugs] == [ZeroDivisionError]
    assert reasons(asks) == ["Internal error"]
    assert alice.transport.closed is True
    assert stage.worker.counters.bugs == 1
    stage.deliver(stage.message("x"))
    assert bob.took() == b"[x]"


def test_deadlines_that_move_to_later_are_kept() -> None:
    """As a ping's with every line: at the old time nothing happens."""
    stage = Stage()
    client = stage.connect(stage.encoding)
    client.connection.deadline = 200.0
    stage.receive(client, b"x")
    client.connection.deadline = 300.0
    stage.worker.tick(200.0)
    assert client.connection.ticked == []
    assert stage.worker.deadline == 300.0
    stage.worker.tick(300.0)
    assert client.connection.ticked == [300.0]


def test_a_gateway_is_its_client_from_its_first_line_on() -> None:
    """The watch hears of it, and what the client goes on to say is taken as its own."""
    stage = Stage()
    stage.doors.info = GATED
    transport = FakeTransport()
    number = stage.worker.opened(transport, FAR, stage.now)
    stage.worker.received(number, b"WEBIRC p gw h 192.0.2.7\r\nhello", stage.now)
    ((gateway, really),) = stage.watch.moves
    assert (gateway, really.host) == (FAR, "192.0.2.7")
    assert stage.doors.peers[-1] == really
    stage.worker.closed(number, stage.now)
    assert stage.watch.left == [(really, False)]


def test_a_gateways_client_of_whom_there_are_too_many() -> None:
    """Hears it as IRC has it; the gateway's own count is what ends."""
    stage = Stage()
    stage.doors.info = GATED
    stage.watch.refusal = "Too many"
    transport = FakeTransport()
    number = stage.worker.opened(transport, FAR, stage.now)
    stage.worker.received(number, b"WEBIRC p gw h 192.0.2.7\r\nhello", stage.now)
    assert transport.all == b"ERROR :Too many\r\n"
    assert transport.closed is True
    assert stage.watch.left == [(FAR, False)]
    assert stage.doors.made == []
