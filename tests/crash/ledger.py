"""What writers know of what they said: said, seen, acknowledged, or refused what was promised.

Owns the notes that are compared with the log afterwards. A message is known by
its text, which nobody says twice.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Receipt:
    """How the server named a message: its msgid and its number in its conversation."""

    msgid: str
    seq: int


@dataclass
class Ledger:
    """One writer's notes; only its thread writes them. Texts are unique over all writers."""

    said: dict[str, str] = field(default_factory=dict)
    """Text to channel."""
    keyed: set[str] = field(default_factory=set)
    """Texts that were said under an idempotency key."""
    acknowledged: dict[str, Receipt] = field(default_factory=dict)
    seen: dict[str, Receipt] = field(default_factory=dict)
    """What was delivered, one's own messages and others'."""
    complaints: list[str] = field(default_factory=list)
    """What the server did on the wire that it had promised not to do."""

    def see(self, text: str, receipt: Receipt) -> None:
        """A message was delivered."""
        if self.seen.setdefault(text, receipt) != receipt:
            self.complaints.append(f"{text!r} came as {self.seen[text]} and as {receipt}")

    def acknowledge(self, text: str, receipt: Receipt) -> None:
        """The author's own message came back to it."""
        if self.acknowledged.setdefault(text, receipt) != receipt:
            first = self.acknowledged[text]
            self.complaints.append(f"{text!r} was acknowledged as {first} and as {receipt}")
