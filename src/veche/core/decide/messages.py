"""Decisions on what people say, and on reading what was said."""

import msgspec

from veche.core.commands import ReadHistory, SendMessage, SendTags
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.events import DirectOpened, MessageKind, MessageSent, Tags, TagsSent, TextBody
from veche.core.names import is_channel
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.replies import AwayNotice, Granted
from veche.core.state import Channel, User


def send_message(ctx: Context, command: SendMessage) -> Outcome:
    """A message to a channel or a user."""
    if not command.text:
        return Rejection(Code.NO_TEXT)
    fault = text_fault(command.text, "message", ctx.limits.plain_line_bytes) or _tags_fault(
        ctx, command.tags
    )
    if fault is not None:
        return fault
    target = _target(ctx, command.target)
    if isinstance(target, Rejection):
        return target
    actor = ctx.actor
    body = TextBody(actor.who, _name(target), command.text, command.tags)
    if isinstance(target, Channel):
        event = MessageSent(actor.id, 0, command.how)
        return Decided((Happening(event, body, target.id),))
    return _direct(ctx, target, command.how, body)


def _direct(ctx: Context, target: User, how: MessageKind, body: TextBody) -> Decided:
    actor = ctx.actor
    conversation = actor.directs.get(target.id)
    opened: tuple[Happening, ...] = ()
    if conversation is None:
        conversation = ctx.turn.new_id()
        opened = (Happening(DirectOpened(conversation, actor.id, target.id)),)
    sent = Happening(MessageSent(actor.id, target.id, how), body, conversation)
    away = target.away if how is not MessageKind.NOTICE else ""
    return Decided((*opened, sent), AwayNotice(target.nick, away) if away else None)


def send_tags(ctx: Context, command: SendTags) -> Outcome:
    """Tags without text: typing and the like."""
    fault = _tags_fault(ctx, command.tags)
    if fault is not None:
        return fault
    target = _target(ctx, command.target)
    if isinstance(target, Rejection):
        return target
    actor = ctx.actor
    body = TextBody(actor.who, _name(target), "", command.tags)
    channel = target.id if isinstance(target, Channel) else 0
    user = target.id if isinstance(target, User) else 0
    return Decided((Happening(TagsSent(actor.id, channel, user), body),))


def _target(ctx: Context, name: str, act: Act = Act.SPEAK) -> Channel | User | Rejection:
    if not is_channel(name):
        user = ctx.state.find_user(name)
        return Rejection(Code.NO_SUCH_NICK, name) if user is None else user
    return channel_for(ctx, act, name)


def _name(target: Channel | User) -> str:
    return target.name if isinstance(target, Channel) else target.nick


def _tags_fault(ctx: Context, tags: Tags) -> Rejection | None:
    for name, value in tags:
        fault = text_fault(name + value, "tag", ctx.limits.client_tag_bytes)
        if fault is not None and fault.code is Code.TOO_LONG:
            return fault
        if not name.startswith("+") or any(c in name for c in " ;=\r\n\0"):
            return Rejection(Code.BAD_TEXT, "tag", "its name has forbidden characters")
        if "\0" in value:  # a line break has a form on the wire, NUL has none
            return Rejection(Code.BAD_TEXT, "tag", "it has a NUL in it")
    return None


def read_history(ctx: Context, command: ReadHistory) -> Outcome:
    """A grant to read; whoever holds it does the reading."""
    query = command.query
    if query.limit < 0:
        return Rejection(Code.BAD_ARGUMENT, "history", "the limit is negative")
    if query.limit > ctx.limits.history_page:
        query = msgspec.structs.replace(query, limit=ctx.limits.history_page)
    act = Act.READ_HISTORY if is_channel(command.target) else Act.READ_DIRECT
    target = _target(ctx, command.target, act)
    if isinstance(target, Rejection):
        return target
    grant = authorize(ctx.state, ctx.actor, act, target)
    if isinstance(grant, Rejection):
        return grant
    return Decided(reply=Granted(_name(target), grant, query))
