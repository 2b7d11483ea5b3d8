"""What was asked on a connection and is not yet answered.

Owns the labels and the order of asking. Must not know how an answer is framed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from veche.client.events import Kind, Said
from veche.client.history import Anchor

# No page is longer; a server that sends more is not listened to.
MAX_PAGE = 2_000


@dataclass(slots=True)
class Saying:
    """A message of ours: echoed or not, refused for a reason or not."""

    label: str
    ticket: int
    where: str
    text: str
    kind: Kind
    code: str = ""
    fault: str = ""
    echoed: bool = False


@dataclass(slots=True)
class Paging:
    """A page of history, as far as it has come."""

    label: str
    where: str
    code: str = ""
    fault: str = ""
    count: int = 0
    first: Anchor | None = None
    last: Anchor | None = None
    said: list[Said] = field(default_factory=list)

    def add(self, anchor: Anchor, said: Said | None) -> None:
        """Take one more line of the page, where it stands and what it says to a person."""
        if self.count >= MAX_PAGE:
            return
        self.count += 1
        # The second line of a long message has no msgid: the first stands for it.
        if anchor.msgid or (anchor.at and not (self.last and self.last.msgid)):
            self.first = self.first or anchor
            self.last = anchor
        if said is not None:
            self.said.append(said)


@dataclass(slots=True)
class Targeting:
    """The people and channels where something was said, as far as they have been told."""

    label: str
    code: str = ""
    fault: str = ""
    rows: list[tuple[str, datetime]] = field(default_factory=list)

    def add(self, name: str, at: datetime | None) -> None:
        """Take one more, and when the last word was said there."""
        if at is not None and name and len(self.rows) < MAX_PAGE:
            self.rows.append((name, at))


Request = Saying | Paging | Targeting
_Kind = TypeVar("_Kind", Saying, Paging, Targeting)


class Requests:
    """The open requests by label, the oldest first."""

    def __init__(self) -> None:
        self._open: dict[str, Request] = {}

    def add(self, request: Request) -> None:
        """Note that something is asked."""
        self._open[request.label] = request

    def find(self, label: str) -> Request | None:
        """Return the open request with this label."""
        return self._open.get(label)

    def oldest(self, kind: type[_Kind]) -> _Kind | None:
        """Return the oldest open request of this kind."""
        return next((each for each in self._open.values() if isinstance(each, kind)), None)

    def finish(self, label: str) -> Request | None:
        """Forget a request, and return it: its answer is whole, or will not come."""
        return self._open.pop(label, None)
