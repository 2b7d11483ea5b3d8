"""What is on its way."""

from veche.client.delivery import MAX_IN_FLIGHT, Delivery, Outgoing, wire_text
from veche.client.events import Kind


def _tickets(items: list[Outgoing]) -> list[int]:
    return [item.ticket for item in items]


def _anywhere(_where: str) -> bool:
    return True


def test_no_more_than_the_limit_is_in_flight() -> None:
    """The next goes when one is finished, in order."""
    delivery = Delivery("k")
    tickets = [delivery.add("#a", str(n), Kind.TEXT) for n in range(MAX_IN_FLIGHT + 2)]
    assert _tickets(delivery.take(_anywhere)) == tickets[:MAX_IN_FLIGHT]
    assert delivery.take(_anywhere) == []
    assert delivery.finish(tickets[0]) is not None
    assert _tickets(delivery.take(_anywhere)) == [tickets[MAX_IN_FLIGHT]]
    assert (delivery.in_flight, delivery.unfinished) == (MAX_IN_FLIGHT, MAX_IN_FLIGHT + 1)


def test_who_is_not_ready_holds_up_nobody_else() -> None:
    """Each target has its own order; what may go goes in the order it was said."""
    delivery = Delivery("k")
    for where in ("#a", "#b", "#A", "bob", "#b"):
        delivery.add(where, "x", Kind.TEXT)
    assert _tickets(delivery.take(lambda where: where != "#a")) == [2, 4, 5]
    assert _tickets(delivery.take(_anywhere)) == [1, 3]


def test_keys_are_as_many_as_tickets() -> None:
    """And begin with what nobody can guess."""
    delivery = Delivery("secret")
    for _ in range(3):
        delivery.add("#a", "x", Kind.TEXT)
    assert [item.key for item in delivery.take(_anywhere)] == ["secret-1", "secret-2", "secret-3"]


def test_what_goes_again_goes_first() -> None:
    """In the order it was said, with the same key; after a loss it is in doubt."""
    delivery = Delivery("k")
    for where in ("#a", "#a", "#b", "#a"):
        delivery.add(where, "x", Kind.TEXT)
    taken = delivery.take(_anywhere)
    delivery.again(3)
    delivery.again(99)
    delivery.finish(1)
    assert not taken[2].doubtful
    delivery.all_again()
    delivery.add("#a", "x", Kind.TEXT)
    again = delivery.take(_anywhere)
    assert _tickets(again) == [2, 3, 4, 5]
    assert [item.doubtful for item in again] == [True, False, True, False]
    assert again[0].key == taken[1].key


def test_what_waits_can_be_withdrawn() -> None:
    """What is in flight cannot."""
    delivery = Delivery("k")
    delivery.add("#a", "x", Kind.TEXT)
    delivery.take(_anywhere)
    for where in ("#b", "#a", "#b"):
        delivery.add(where, "x", Kind.TEXT)
    assert _tickets(delivery.withdraw(lambda item: item.where == "#b")) == [2, 4]
    assert _tickets(delivery.withdraw(lambda _: True)) == [3]
    assert delivery.unfinished == 1


def test_an_unknown_ticket_is_nothing() -> None:
    """Also one that is finished already."""
    delivery = Delivery("k")
    assert delivery.find(1) is None
    assert delivery.finish(1) is None


def test_an_action_is_a_ctcp() -> None:
    """As every IRC client does it."""
    assert wire_text("waves", Kind.ACTION) == "\x01ACTION waves\x01"
    assert wire_text("hello", Kind.TEXT) == "hello"
