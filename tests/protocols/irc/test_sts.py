"""Strict Transport Security. https://ircv3.net/specs/extensions/sts"""

from veche.protocols.base import Sts
from veche.protocols.irc import capabilities
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.sts import offer

POLICY = Sts(6697, 86_400)


def test_the_port_in_clear_text_and_the_duration_through_tls() -> None:
    """One of the two, as each has no meaning on the other's way."""
    assert offer(POLICY, secure=False) == "sts=port=6697"
    assert offer(POLICY, secure=True) == "sts=duration=86400"
    assert offer(Sts(1, 0), secure=True) == "sts=duration=0"
    assert offer(None, secure=True) == offer(None, secure=False) == ""


def listed(caps: int, *params: str) -> str:
    """What CAP answers."""
    return "\n".join(capabilities.reply(Client(":s", "*", caps), [*params], policy=POLICY))


def test_it_is_listed_where_values_are_known() -> None:
    """And nowhere else: its value is required."""
    assert ":sts=port=6697 " in listed(0, "LS", "302")
    assert ":sts=duration=86400 " in listed(capabilities.SECURE, "LS", "302")
    assert "sts" not in listed(0, "LS")
    assert "sts" not in listed(capabilities.VERSION_302, "LIST")


def test_it_cannot_be_asked_for() -> None:
    """Clients MUST NOT; servers may say NAK."""
    assert listed(0, "REQ", "sts").endswith(" NAK :sts")
