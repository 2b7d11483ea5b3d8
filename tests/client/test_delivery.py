"""What is on its way."""

from veche.client.delivery import MAX_IN_FLIGHT, Delivery, wire_text
from veche.client.events import Kind


def test_no_more_than_the_limit_is_in_flight() -> None:
    """The next goes when one is finished, in order."""
    delivery = Delivery()
    tickets = [delivery.add("#a", str(n), Kind.TEXT) for n in range(MAX_IN_FLIGHT + 2)]
    assert [item.ticket for item in delivery.take()] == tickets[:MAX_IN_FLIGHT]
    assert delivery.take() == []
    oldest = delivery.oldest()
    assert oldest is not None
    assert delivery.finish(oldest.label) is oldest
    assert [item.ticket for item in delivery.take()] == [tickets[MAX_IN_FLIGHT]]
    assert (delivery.in_flight, delivery.unfinished) == (MAX_IN_FLIGHT, MAX_IN_FLIGHT + 1)


def test_an_unknown_label_is_nothing() -> None:
    """Also one that is finished already."""
    delivery = Delivery()
    assert delivery.find("m1") is None
    assert delivery.finish("m1") is None
    assert delivery.oldest() is None


def test_an_action_is_a_ctcp() -> None:
    """As every IRC client does it."""
    assert wire_text("waves", Kind.ACTION) == "\x01ACTION waves\x01"
    assert wire_text("hello", Kind.TEXT) == "hello"
