"""Capability negotiation: https://ircv3.net/specs/extensions/capability-negotiation."""

from veche.client.capabilities import WANTED, Negotiation


def test_only_what_is_wanted_and_offered_is_asked_for() -> None:
    """After the last line of the offer; values are no part of a name."""
    negotiation = Negotiation()
    assert negotiation.receive(["*", "LS", "*", "batch=x tls=6697"]) == []
    assert negotiation.receive(["*", "LS", "echo-message tls"]) == [("REQ", "echo-message batch")]
    assert negotiation.receive(["a", "ACK", "echo-message batch"]) == [("END",)]
    assert [name for name in WANTED if negotiation.has(name)] == ["echo-message", "batch"]


def test_nothing_in_common_ends_it_at_once() -> None:
    """There is nothing to ask for."""
    assert Negotiation().receive(["*", "LS", "tls"]) == [("END",)]


def test_values_are_kept() -> None:
    """The mechanisms of SASL; longer than any server's, and it is as if nothing was said."""
    negotiation = Negotiation()
    assert negotiation.open
    negotiation.receive(["*", "LS", "sasl=PLAIN,EXTERNAL batch"])
    assert negotiation.value("sasl") == "PLAIN,EXTERNAL"
    assert negotiation.value("batch") == negotiation.value("away-notify") == ""
    negotiation.receive(["*", "ACK", "sasl batch"])
    assert not negotiation.open
    assert negotiation.receive(["a", "NEW", "sasl=" + "x" * 600]) == []
    assert negotiation.value("sasl") == ""


def test_a_refusal_ends_it_without_capabilities() -> None:
    """We can do without any."""
    negotiation = Negotiation()
    negotiation.receive(["*", "LS", "batch"])
    assert negotiation.receive(["*", "NAK", "batch"]) == [("END",)]
    assert not negotiation.has("batch")


def test_what_is_taken_back_is_off() -> None:
    """By CAP DEL, or by an ACK with a minus; and nothing unasked-for is on."""
    negotiation = Negotiation()
    negotiation.receive(["*", "LS", "batch server-time"])
    negotiation.receive(["*", "ACK", "batch server-time strange"])
    assert negotiation.receive(["*", "DEL", "batch"]) == []
    assert negotiation.receive(["*", "ACK", "-server-time"]) == []
    assert not any(map(negotiation.has, ("batch", "server-time", "strange")))


def test_nonsense_is_nothing() -> None:
    """No parameters, an unknown verb, a second offer."""
    negotiation = Negotiation()
    assert negotiation.receive([]) == []
    assert negotiation.receive(["*", "WHAT", "ever"]) == []
    negotiation.receive(["*", "LS", ""])
    assert negotiation.receive(["*", "LS", "batch"]) == []


def test_what_is_offered_later_is_asked_for() -> None:
    """cap-notify: only what is wanted and not on already."""
    negotiation = Negotiation()
    negotiation.receive(["*", "LS", "batch"])
    negotiation.receive(["*", "ACK", "batch"])
    assert negotiation.receive(["*", "NEW", "batch strange veche/key=1"]) == [("REQ", "veche/key")]
    assert negotiation.receive(["*", "NEW", "strange"]) == []
    assert negotiation.receive(["*", "ACK", "veche/key"]) == []
    assert negotiation.enabled == {"batch", "veche/key"}
