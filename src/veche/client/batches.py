"""Which messages belong together (IRCv3 batch), and to which of our requests.

Owns the open batches. Must not know what stands in them.
"""

from dataclasses import dataclass

from veche.client.message import Message

# Nobody nests or interleaves more; what a server opens beyond this is read as if it stood alone.
_MAX_OPEN = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """An open batch; `label` and `past` are inherited from the batch that holds it."""

    kind: str
    target: str
    label: str
    past: bool
    outermost: bool


class Batches:
    """The batches that are open, by reference."""

    def __init__(self) -> None:
        self._open: dict[str, Batch] = {}

    def of(self, message: Message) -> Batch | None:
        """Return the batch that the message stands in."""
        return self._open.get(message.tags.get("batch", ""))

    def change(self, message: Message) -> Batch | None:
        """Take a BATCH message; return the batch that it closes, or None."""
        reference = message.param(0)
        if reference.startswith("-"):
            return self._open.pop(reference[1:], None)
        if reference.startswith("+") and len(self._open) < _MAX_OPEN:
            around = self.of(message)
            kind = message.param(1)
            self._open[reference[1:]] = Batch(
                kind=kind,
                target=message.param(2),
                label=message.tags.get("label", "") or (around.label if around else ""),
                past=kind == "chathistory" or (around is not None and around.past),
                outermost=around is None,
            )
        return None
