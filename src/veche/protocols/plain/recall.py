"""What plain clients were told lately: whose message an answer or a reaction is about.

Owns the memory, of a few messages for each conversation, and until when each was spoken in. Nobody
is reminded of what it may not have been told: what was missed in between, or came before somebody
entered who may not read it, is forgotten, and so is what was taken back. Must not know the words in
which it is told.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from veche.core.events import (
    Happened,
    Joined,
    Kicked,
    MessageRedacted,
    MessageSent,
    Parted,
    Stored,
    TextBody,
)
from veche.core.ids import Id, Seq
from veche.protocols.plain.cleaning import clean

MESSAGES = 50
"""Kept of each conversation: about what is still on a screen."""
CONVERSATIONS = 1_000
_EXCERPT_CHARS = 40
_KEPT_CHARS = 100
"""Of a message: enough for an excerpt, whatever is taken out of it."""

_K = TypeVar("_K")
_V = TypeVar("_V")


class Said(msgspec.Struct, frozen=True, gc=False):
    """Who said it, and how it began. `gone`: the record that took it back, and the text with it."""

    nick: str
    text: str
    gone: Id = 0


class Memory:
    """Of one conversation. `known` by the message's id, the newest last; `next` is the number that
    comes next, 0 when any may; `name` and `at_ms` are the last message's."""

    __slots__ = ("at_ms", "known", "name", "next")

    def __init__(self) -> None:
        self.known: dict[Id, Said] = {}
        self.next: Seq = 0
        self.name = ""
        self.at_ms = 0


class Recall:
    """`whole`: what is noted leaves nothing of a conversation out, and a gap means that something
    was missed."""

    def __init__(self, whole: bool = True) -> None:
        self._whole = whole
        self._conversations: dict[Id, Memory] = {}
        self._direct: dict[Id, dict[str, int]] = {}
        self._removed: dict[tuple[Id, Id], None] = {}

    def of(self, event: Happened, message: Id | None) -> Said | None:
        """The message, if it is of the same conversation as the event and known; one that was taken
        back only for the event that does it."""
        conversation = self._conversations.get(event.record.conversation or 0)
        if conversation is None or self._gap(conversation, event):
            return None
        said = conversation.known.get(message or 0)
        if said is None or not said.nick or said.gone not in (0, event.record.id):
            return None
        return Said(said.nick, excerpt(said.text), said.gone)

    def _gap(self, memory: Memory, event: Happened) -> bool:
        return self._whole and 0 < memory.next < (event.seq or 0)

    def note(self, event: Happened) -> None:
        """It was told."""
        record = event.record
        place, seq = record.conversation, event.seq
        if not isinstance(event, Stored) or place is None or seq is None:
            return
        conversation = self._conversations.get(place)
        if conversation is None or self._gap(conversation, event):
            conversation = _fresh(self._conversations, place, Memory())
        elif seq < conversation.next:
            return
        conversation.next = seq + 1
        what, body = record.event, record.body
        if isinstance(what, MessageSent) and isinstance(body, TextBody):
            self._said(conversation, record.id, record.at_ms, what, body)
        elif isinstance(what, Joined):
            self._removed.pop((what.channel, what.user), None)
        elif isinstance(what, Kicked | Parted):
            who = what.target if isinstance(what, Kicked) else what.user
            _fresh(self._removed, (what.channel, who), None)
        elif isinstance(what, MessageRedacted):
            for message in (what.message, *what.edits):
                before = conversation.known.get(message)
                conversation.known[message] = Said(before.nick if before else "", "", record.id)

    def _said(
        self,
        conversation: Memory,
        message: Id,
        at_ms: int,
        what: MessageSent,
        body: TextBody,
    ) -> None:
        nick, known = body.who.nick, conversation.known
        known[message] = Said(nick, body.text[:_KEPT_CHARS])
        if what.edits:
            known[what.edits] = known[message]
        while len(known) > MESSAGES:
            del known[next(iter(known))]
        if not what.target:
            conversation.name, conversation.at_ms = body.name, at_ms
        elif what.target != what.user:
            heard = self._direct.get(what.target) or {}
            _fresh(heard, nick, at_ms, MESSAGES)
            _fresh(self._direct, what.target, heard)

    def enter(self, conversation: Id, whole: bool) -> Memory | None:
        """Somebody is here who was not told: all begins anew. What it is shown of the past may be
        `learn`ed into what this returns, if all may read the `whole` past."""
        memory = Memory()
        before = self._conversations.get(conversation)
        if before is not None:
            memory.name, memory.at_ms = before.name, before.at_ms
        _fresh(self._conversations, conversation, memory)
        return memory if whole else None

    def learn(self, memory: Memory, page: Sequence[Stored]) -> None:
        """All who are here may read the page; what was taken back meanwhile stays so."""
        if not page or self._conversations.get(page[0].record.conversation or 0) is not memory:
            return
        past = Recall(whole=False)
        for event in page:
            past.note(event)
        known = past._conversations[page[0].record.conversation or 0].known | memory.known
        memory.known = dict(list(known.items())[-MESSAGES:])

    def spoken(self, channel: Id) -> tuple[str, int] | None:
        """The channel's name, and the time of the last message in it, Unix milliseconds."""
        found = self._conversations.get(channel)
        return (found.name, found.at_ms) if found is not None and found.at_ms else None

    def removed(self, channel: Id, user: Id) -> bool:
        """The user was made to leave, or has left by another device."""
        return (channel, user) in self._removed

    def heard(self, user: Id) -> dict[str, int]:
        """By nick, when somebody last spoke to the user."""
        return self._direct.get(user, {})


def excerpt(text: str) -> str:
    """How it begins, on one line."""
    line = clean(text).strip()
    return line if len(line) <= _EXCERPT_CHARS else f"{line[:_EXCERPT_CHARS].rstrip()}..."


def _fresh(table: dict[_K, _V], key: _K, value: _V, most: int = CONVERSATIONS) -> _V:
    """Put it last; the first goes when there are too many."""
    table.pop(key, None)
    table[key] = value
    if len(table) > most:
        del table[next(iter(table))]
    return value
