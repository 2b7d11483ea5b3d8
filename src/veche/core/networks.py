"""Sets of internet addresses, as they are written in settings: `192.0.2.7 2001:db8::/32`.

Owns reading them and the question whether an address is in. Must not know what they are for.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network


class Networks:
    """Addresses and networks, with spaces or commas between. Nothing is in an empty set."""

    __slots__ = ("_networks",)

    def __init__(self, text: str = "") -> None:
        """Raises ValueError, which names the word that is no address."""
        networks: list[IPv4Network | IPv6Network] = []
        for word in text.replace(",", " ").split():
            try:
                networks.append(ip_network(word, strict=False))
            except ValueError:
                raise ValueError(word) from None
        self._networks = tuple(networks)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def __contains__(self, host: str) -> bool:
        """Whether it is an address in one of them; IPv4 within IPv6 counts as IPv4."""
        if not self._networks:
            return False
        address = parsed(host)
        return address is not None and any(address in network for network in self._networks)


def parsed(host: str) -> IPv4Address | IPv6Address | None:
    """The address in a text, None when it is none; IPv4 within IPv6 is IPv4."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address
