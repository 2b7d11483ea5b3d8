"""A message of several lines, which come one by one (IRCv3 multiline), as one again.

Owns what has come of those that are not whole. Must not know what a message means.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from veche.client.message import Message

BATCH_TYPE = "draft/multiline"
CONCAT = "draft/multiline-concat"
_VERBS = ("PRIVMSG", "NOTICE")
_ACTION, _END = "\x01ACTION ", "\x01"
# More than servers let anybody say: of what is longer the rest is not kept.
MAX_BYTES = 65_536
MAX_LINES = 1_000
_MAX_OPEN = 64


@dataclass(slots=True)
class _Open:
    opening: Message
    command: str = ""
    lines: list[tuple[str, bool]] = field(default_factory=list)
    size: int = 0


class Gathering:
    """Give it every message; what it gives back is to be read."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}

    def take(self, message: Message) -> Sequence[Message]:
        """Return the message, or nothing while more of it is to come, or the whole of it.

        The whole has the tags of the batch; its text has line breaks.
        """
        if message.command == "BATCH":
            return self._edge(message)
        reference = message.tags.get("batch", "")
        part = self._open.get(reference) if reference else None
        if part is None:
            return (message,)
        if message.command in _VERBS and message.command == (part.command or message.command):
            self._add(part, message)
        return ()

    def _edge(self, message: Message) -> Sequence[Message]:
        sign, reference = message.param(0)[:1], message.param(0)[1:]
        if sign == "-" and reference in self._open:
            return _whole(self._open.pop(reference))
        known = message.param(1) == BATCH_TYPE and len(self._open) < _MAX_OPEN
        if sign == "+" and reference and known:
            self._open[reference] = _Open(message)
            return ()
        return (message,)

    def _add(self, part: _Open, message: Message) -> None:
        text = message.param(1)
        part.size += len(text.encode()) + 1
        if part.size <= MAX_BYTES and len(part.lines) < MAX_LINES:
            part.command = message.command
            part.lines.append((text, CONCAT in message.tags))


def _whole(part: _Open) -> Sequence[Message]:
    if not part.lines:
        return ()
    lines = part.lines
    action = all(line.startswith(_ACTION) for line, _ in lines)
    if action:
        lines = [(line[len(_ACTION) :].removesuffix(_END), joined) for line, joined in lines]
    text = lines[0][0] + "".join(line if joined else f"\n{line}" for line, joined in lines[1:])
    if action:
        text = f"{_ACTION}{text}{_END}"
    where = part.opening.param(2)
    return (replace(part.opening, command=part.command, params=(where, text)),)
