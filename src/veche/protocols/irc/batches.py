"""A client's own batches: many lines that are one message (IRCv3 client-batch, multiline).

Owns a batch from its opening to its end, with its limits. Nothing of it is asked before the end;
whatever is wrong with it is told at once, and what still comes of it is then passed over.
"""

from collections.abc import Sequence

import msgspec

from veche.core.commands import Command, Refuse, SendLines, SendMessage
from veche.core.events import MessageKind, Tags
from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.asking import KEY, Pending, keyed
from veche.protocols.irc.capabilities import MULTILINE
from veche.protocols.irc.encoding_messages import BATCH_TYPE, CONCAT
from veche.protocols.irc.labels import label_of
from veche.protocols.irc.message import Message, client_tags
from veche.protocols.irc.reading import Fault

_VERBS = {"PRIVMSG": MessageKind.TEXT, "NOTICE": MessageKind.NOTICE}
_SPEECH = (*_VERBS, "TAGMSG")
_OPENING_PARAMS = 3


class Passed(msgspec.Struct, frozen=True):
    """The line has nothing to do with a batch."""


PASSED = Passed()


class _Open:
    """A batch that is not closed yet."""

    __slots__ = ("at", "key", "label", "lines", "ref", "size", "tags", "target", "verb")

    def __init__(self, message: Message, now: Mono) -> None:
        self.ref = message.params[0][1:]
        self.target = message.params[2]
        self.label = label_of(message.tags)
        self.tags: Tags = client_tags(message)
        self.key = message.tags.get(KEY)
        self.at = now
        self.verb = ""
        self.lines: list[tuple[str, bool]] = []
        self.size = 0


class Batches:
    """One client's: one at a time, never within another."""

    __slots__ = ("_failed", "_open")

    def __init__(self) -> None:
        self._open: _Open | None = None
        self._failed = ""

    def concern(self, message: Message | Fault) -> bool:
        """Whether the line may have to do with one."""
        return self._open is not None or message.command == "BATCH" or "batch" in message.tags

    def take(
        self, message: Message | Fault, caps: int, limits: Limits, now: Mono
    ) -> Pending | Passed | None:
        """What the line leads to: the whole message, a refusal, or nothing yet."""
        if not caps & MULTILINE:
            return PASSED
        opened = self._open
        if opened is not None and now - opened.at > limits.multiline_s:
            return self._fail(f"TIMEOUT {opened.ref}", "It was left open for too long")
        if isinstance(message, Fault):
            if opened is not None and message.tags.get("batch") == opened.ref:
                self._failed, self._open = opened.ref, None
            return PASSED
        if message.command == "BATCH":
            return self._edge(message, limits, now)
        ref = message.tags.get("batch")
        if ref is None:
            if opened is None or message.command not in _SPEECH:
                return PASSED
            return self._fail("MULTILINE_INVALID", "A message came that is not part of the batch")
        if opened is None:
            if ref == self._failed:
                return None
            return self._fail("MULTILINE_INVALID", "There is no such batch", message)
        if ref != opened.ref:
            return self._fail("MULTILINE_INVALID", "That is not the batch that is open")
        return self._line(opened, message, limits)

    def _edge(self, message: Message, limits: Limits, now: Mono) -> Pending | None:
        params = message.params
        sign, ref = (params[0][:1], params[0][1:]) if params else ("", "")
        if sign == "+" and ref:
            if self._open is not None or "batch" in message.tags:
                return self._fail("MULTILINE_INVALID", "A batch is open already", message)
            known = len(params) == _OPENING_PARAMS and params[1].lower() == BATCH_TYPE
            if not known or not params[2] or "," in params[2]:
                self._failed = ref
                return self._fail("MULTILINE_INVALID", "That cannot be a batch here", message)
            self._open = _Open(message, now)
            self._failed = ""
            return None
        opened = self._open
        if sign != "-" or opened is None or ref != opened.ref:
            if opened is None and sign == "-" and ref and ref == self._failed:
                self._failed = ""
                return None
            return self._fail("MULTILINE_INVALID", "There is no such batch", message)
        if not any(text.strip() for text, _ in opened.lines):
            return self._fail("MULTILINE_INVALID", "There is no text in it")
        self._open = None
        return _whole(opened, limits)

    def _line(self, opened: _Open, message: Message, limits: Limits) -> Pending | None:
        params = message.params
        if message.command not in _VERBS or message.command != (opened.verb or message.command):
            return self._fail("MULTILINE_INVALID", "Only one kind of message can be in it")
        target = params[0] if params else "*"
        if target != opened.target:
            context = f"MULTILINE_INVALID_TARGET {opened.target} {target}"
            return self._fail(context, "That is not the target of the batch")
        text = params[1] if len(params) > 1 else ""
        joined = CONCAT in message.tags
        if joined and not text:
            return self._fail("MULTILINE_INVALID", "A blank line cannot go on in another")
        opened.verb = message.command
        opened.size += len(text.encode()) + bool(opened.lines and not joined)
        opened.lines.append((text, joined and bool(opened.lines)))
        if opened.size > limits.multiline_bytes:
            context = f"MULTILINE_MAX_BYTES {limits.multiline_bytes}"
            return self._fail(context, "That is too much for one message")
        if len(opened.lines) > limits.multiline_lines:
            context = f"MULTILINE_MAX_LINES {limits.multiline_lines}"
            return self._fail(context, "Those are too many lines for one message")
        return None

    def _fail(self, what: str, why: str, message: Message | None = None) -> Pending:
        """The batch, if one is open, is over."""
        opened, self._open = self._open, None
        label = ""
        if opened is not None:
            self._failed, label = opened.ref, opened.label
        elif message is not None:
            label = label_of(message.tags)
        return Pending("BATCH", label, (), (Refuse(Rejection(Code.BAD_BATCH, what, why)),))


def _whole(opened: _Open, limits: Limits) -> Pending:
    """The message that it is: lines with line breaks between them, or cut for their length."""
    text = ""
    cuts: list[int] = []
    for index, (line, joined) in enumerate(opened.lines):
        if joined and text and not text.endswith("\n"):
            cuts.append(len(text))
        elif index and not joined:
            text += "\n"
        text += line
    how = _VERBS[opened.verb]
    said: Sequence[Command]
    if cuts or "\n" in text:
        said = (SendLines(opened.target, text, how, opened.tags, tuple(cuts)),)
    else:
        said = (SendMessage(opened.target, text, how, opened.tags),)
    key = None
    if opened.key is not None:
        key, said = keyed(opened.key, said, limits)
    return Pending(opened.verb, opened.label, (opened.target,), tuple(said), key)
