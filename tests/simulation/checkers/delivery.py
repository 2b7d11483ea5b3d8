"""What clients see: committed things only, only where they are members, in order, once, and all.

Owns one `View` for each connection. Membership comes from the ledger, never from the server.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from tests.simulation.checkers import Violation
from tests.simulation.ledger import FOR_EVER, Ledger
from tests.simulation.messages import Sent, token_of
from veche.core.events import (
    ChannelCreated,
    DirectOpened,
    Happened,
    MessageSent,
    ServerStarted,
    SessionAttached,
    SessionDetached,
    Stored,
    TextBody,
    Transient,
    UserLeft,
    UserRegistered,
)
from veche.core.exchange import Answer, Deliver, Done, Out
from veche.core.ids import Id, Pos, Seq

_NEVER_SHOWN = (ChannelCreated, DirectOpened, ServerStarted, UserRegistered)


class View(msgspec.Struct):
    """What one connection has been shown."""

    name: str
    session: Id = 0
    user: Id = 0
    first: Pos = FOR_EVER
    """It is attached from after this position ..."""
    last: Pos = FOR_EVER
    """... to this one."""
    tagged: bool = False
    echo: bool = False
    shown: list[Pos] = []
    seqs: dict[Id, Seq] = {}
    passing: dict[Id, None] = {}


class Delivery:
    """Fed with all outs of the hub and every line that a client reads."""

    def __init__(self, ledger: Ledger, sent: dict[str, Sent]) -> None:
        self._ledger = ledger
        self._sent = sent
        self._passing: dict[Id, Transient] = {}
        self.views: dict[Id, View] = {}

    # -- from the hub ----------------------------------------------------------------------

    def published(self, outs: Sequence[Out], safe: Pos) -> None:
        """The hub lets these be seen, while the log is at `safe`."""
        for out in outs:
            if isinstance(out, Deliver):
                self._happened(out.event, safe)
            elif isinstance(out, Answer):
                for result in out.results:
                    if isinstance(result, Done):
                        for event in result.events:
                            self._safe(event, safe)

    def _happened(self, happened: Happened, safe: Pos) -> None:
        self._safe(happened, safe)
        if isinstance(happened, Stored):
            return
        event: Any = happened.record.event
        self._passing[happened.record.id] = happened
        match event:
            case SessionAttached():
                view = self.views.get(event.session)
                if view is not None:
                    view.user, view.first = event.user, happened.pos
            case SessionDetached():
                view = self.views.get(event.session)
                if view is not None:
                    view.last = min(view.last, happened.pos)
            case UserLeft():
                self._ledger.user_left(event.user, happened.pos)

    def _safe(self, happened: Happened, safe: Pos) -> None:
        record = happened.record
        if isinstance(happened, Stored):
            if happened.pos > safe or self._ledger.stored[happened.pos - 1] != happened:
                raise Violation("visible", f"{happened} was let out while the log was at {safe}")
        elif record.event.durable and not isinstance(record.event, UserLeft):
            raise Violation("visible", f"{happened} was let out and is not for the log")

    # -- from the clients --------------------------------------------------------------------

    def line(self, view: View, record: Id, stamp: Pos, *, live: bool, since: Pos = 0) -> None:
        """A line about this record was read; it was written when the log was at `stamp`.

        `live`: as it happened; otherwise from history, asked for when the log was at `since`.
        """
        stored = self._ledger.by_id.get(record)
        if stored is None or record in self._passing:  # a departure may be stored afterwards
            if record not in self._passing:
                raise Violation("visible", f"{view.name} was shown {record}, which nobody did")
            if record in view.passing:
                raise Violation("doubled", f"{view.name} was shown {self._passing[record]} twice")
            view.passing[record] = None
            return
        if stored.pos > stamp:
            raise Violation("visible", f"{view.name} was shown {stored} with the log at {stamp}")
        if live:
            self._live(view, stored)
        else:
            self._past(view, stored, since)

    def text(self, view: View, token: str, name: str, stamp: Pos) -> None:
        """A message was read by a client that sees no ids; `name` is its channel or recipient."""
        found = [
            stored
            for stored in self._ledger.by_token.get(token, ())
            if isinstance(stored.record.body, TextBody) and stored.record.body.name == name
        ]
        if not found or found[0].pos > stamp:
            raise Violation("visible", f"{view.name} was shown {token} with the log at {stamp}")
        if any(self._may_see(view, stored) for stored in found):
            return
        raise Violation("member", f"{view.name} was shown {found[0]}")

    def _may_see(self, view: View, stored: Stored) -> bool:
        """For plain clients, who see history of where they are as well."""
        conversation = stored.record.conversation or 0
        if conversation in self._ledger.pairs:
            return view.user in self._ledger.pairs[conversation]
        return self._ledger.member(conversation, view.user, stored.pos, FOR_EVER)

    def _live(self, view: View, stored: Stored) -> None:
        if isinstance(stored.record.event, _NEVER_SHOWN):
            raise Violation("member", f"{view.name} was shown {stored}, which is for nobody")
        if self._personal(view, stored):
            return
        if not view.user or not self._ledger.sees(view.user, stored):
            raise Violation("member", f"{view.name} was shown {stored} as user {view.user}")
        shown = view.shown
        if shown and stored.pos <= shown[-1]:
            name = "doubled" if stored.pos in shown else "order"
            raise Violation(name, f"{view.name} was shown {stored} after {shown[-1]}")
        shown.append(stored.pos)
        conversation = stored.record.conversation
        if conversation is not None and stored.seq is not None:
            if stored.seq <= view.seqs.get(conversation, 0):
                raise Violation("order", f"{view.name} was shown {stored} late")
            view.seqs[conversation] = stored.seq

    def _past(self, view: View, stored: Stored, since: Pos) -> None:
        conversation = stored.record.conversation or 0
        pair = self._ledger.pairs.get(conversation)
        if pair is not None:
            allowed = view.user in pair
        else:
            allowed = self._ledger.member(conversation, view.user, since, FOR_EVER)
        if not allowed:
            raise Violation("member", f"{view.name} read {stored} in a history that is not its")

    def _personal(self, view: View, stored: Stored) -> bool:
        """A message of its own that it sees again as it sends it again, or sends to itself."""
        event = stored.record.event
        if not isinstance(event, MessageSent) or event.user != view.user:
            return False
        return event.target == event.user or self._again(stored)

    def _again(self, stored: Stored) -> bool:
        body = stored.record.body
        assert isinstance(body, TextBody)
        sent = self._sent.get(token_of(body.text))
        return sent is not None and sent.attempts > 1

    # -- at the end ----------------------------------------------------------------------------

    def at_end(self, view: View, *, whole: bool) -> None:
        """Nothing between the first and the last was left out; `whole`: nor at the end."""
        if not view.tagged or not view.user:
            return
        due = [
            stored.pos
            for stored in self._ledger.stored[view.first :]
            if stored.pos <= view.last and self._due(view, stored)
        ]
        shown = [pos for pos in view.shown if self._due(view, self._at(pos))]
        if not whole:
            due = due[: len(shown)]
        if shown != due:
            odd = next(p for p in (*due, *shown) if p not in shown or p not in due)
            raise Violation("lost", f"{view.name} was shown {shown}, not {due}: {self._at(odd)}")

    def _at(self, pos: Pos) -> Stored:
        return self._ledger.stored[pos - 1]

    def _due(self, view: View, stored: Stored) -> bool:
        if stored.record.conversation is None or not self._ledger.sees(view.user, stored):
            return False
        event: Any = stored.record.event
        own = isinstance(event, MessageSent) and event.user == view.user
        return not own or (view.echo and not self._personal(view, stored))
