"""The channels that we are in, and what was told of them.

Owns what need not be told again after a loss. Must not know what is on the screen.
"""

from collections.abc import Iterator

from veche.client.events import TopicSet
from veche.core.names import fold


class Rooms:
    """Channels by name, in letters of any size."""

    def __init__(self) -> None:
        self._topics: dict[str, str | None] = {}
        self._listed: set[str] = set()
        self._returning: set[str] = set()

    def __len__(self) -> int:
        return len(self._topics)

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def come_back(self) -> None:
        """The connection is there again: we shall enter all of them once more."""
        self._returning = set(self._topics)

    def enter(self, where: str) -> bool:
        """We are in a channel; return whether that is news."""
        key = fold(where)
        self._topics.setdefault(key, None)
        news = key not in self._returning
        self._returning.discard(key)
        return news

    def leave(self, where: str) -> None:
        """We are in a channel no more."""
        key = fold(where)
        self._topics.pop(key, None)
        self._listed.discard(key)
        self._returning.discard(key)

    def topic_is_news(self, event: TopicSet) -> bool:
        """Return whether somebody set the topic, or it is another than we knew."""
        key = fold(event.where)
        news = event.by != "" or self._topics.get(key) != event.text
        if key in self._topics:
            self._topics[key] = event.text
        return news

    def members_are_news(self, where: str) -> bool:
        """Return whether it is the first time since we came that all who are there are told."""
        key = fold(where)
        news = key not in self._listed
        if key in self._topics:
            self._listed.add(key)
        return news
