"""One conversation as entries: what was said, who came and went, and what is still unread.

Owns the order, the bound, and that every text and name is clean. Must not know how they are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Protocol

from veche.core.names import fold
from veche.terminal.sanitise import clean_lines, clean_name, clean_text
from veche.terminal.screen.cells import shape, tame

MAX_ENTRIES = 50_000


class EntryKind(Enum):
    """What an entry tells."""

    SAID = auto()
    ACTION = auto()
    NOTICE = auto()
    STATUS = auto()  # `text` is all of it
    JOINED = auto()
    LEFT = auto()  # `text`: the reason, or ""
    RENAMED = auto()  # from `who` to `text`


MESSAGES = frozenset({EntryKind.SAID, EntryKind.ACTION, EntryKind.NOTICE})
CHURN = frozenset({EntryKind.JOINED, EntryKind.LEFT, EntryKind.RENAMED})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, cleaned when it is made, so that it may come straight off a wire.

    `pending`: the ticket of an own message that is not acknowledged yet. `failed`: it was refused;
    `reason` says why. `mention`: it is meant for us. `edits`: the msgid of the message of which
    `text` is another text, its own if that stands here.
    """

    kind: EntryKind
    text: str = ""
    who: str = ""
    at: datetime | None = None
    msgid: str = ""
    own: bool = False
    mention: bool = False
    pending: int | None = None
    failed: bool = False
    reason: str = ""
    edits: str = ""
    # One letter for each cell of `text`, made once, since every new width needs it.
    shape: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        clean = clean_name if self.kind is EntryKind.RENAMED else clean_text
        if self.kind in MESSAGES and "\n" in self.text:
            clean = clean_lines
        object.__setattr__(self, "text", tame(clean(self.text)))
        object.__setattr__(self, "who", tame(clean_name(self.who)) if self.who else "")
        object.__setattr__(self, "reason", tame(clean_text(self.reason)))
        object.__setattr__(self, "shape", shape(self.text))
        if self.at and self.at.tzinfo is None:
            object.__setattr__(self, "at", self.at.replace(tzinfo=UTC))


class Observer(Protocol):
    """Told of every change just after it, in the order of `Entries.observers`."""

    def entry_added(self) -> None:
        """The newest entry is new; old ones may be gone."""

    def entries_prepended(self, count: int) -> None:
        """As many entries stand before the oldest."""

    def entry_changed(self, number: int) -> None:
        """An entry is another one."""

    def entries_changed(self, number: int) -> None:
        """From this number on they are other ones, or the unread line was or is there."""


