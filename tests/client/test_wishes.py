"""What is wanted."""

from veche.client.wishes import MAX_LATER, Unwanted, Wish, Wishes


def test_wanting_and_not_wanting() -> None:
    """By folded name; what is wanted is not unwanted; an answer awaited stays awaited."""
    wishes = Wishes("alice")
    wishes.unwanted["#a"] = Unwanted("#a", "", told=True)
    wishes.want(Wish("#A"))
    assert wishes.wants("#a")
    assert wishes.unwanted == {}
    wishes.channels["#a"].asked = True
    wishes.want(Wish("#a", backlog=5))
    assert wishes.channels["#a"].asked
    wishes.lost()
    assert not wishes.channels["#a"].asked
    assert wishes.drop("#A") is not None
    assert wishes.drop("#A") is None


def test_lines_for_later() -> None:
    """In order, once, and not without end."""
    wishes = Wishes("alice")
    assert all(wishes.add_later("TOPIC", "#a", str(n)) for n in range(MAX_LATER))
    assert not wishes.add_later("TOPIC", "#a", "x")
    assert wishes.take_later()[0] == ("TOPIC", "#a", "0")
    assert wishes.take_later() == []
