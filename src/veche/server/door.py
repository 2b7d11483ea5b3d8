"""Who may connect at all: limits per address, against those who open sockets without end.

Owns the table of addresses. Shared by all workers, under a lock: it is used
once when a socket comes, once when it registers and once when it goes.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address

from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.core.networks import Networks
from veche.protocols.base import Peer

_SWEPT_ADDRESSES = 10_000
"""Beyond so many addresses, those of whom nothing needs to be known any more are dropped."""


class _Address:
    __slots__ = ("new", "registered", "unregistered")

    def __init__(self) -> None:
        self.unregistered = 0
        self.registered = 0
        self.new: deque[Mono] = deque()


class Doorkeeper:
    """See `seam.Watch`. `clock` gives seconds of a monotonic clock."""

    def __init__(
        self, limits: Limits, clock: Callable[[], Mono], trusted: Sequence[Networks] = ()
    ) -> None:
        """`trusted`: who brings others, and is not limited for itself."""
        self._limits = limits
        self._trusted = tuple(filter(None, trusted))
        self._clock = clock
        self._lock = threading.Lock()
        self._addresses: dict[str, _Address] = {}
        self._sweep_at = _SWEPT_ADDRESSES

    def admit(self, peer: Peer, new: bool = True) -> str:
        """Count a socket, or say in a sentence why it is refused.

        Not `new`: it was admitted, then spoke HTTP and did not count, and now speaks IRC.
        """
        if self._is_exempt(peer):
            return ""
        limits, now = self._limits, self._clock()
        with self._lock:
            self._sweep(now)
            address = self._addresses.setdefault(key_of(peer.host), _Address())
            came = address.new
            self._forget_old(address, now)
            if address.unregistered >= limits.unregistered_per_address:
                return "Too many connections from your address have not said who they are."
            if address.registered >= limits.sessions_per_address:
                return "Too many people from your address are here already."
            if new and len(came) >= limits.new_per_address:
                return "Too many connections from your address. Try again in a few minutes."
            if new:
                came.append(now)
            address.unregistered += 1
        return ""

    def again(self, peer: Peer) -> None:
        """A socket that was admitted, and gone, is back behind TLS."""
        if not self._is_exempt(peer):
            with self._lock:
                self._addresses.setdefault(key_of(peer.host), _Address()).unregistered += 1

    def registered(self, peer: Peer) -> None:
        """See `Watch`."""
        if not self._is_exempt(peer):
            with self._lock:
                address = self._addresses[key_of(peer.host)]
                address.unregistered -= 1
                address.registered += 1

    def moved(self, peer: Peer, really: Peer) -> str:
        """See `Watch`. It counts as a new socket from where it really comes."""
        refusal = self.admit(really)
        if not refusal:
            self.gone(peer, registered=False)
        return refusal

    def gone(self, peer: Peer, registered: bool) -> None:
        """See `Watch`."""
        if not self._is_exempt(peer):
            with self._lock:
                address = self._addresses[key_of(peer.host)]
                if registered:
                    address.registered -= 1
                else:
                    address.unregistered -= 1

    def _is_exempt(self, peer: Peer) -> bool:
        if peer.loopback and self._limits.loopback_exempt:
            return True
        return any(peer.host in networks for networks in self._trusted)

    def _forget_old(self, address: _Address, now: Mono) -> None:
        while address.new and now - address.new[0] > self._limits.new_window_s:
            address.new.popleft()

    def _sweep(self, now: Mono) -> None:
        if len(self._addresses) < self._sweep_at:
            return
        for key, address in tuple(self._addresses.items()):
            self._forget_old(address, now)
            if not (address.new or address.registered or address.unregistered):
                del self._addresses[key]
        self._sweep_at = max(_SWEPT_ADDRESSES, 2 * len(self._addresses))


def key_of(host: str) -> str:
    """What counts as one address: IPv4 whole, IPv6 by its /64, which one subscriber has."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))


def is_loopback(host: str) -> bool:
    """Whether the address is this machine's own, which nobody else can reach."""
    return peer_of((host, 0)).loopback


def peer_of(address: tuple[str, int] | tuple[str, int, int, int], secure: bool = False) -> Peer:
    """The peer with this socket address."""
    host = address[0].partition("%")[0]
    try:
        parsed = ip_address(host)
    except ValueError:
        return Peer(host, address[1], loopback=False, secure=secure, network=host)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return Peer(
        str(parsed),
        address[1],
        loopback=parsed.is_loopback,
        secure=secure,
        network=key_of(str(parsed)),
    )
