"""Which addresses are everybody's: those that a stranger may have this server connect to.

Owns the rule, and deny is its default. Must not know names: whoever has one looks it up, and
asks for the very address that it then connects to.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215
_GIVEN_OUT = IPv6Network("2000::/3")  # RFC 4291 section 2.4: all there is to give out
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291 section 2.5.5.1


def is_public(address: str) -> bool:
    """Whether the literal address is one of the public internet.

    Not so are private, loopback, link-local, multicast, reserved, documentation and unspecified
    ranges, IPv6 addresses that carry one of those of IPv4, and what is no address.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _is_global(found)
    inner = _carried(found)
    if inner is not None:
        return _is_global(inner)
    return found in _GIVEN_OUT and _is_global(found)


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that packets to this one may end at."""
    if address.scope_id is not None:
        return IPv4Address(0)
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return IPv4Address(0)  # its server and its client: two, and nobody needs it any more
    if any(address in network for network in (*_NAT64, _COMPATIBLE)):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None
