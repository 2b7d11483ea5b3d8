"""The log: nothing acknowledged is lost, nothing is doubled, no sequence has a gap.

Owns what must be true of the records themselves.
"""

from collections.abc import Iterable, Sequence

from tests.simulation.checkers import Violation
from tests.simulation.ledger import Ledger
from tests.simulation.messages import Sent, token_of
from veche.core.events import MessageSent, Stored, TextBody
from veche.core.ids import Id, Pos, Seq


class Keeping:
    """Looks at each record as it is stored, and at the whole at the end."""

    def __init__(self, ledger: Ledger, sent: dict[str, Sent]) -> None:
        self._ledger = ledger
        self._sent = sent
        self._pos: Pos = 0
        self._seqs: dict[Id, Seq] = {}
        self._at_ms = 0
        self._places: dict[tuple[str, Id], None] = {}

    def stored(self, batch: Sequence[Stored]) -> None:
        """These are safe now."""
        for item in batch:
            record = item.record
            self._pos += 1
            if item.pos != self._pos:
                raise Violation("gap", f"position {item.pos} after {self._pos - 1}")
            if record.conversation is not None:
                before = self._seqs.get(record.conversation, 0)
                if item.seq != before + 1:
                    raise Violation("gap", f"{item} comes after number {before}")
                self._seqs[record.conversation] = before + 1
            if record.at_ms < self._at_ms:
                raise Violation("clock", f"{item} is stamped before {self._at_ms}")
            self._at_ms = record.at_ms
            if record.id in self._ledger.by_id:
                raise Violation("doubled", f"the id of {item} was used before")
            if isinstance(record.event, MessageSent):
                self._message(item)

    def _message(self, item: Stored) -> None:
        body = item.record.body
        assert isinstance(body, TextBody)
        token = token_of(body.text)
        sent = self._sent.get(token)
        if sent is None or sent.text != body.text:
            meant = "nothing" if sent is None else repr(sent.text)
            raise Violation("text", f"{body.text!r} was stored, {meant} was sent")
        if sent.forbidden:
            raise Violation("doubled", f"{body.text!r} came under the key of another message")
        place = (token, 0 if sent.key else item.record.conversation or 0)
        if place in self._places:
            raise Violation("doubled", f"{body.text!r} is in the log twice")
        self._places[place] = None

    def at_end(self, sent: Iterable[Sent]) -> None:
        """All that was told to senders must be so."""
        for message in sent:
            found = len(self._ledger.by_token.get(message.token, ()))
            if message.acked and not found:
                raise Violation("lost", f"{message.text!r} was acknowledged and is not in the log")
            if message.refused and not message.acked and message.attempts == 1 and found:
                raise Violation("refused", f"{message.text!r} was refused and is in the log")
