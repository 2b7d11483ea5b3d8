"""Decisions on what was said before: taking it back, and saying something else in its place.

IRCv3 message-redaction, and message-edit (an open proposal). Authors may for a time; a channel's
operators may always take back, and never edit.
"""

from veche.core.commands import EditMessage, Redact
from veche.core.decide.addresses import Address, address_of
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, text_fault
from veche.core.decide.messages import sent
from veche.core.events import MessageRedacted, MessageSent, Reacted, Stored, TextBody
from veche.core.ids import to_msgid
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.state import Channel

_DAY_S = 86_400


def redact(ctx: Context, command: Redact) -> Outcome:
    """The text is gone for good; that there was a message is not."""
    fault = text_fault(command.reason, "reason", ctx.limits.reason_chars)
    if fault is not None:
        return fault
    said = _said(ctx, command, Act.READ_HISTORY)
    if isinstance(said, Rejection):
        return said
    to, found = said
    event = found.record.event
    if not _operates(ctx, to):
        fault = _authorship(ctx, to, found)
        if fault is not None:
            return fault
    edits = tuple(ctx.turn.edits(found)) if isinstance(event, MessageSent) else ()
    redacted = MessageRedacted(ctx.actor.id, found.record.id, edits, to.user, to.channel, to.letter)
    body = TextBody(ctx.actor.who, to.name, command.reason)
    told = Happening(redacted, body, to.conversation)
    if getattr(event, "user", 0) == ctx.actor.id:
        return Decided((told,))
    return Decided((told, _trail(ctx, to, found, command.reason)))


def _trail(ctx: Context, to: Address, found: Stored, reason: str) -> Happening:
    """Whose message was taken back, and which; never what it said."""
    author = getattr(found.record.body, "who", None)
    words = (author.nick if author else "", to_msgid(found.record.id), reason)
    channel = _channel(ctx, to)
    return audited(ctx, "redact", to.name, " ".join(filter(None, words)), channel)


def edit_message(ctx: Context, command: EditMessage) -> Outcome:
    """A message in the place of one's own; an edit of an edit is one of the first."""
    if not command.text:
        return Rejection(Code.NO_TEXT)
    fault = text_fault(command.text, "message", ctx.limits.plain_line_bytes)
    if fault is not None:
        return fault
    said = _said(ctx, command, Act.SPEAK)
    if isinstance(said, Rejection):
        return said
    to, found = said
    event = found.record.event
    if not isinstance(event, MessageSent):
        return Rejection(Code.UNKNOWN_MESSAGE, to.name)
    fault = _authorship(ctx, to, found)
    if fault is not None:
        return fault
    return sent(to, ctx, command.text, event.how, edits=event.edits or found.record.id)


def _said(
    ctx: Context, command: Redact | EditMessage, act: Act
) -> tuple[Address, Stored] | Rejection:
    """Where it was said, if the actor may `act` there, and the message or reaction; one that was
    taken back is no more."""
    to = address_of(ctx, command.target, act)
    if isinstance(to, Rejection):
        return to
    message = command.message
    found = ctx.turn.find(message) if message and not to.opened else None
    if (
        found is None
        or found.record.conversation != to.conversation
        or found.record.body is None
        or not isinstance(found.record.event, MessageSent | Reacted)
    ):
        return Rejection(Code.UNKNOWN_MESSAGE, to.name)
    return to, found


def _channel(ctx: Context, to: Address) -> Channel | None:
    return ctx.state.channels.get(to.channel or to.conversation)


def _operates(ctx: Context, to: Address) -> bool:
    channel = _channel(ctx, to)
    if channel is None:
        return False
    return not isinstance(authorize(ctx.state, ctx.actor, Act.REDACT, channel), Rejection)


def _authorship(ctx: Context, to: Address, found: Stored) -> Rejection | None:
    event = found.record.event
    if not isinstance(event, MessageSent | Reacted) or event.user != ctx.actor.id:
        return Rejection(Code.NOT_YOUR_MESSAGE, to.name)
    window_s = int(ctx.limits.change_days * _DAY_S)
    if ctx.now_ms - found.record.at_ms > window_s * 1000:
        return Rejection(Code.TOO_LATE, to.name, str(window_s))
    return None
