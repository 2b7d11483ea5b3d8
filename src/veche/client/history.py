"""Each message once and in order: history and live messages put together, across connections.

Owns what was seen, how far each conversation is told, and what must wait while history is on its
way. Must not know how history is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from veche.client.events import Event, Joined, Left, Redacted, Renamed, Said, TopicSet
from veche.client.translate import is_channel
from veche.core.names import fold

# A server that repeats a message later than this is not mending a gap.
_REMEMBERED = 10_000
_MAX_CONVERSATIONS = 1_000
# Of one conversation, and of all: past it the server is asked again for what was dropped.
MAX_HELD = 1_000
_MAX_HELD_IN_ALL = 4_000
_RANKS = "~@%+"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A message that was told, as history can be asked from: by id, or by time where it has none.

    Without an id the time is that of the message or before it.
    """

    msgid: str
    at: datetime | None


BEGINNING = Anchor("", datetime(1970, 1, 1, tzinfo=UTC))


@dataclass(slots=True)
class _Hold:
    events: list[Event] = field(default_factory=list)
    overflowed: bool = False


class Timeline:
    """Puts the events of all connections in the order in which they are told."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self._unnamed: dict[tuple[str, str], int] = {}
        self._holds: dict[str, _Hold] = {}
        self._held = 0
        self._anchors: dict[str, Anchor] = {}
        self._names: dict[str, str] = {}
        self._last: tuple[str, str, datetime | None] = ("", "", None)
        self._last_was_new = True

    def hold(self, where: str) -> None:
        """Keep back what happens in `where` from now on: what happened before comes first."""
        self._holds.setdefault(fold(where), _Hold())

    def held(self) -> list[str]:
        """Return the conversations that are held, folded."""
        return list(self._holds)

    def overflowed(self, where: str) -> bool:
        """Return whether more was said during the hold than is kept."""
        hold = self._holds.get(fold(where))
        return hold is not None and hold.overflowed

    def release(self, where: str) -> list[Event]:
        """End the hold, if there is one; return what was kept and is new."""
        hold = self._holds.pop(fold(where), None)
        if hold is None:
            return []
        self._held -= len(hold.events)
        return [event for event in hold.events if self._is_new(event)]

    def order(self, events: Iterable[Event]) -> list[Event]:
        """Return what may be told now: nothing twice, and nothing of what is held."""
        told: list[Event] = []
        for event in events:
            if isinstance(event, Redacted):
                self._redact(event)
            where = _waits_in(event)
            hold = self._holds.get(where) if where else None
            if hold is None:
                told += [event] if self._is_new(event) else []
            elif isinstance(event, Left) and event.own:
                told += [*self.release(where), event]
            elif hold.overflowed:
                continue
            elif len(hold.events) >= MAX_HELD or self._held >= _MAX_HELD_IN_ALL:
                hold.overflowed = True
            else:
                hold.events.append(event)
                self._held += 1
        return told

    def knows(self, msgid: str) -> bool:
        """Return whether a message was told, or is held."""
        return msgid in self._seen or any(
            isinstance(event, Said) and event.msgid == msgid
            for hold in self._holds.values()
            for event in hold.events
        )

    def anchor(self, where: str) -> Anchor | None:
        """Return the last message of a conversation that was told, or None."""
        return self._anchors.get(fold(where))

    def start(self, where: str, anchor: Anchor) -> None:
        """Take it that all up to `anchor` is told, unless something later is."""
        self._anchors.setdefault(fold(where), anchor)
        self._trim()

    def forget(self, where: str) -> None:
        """Take it that nothing of a conversation was told."""
        self._anchors.pop(fold(where), None)
        self._names.pop(fold(where), None)

    def rename(self, who: str, to: str) -> None:
        """Whom we speak with has another nick."""
        anchor = self._anchors.get(fold(who))
        if anchor is not None:
            self.forget(who)
            self._anchors[fold(to)], self._names[fold(to)] = anchor, to

    def told_unnamed(self, where: str, text: str) -> None:
        """A message of our own was told before its msgid is known."""
        key = (fold(where), text)
        if len(self._unnamed) < _MAX_CONVERSATIONS:
            self._unnamed[key] = self._unnamed.get(key, 0) + 1

    def conversations(self) -> list[str]:
        """Return the names of those in which something was told, the latest last."""
        return [self._names.get(key, key) for key in self._anchors]

    def _is_new(self, event: Event) -> bool:
        if not isinstance(event, Said):
            return True
        if event.msgid:
            new = event.msgid not in self._seen and not self._was_unnamed(event)
            self._remember(event.msgid)
        else:
            # The second line of a long message has no msgid of its own, and the fate of the first.
            line = (event.who, event.where, event.at)
            new = self._last_was_new or event.at is None or line != self._last
        self._last = (event.who, event.where, event.at)
        self._last_was_new = new
        if new:
            self._advance(event)
        return new

    def _redact(self, redacted: Redacted) -> None:
        """What is still held is never told."""
        hold = self._holds.get(fold(redacted.where))
        if hold is not None:
            kept = [
                event
                for event in hold.events
                if not (isinstance(event, Said) and redacted.msgid in (event.msgid, event.edits))
            ]
            self._held -= len(hold.events) - len(kept)
            hold.events = kept

    def _was_unnamed(self, said: Said) -> bool:
        key = (fold(said.where), said.text)
        if said.edits or not (said.own and key in self._unnamed):
            return False
        self._unnamed[key] -= 1
        if not self._unnamed[key]:
            del self._unnamed[key]
        return True

    def _remember(self, msgid: str) -> None:
        self._seen[msgid] = None
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]

    def _advance(self, said: Said) -> None:
        name = conversation(said)
        key = fold(name)
        before = self._anchors.pop(key, None)
        msgid = said.msgid or (before.msgid if before else "")
        at = said.at or (before.at if before else None)
        if msgid or at:
            self._anchors[key], self._names[key] = Anchor(msgid, at), name
            self._trim()

    def _trim(self) -> None:
        if len(self._anchors) > _MAX_CONVERSATIONS:
            self.forget(next(iter(self._anchors)))


def conversation(said: Said) -> str:
    """Return the channel or the person that a message belongs to."""
    # `@#ops` is for those with a rank in `#ops`.
    where = said.where.lstrip(_RANKS)
    if is_channel(where):
        return where
    return said.where if said.own else said.who


def _waits_in(event: Event) -> str:
    """Return the conversation whose history this event has to wait for, folded, or ""."""
    match event:
        case Said(past=True) | Joined(own=True) | Renamed():
            return ""
        case Said():
            return fold(conversation(event))
        case (
            Joined(where=where) | Left(where=where) | TopicSet(where=where) | Redacted(where=where)
        ):
            return fold(where)
        case _:
            return ""
