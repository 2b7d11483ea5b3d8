"""What need not be told again."""

from veche.client.events import TopicSet
from veche.terminal.rooms import Rooms


def test_coming_back_is_no_news() -> None:
    """Once, after each loss; coming again after having left is."""
    rooms = Rooms()
    assert rooms.enter("#a")
    assert rooms.enter("#a")
    rooms.come_back()
    assert not rooms.enter("#A")
    assert rooms.enter("#a")
    rooms.come_back()
    rooms.leave("#A")
    assert rooms.enter("#a")
    assert (list(rooms), len(rooms)) == (["#a"], 1)


def test_the_topic_is_news_when_it_is_another() -> None:
    """Or when somebody set it, to whatever."""
    rooms = Rooms()
    rooms.enter("#a")
    told = TopicSet("#a", "tea", "")
    assert [rooms.topic_is_news(told), rooms.topic_is_news(told)] == [True, False]
    assert rooms.topic_is_news(TopicSet("#A", "tea", "bob"))
    assert rooms.topic_is_news(TopicSet("#a", "coffee", ""))
    assert not rooms.topic_is_news(TopicSet("#a", "coffee", ""))
    rooms.leave("#a")
    rooms.enter("#a")
    assert rooms.topic_is_news(TopicSet("#a", "coffee", ""))


def test_who_is_there_is_news_once() -> None:
    """For as long as we stay; of a channel that we are not in it always is."""
    rooms = Rooms()
    rooms.enter("#a")
    assert [rooms.members_are_news("#a"), rooms.members_are_news("#A")] == [True, False]
    assert [rooms.members_are_news("#b"), rooms.members_are_news("#b")] == [True, True]
    rooms.leave("#a")
    rooms.enter("#a")
    assert rooms.members_are_news("#a")
