"""Limits per address: the socket just past each is refused."""

import pytest

from veche.core.limits import Limits
from veche.core.networks import Networks
from veche.protocols.base import Peer
from veche.server.door import Doorkeeper, is_loopback, key_of, peer_of

FAR = Peer("192.0.2.1", loopback=False)


class Clock:
    """Stands still until told otherwise."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sockets_that_do_not_register() -> None:
    """Each that registers or goes makes room for another."""
    door = Doorkeeper(Limits(unregistered_per_address=3), Clock())
    assert [door.admit(FAR) for _ in range(3)] == [""] * 3
    assert "who they are" in door.admit(FAR)
    assert door.admit(Peer("192.0.2.2", loopback=False)) == ""
    door.registered(FAR)
    assert door.admit(FAR) == ""
    assert door.admit(FAR) != ""
    door.gone(FAR, registered=False)
    assert door.admit(FAR) == ""


def test_people_at_one_address() -> None:
    """Until one of them goes."""
    door = Doorkeeper(Limits(sessions_per_address=2), Clock())
    for _ in range(2):
        assert door.admit(FAR) == ""
        door.registered(FAR)
    assert "Too many people" in door.admit(FAR)
    door.gone(FAR, registered=True)
    assert door.admit(FAR) == ""


def test_new_sockets_in_a_time() -> None:
    """Going does not help; waiting does."""
    clock = Clock()
    door = Doorkeeper(Limits(new_per_address=2, new_window_s=60.0), clock)
    for _ in range(2):
        assert door.admit(FAR) == ""
        door.gone(FAR, registered=False)
    assert "Try again" in door.admit(FAR)
    clock.now = 60.5
    assert door.admit(FAR) == ""


@pytest.mark.parametrize("exempt", [True, False])
def test_loopback_may_be_exempt(exempt: bool) -> None:
    """By its own limit."""
    door = Doorkeeper(Limits(unregistered_per_address=1, loopback_exempt=exempt), Clock())
    peer = Peer("127.0.0.1")
    refused = [door.admit(peer) != "" for _ in range(3)]
    assert refused == ([False] * 3 if exempt else [False, True, True])
    door.registered(peer)
    door.gone(peer, registered=True)


def test_a_socket_is_back_behind_tls() -> None:
    """It is not a new one, but one of those that have not registered."""
    door = Doorkeeper(Limits(unregistered_per_address=1), Clock())
    assert door.admit(FAR) == ""
    door.gone(FAR, registered=False)
    door.again(FAR)
    assert door.admit(FAR) != ""


def test_addresses_of_whom_nothing_is_left_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every address that was ever seen would stay in memory."""
    monkeypatch.setattr("veche.server.door._SWEPT_ADDRESSES", 10)
    clock = Clock()
    door = Doorkeeper(Limits(), clock)
    for number in range(50):
        peer = Peer(f"198.51.100.{number}", loopback=False)
        assert door.admit(peer) == ""
        door.gone(peer, registered=False)
        clock.now += 1000
    assert len(door._addresses) <= 11


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("not an address", "not an address"),
    ],
)
def test_what_is_one_address(host: str, key: str) -> None:
    """A subscriber has a /64 of IPv6."""
    assert key_of(host) == key


def test_peers() -> None:
    """Mapped addresses are what they stand for, scopes are dropped."""
    assert peer_of(("::ffff:127.0.0.1", 5, 0, 0)) == Peer("127.0.0.1", 5, network="127.0.0.1")
    assert peer_of(("fe80::1%eth0", 5, 0, 2)) == Peer(
        "fe80::1", 5, loopback=False, network="fe80::"
    )
    assert peer_of(("192.0.2.1", 5), secure=True) == Peer("192.0.2.1", 5, False, True, "192.0.2.1")
    assert not peer_of(("?", 5)).loopback
    assert [is_loopback(h) for h in ("127.3.2.1", "::1", "0.0.0.0")] == [True, True, False]


def test_who_comes_back_from_http() -> None:
    """Is no new socket, but counts among those who stand here."""
    door = Doorkeeper(Limits(new_per_address=2, unregistered_per_address=2), Clock())
    for _ in range(2):
        assert door.admit(FAR) == ""
        door.gone(FAR, registered=False)
    assert [door.admit(FAR, new=False) for _ in range(2)] == [""] * 2
    assert "who they are" in door.admit(FAR, new=False)
    door.gone(FAR, registered=False)
    assert "Try again" in door.admit(FAR)
    assert door.admit(FAR, new=False) == ""


def test_who_brings_others_is_not_limited() -> None:
    """Those it brings are, each at its own address."""
    door = Doorkeeper(Limits(unregistered_per_address=1), Clock(), [Networks("198.51.100.0/28")])
    gateway = Peer("198.51.100.1", loopback=False)
    for _ in range(3):
        assert door.admit(gateway) == ""
    assert door.moved(gateway, FAR) == ""
    assert "who they are" in door.moved(gateway, FAR)
    door.registered(FAR)
    door.gone(FAR, registered=True)
    assert door.admit(FAR) == ""


def test_a_move_leaves_the_old_address() -> None:
    """Unless the new one is refused."""
    door = Doorkeeper(Limits(unregistered_per_address=1), Clock())
    other = Peer("192.0.2.2", loopback=False)
    assert door.admit(FAR) == ""
    assert door.moved(FAR, other) == ""
    assert door.admit(FAR) == ""
    assert door.moved(FAR, other) != ""
    assert door.admit(FAR) != ""
