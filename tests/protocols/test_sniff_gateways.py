"""WEBIRC and PROXY at the front door, where it is found out what a client speaks."""

import pytest

from veche.core.limits import Limits
from veche.core.networks import Networks
from veche.core.passphrase import Passphrase
from veche.protocols.base import Peer, ServerInfo
from veche.protocols.proxy_header import SIGNATURES
from veche.protocols.sniff import Door, SniffingConnection
from veche.protocols.webirc import Gateways, Introduction

GATEWAYS = Gateways(Networks("192.0.2.1"), Passphrase("hunter2"))
OPEN = ServerInfo(limits=Limits(register_s=30.0), gateways=GATEWAYS)
LINE = b"WEBIRC hunter2 gw h 192.0.2.3\r\n"
REST = b"NICK alice\r\nGET / HTTP/1.1\r\n"


def opened(info: ServerInfo = OPEN) -> SniffingConnection:
    return SniffingConnection(Peer("192.0.2.1", loopback=False), info, 0.0)


def taken(sniffing: SniffingConnection) -> bytes:
    return b"".join(data for data, _ in sniffing.taken)


def test_the_line_is_taken_off_wherever_it_is_split() -> None:
    """What follows is IRC, whatever it looks like; pauses in between mean nothing."""
    for end in range(1, len(LINE + REST)):
        sniffing, now = opened(), 0.0
        for part in ((LINE + REST)[:end], (LINE + REST)[end:]):
            sniffing.receive(part, now)
            now += 0.05
        assert sniffing.decided is Door.IRC
        assert sniffing.introduction == Introduction("192.0.2.3")
        assert taken(sniffing) == REST
        assert sniffing.output() == b""


def test_a_long_pause_within_the_line() -> None:
    """It is no name, and the time to register is all the time there is."""
    sniffing = opened()
    sniffing.receive(LINE[:20], 0.0)
    assert sniffing.deadline == 30.0
    sniffing.receive(LINE[20:], 29.0)
    assert sniffing.decided is Door.IRC
    sniffing = opened()
    sniffing.receive(LINE[:20], 0.0)
    sniffing.tick(30.0)
    assert sniffing.closing
    assert sniffing.output() == b"ERROR :WEBIRC timed out\r\n"


@pytest.mark.parametrize(
    ("data", "info"),
    [
        (LINE, ServerInfo()),
        (LINE.replace(b"hunter2", b"hunter3"), OPEN),
        (b"webirc " + b"x" * 600, OPEN),
    ],
)
def test_who_is_refused_hears_an_error(data: bytes, info: ServerInfo) -> None:
    """And nothing of it is taken for anything else."""
    sniffing = opened(info)
    sniffing.receive(data, 0.0)
    assert sniffing.closing
    assert sniffing.decided is None
    assert sniffing.output().startswith(b"ERROR :")


def test_a_line_that_ends_with_the_input() -> None:
    """Is no line; a whole one before the end is one."""
    sniffing = opened()
    sniffing.receive(LINE[:-2], 0.0)
    sniffing.receive(b"", 0.0)
    assert sniffing.closing
    sniffing = opened()
    sniffing.receive(LINE, 0.0)
    sniffing.receive(b"", 0.0)
    assert sniffing.taken == [(b"", 0.0)]


def test_a_refusal_after_the_line_is_an_error_too() -> None:
    """The address it names may be one of which there are too many."""
    sniffing = opened()
    sniffing.receive(LINE, 0.0)
    assert sniffing.goodbye("Too many") == b"ERROR :Too many\r\n"


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_proxy_header_that_comes_this_far(signature: bytes) -> None:
    """Is nobody's whom we know, and no name."""
    sniffing = opened()
    sniffing.receive(signature + b"TCP4 192.0.2.8 192.0.2.1 5 6\r\n", 0.0)
    assert sniffing.closing
    assert b"PROXY" in sniffing.output()


def test_silence_is_asked_for_the_servers_password() -> None:
    """Where it has one, before any name."""
    sniffing = opened(ServerInfo(password=Passphrase("x")))
    sniffing.tick(0.25)
    assert sniffing.output() == b"Password: "
