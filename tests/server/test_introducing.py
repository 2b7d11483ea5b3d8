"""A session that came through a gateway is its client's from then on."""

import msgspec

from tests.server.fake_watch import FakeWatch
from tests.server.fakes import FakeTransport, Stage
from veche.core.limits import Limits
from veche.protocols.base import Peer
from veche.protocols.webirc import Introduction
from veche.server.introducing import introduce
from veche.server.session import Session

GATEWAY = Peer("127.0.0.1")
REALLY = Peer("192.0.2.7", 5, loopback=False, network="192.0.2.7")


def session(peer: Peer = GATEWAY) -> Session:
    client = Stage().connect()
    return Session(1, FakeTransport(), client.connection, peer)


def test_the_peer_and_its_limits_are_the_clients() -> None:
    """The rate limit, too: it is not on this machine, whatever the gateway is."""
    watch, of = FakeWatch(), session()
    assert introduce(of, Introduction("192.0.2.7", 5), watch, Limits(), 1.0) == ""
    assert of.peer == REALLY
    assert not of.exempt
    assert watch.moves == [(GATEWAY, REALLY)]
    introduce(of, Introduction("127.0.0.1"), watch, Limits(), 1.0)
    assert not of.peer.loopback


def test_secure_is_only_what_is_so_on_the_whole_way() -> None:
    """From the client to the gateway and from there to here."""
    for here in (True, False):
        for there in (True, False):
            of = session(msgspec.structs.replace(GATEWAY, secure=here))
            introduce(of, Introduction("192.0.2.7", 5, there), FakeWatch(), Limits(), 1.0)
            assert of.peer.secure is (here and there)


def test_who_cannot_be_let_in() -> None:
    """Nothing has changed then."""
    watch, of = FakeWatch(), session()
    watch.refusal = "Too many"
    assert introduce(of, Introduction("192.0.2.7"), watch, Limits(), 1.0) == "Too many"
    assert of.peer is GATEWAY