class Entries:
    """The newest entries of a conversation, the oldest first; past the bound the oldest go.

    An entry keeps its number: those from `first` to before `end` are here. The first one added has
    0, and older history gets numbers below 0. Only what is pending moves on: it stays the newest,
    since the server has not put it anywhere yet.
    """

    def __init__(self, bound: int = MAX_ENTRIES) -> None:
        self.first = 0
        self.unread = 0  # others' messages since the mark, or since `seen`
        self.mentions = 0
        self.unread_from: int | None = None  # the number the unread line stands before
        self.observers: list[Observer] = []
        self._bound = bound
        self._entries: list[Entry] = []
        self._pending: dict[int, int] = {}
        self._redacted: set[str] = set()

    @property
    def end(self) -> int:
        """One past the number of the newest entry."""
        return self.first + len(self._entries)

    @property
    def full(self) -> bool:
        """No older history has room."""
        return len(self._entries) >= self._bound

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, number: int) -> Entry:
        """Return the entry with this number; IndexError unless it is here."""
        if number < self.first:
            raise IndexError(number)
        return self._entries[number - self.first]

    def oldest_msgid(self) -> str:
        """Return the first msgid there is: older history is asked for from here; "" for none."""
        return next((entry.msgid for entry in self._entries if entry.msgid), "")

    def add(self, entry: Entry) -> None:
        """Append the newest entry."""
        if entry.pending is not None:
            self._pending[entry.pending] = self.end
        self._entries.append(entry)
        if self.unread_from is not None and _counts(entry):
            self.unread += 1
            self.mentions += entry.mention
        if len(self._entries) > self._bound:
            del self._entries[0]
            self.first += 1
        for observer in self.observers:
            observer.entry_added()
        if entry.pending is None:
            self._let_pending_be_last()

    def prepend(self, entries: Sequence[Entry]) -> None:
        """Put older history, the oldest first, before all; as much of its end as there is room."""
        room = self._bound - len(self._entries)
        older = list(entries[max(0, len(entries) - room) :])
        if not older:
            return
        self._entries[:0] = older
        self.first -= len(older)
        for observer in self.observers:
            observer.entries_prepended(len(older))

    def acknowledge(self, ticket: int) -> None:
        """Let the message with this ticket be pending no more; its place is still to be told."""
        number = self._pending.get(ticket)
        if number is not None and number >= self.first:
            self._change(number, replace(self[number], pending=None))

    def settle(self, ticket: int, ok: bool, reason: str = "", msgid: str = "") -> None:
        """Leave the message with this ticket where it is: it was told (`ok`), or refused."""
        number = self._pending.pop(ticket, None)
        if number is None or number < self.first:
            return
        entry = self[number]
        settled = replace(
            entry, pending=None, failed=not ok, reason=reason, msgid=msgid or entry.msgid
        )
        self._change(number, settled)

    def mark_unread(self) -> None:
        """Let the unread line stand after what is there now, and count from here."""
        self._move_unread(self.end)

    def clear_unread(self) -> None:
        """Take the unread line away; nothing counts as unread until the next mark."""
        self._move_unread(None)

    def seen(self) -> None:
        """Count from 0 again: somebody looks; the line stays where it is."""
        self.unread = self.mentions = 0

    def read_until(self, at: datetime) -> None:
        """All up to `at` has been seen elsewhere: only what is later counts as unread."""
        if self.unread_from is None:
            return
        later = [
            number
            for number in range(max(self.unread_from, self.first), self.end)
            if _counts(entry := self[number]) and entry.at is not None and entry.at > at
        ]
        self._move_unread(later[0] if later else None)
        self.unread = len(later)
        self.mentions = sum(self[number].mention for number in later)

    def redact(self, msgid: str, text: str) -> bool:
        """Show `text` in the place of a message that was taken back; return whether it is here."""
        for number in reversed(self._numbers(None)):
            entry = self[number]
            if msgid in (entry.msgid, entry.edits):
                self._redacted |= {msgid, entry.msgid}
                self._change(number, replace(entry, text=text, mention=False, edits=""))
                if entry.msgid == msgid:
                    return True
        return msgid in self._redacted

    def edit(self, edit: Entry) -> bool:
        """Let the message that `edit` is of say its text; return whether the person's is here."""
        for number in reversed(self._numbers(None)):
            entry = self[number]
            if entry.msgid == edit.edits:
                if not (entry.own and edit.own) and fold(entry.who) != fold(edit.who):
                    return False
                if entry.msgid not in self._redacted:
                    text, mention = edit.text, edit.mention
                    now = replace(entry, text=text, mention=mention, edits=edit.edits)
                    self._change(number, now)
                return True
        return False

    def last_own(self) -> str:
        """Return the msgid of what we said last and have not taken back, or ""."""
        said = (each for each in reversed(self._entries) if each.own and each.msgid)
        own = (each.edits or each.msgid for each in said)
        return next((msgid for msgid in own if msgid not in self._redacted), "")

    def newest_at(self) -> datetime | None:
        """Return when the newest message was said that the server has told."""
        told = (each.at for each in reversed(self._entries) if each.msgid and each.at)
        return next(told, None)

    def find(self, text: str, before: int | None = None) -> int | None:
        """Return the number of the newest entry below `before` that holds `text`, else None.

        Both are casefolded; who spoke is searched as well.
        """
        wanted = tame(clean_text(text)).casefold()
        if not wanted:
            return None
        for number in reversed(self._numbers(before)):
            entry = self[number]
            if wanted in entry.text.casefold() or wanted in entry.who.casefold():
                return number
        return None

    def _change(self, number: int, entry: Entry) -> None:
        self._entries[number - self.first] = entry
        for observer in self.observers:
            observer.entry_changed(number)

    def _let_pending_be_last(self) -> None:
        last = self.end - 1
        begin = min((n for n in self._pending.values() if n >= self.first), default=last)
        if begin == last:
            return
        at = begin - self.first
        self._entries.insert(at, self._entries.pop())
        self._pending = {t: n + 1 if n >= begin else n for t, n in self._pending.items()}
        if self.unread_from is not None:
            self.unread_from = min(self.unread_from, begin)
        for observer in self.observers:
            observer.entries_changed(begin)

    def _numbers(self, before: int | None) -> range:
        return range(self.first, self.end if before is None else min(before, self.end))

    def _move_unread(self, number: int | None) -> None:
        self.unread = self.mentions = 0
        if number != self.unread_from:
            marks = [mark for mark in (number, self.unread_from) if mark is not None]
            self.unread_from = number
            for observer in self.observers:
                observer.entries_changed(min(marks))


def _counts(entry: Entry) -> bool:
    """Return whether an entry is one that can be unread."""
    return entry.kind in MESSAGES and not entry.own
