"""Decisions on what people say."""

from collections.abc import Sequence

import msgspec

from veche.core.commands import Relay, SendLines, SendMessage, SendTags
from veche.core.decide.addresses import Address, address_of
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.decide.speech import SPEECH_MODES, as_said, only_to_operators, speech_fault
from veche.core.events import MessageKind, MessageSent, Reacted, Tags, TagsSent, TextBody
from veche.core.names import check_nick
from veche.core.permissions import Act
from veche.core.rejections import Code, Rejection
from veche.core.replies import AwayNotice

_RELAYED = "draft/relaymsg"
_RELAY_HOST = "relayed"


def send_message(ctx: Context, command: SendMessage) -> Outcome:
    """A message of one line to a channel or a user."""
    fault = text_fault(command.text, "message", ctx.limits.plain_line_bytes)
    return fault or _send(ctx, command, ())


def send_lines(ctx: Context, command: SendLines) -> Outcome:
    """A message of several lines, which count as one."""
    text, limits = command.text, ctx.limits
    lines = text.split("\n")
    fault = text_fault(text.replace("\n", ""), "message", limits.multiline_bytes)
    if fault is not None:
        return fault
    if len(text.encode()) > limits.multiline_bytes:
        return Rejection(Code.TOO_LONG, "message", f"{limits.multiline_bytes} bytes")
    if len(lines) + len(command.cuts) > limits.multiline_lines:
        return Rejection(Code.TOO_LONG, "message", f"{limits.multiline_lines} lines")
    if not any(line.strip() for line in lines):
        return Rejection(Code.NO_TEXT)
    if not _are_cuts(command.cuts, text):
        return Rejection(Code.BAD_ARGUMENT, "message", "its lines are cut where they cannot be")
    return _send(ctx, command, command.cuts)


def _are_cuts(cuts: Sequence[int], text: str) -> bool:
    """Whether they lie within lines, in order."""
    last = 0
    for cut in cuts:
        if not last < cut < len(text) or "\n" in text[cut - 1 : cut + 1]:
            return False
        last = cut
    return True


def _send(ctx: Context, command: SendMessage, cuts: tuple[int, ...]) -> Outcome:
    if not command.text:
        return Rejection(Code.NO_TEXT)
    fault = tags_fault(ctx, command.tags)
    if fault is not None:
        return fault
    to = address_of(ctx, command.target, Act.SPEAK)
    if isinstance(to, Rejection):
        return to
    text = command.text
    channel = None if to.user else ctx.state.channels.get(to.channel or to.conversation)
    if channel is not None and not channel.modes.keys().isdisjoint(SPEECH_MODES):
        fault = speech_fault(ctx, channel, text)
        if fault is not None:
            return fault
        text = as_said(channel, text)
        if not text:
            return Rejection(Code.NO_TEXT)
        to = only_to_operators(ctx, channel, to)
        if isinstance(to, Rejection):
            return to
    return sent(to, ctx, text, command.how, command.tags, cuts if text == command.text else ())


def sent(
    to: Address,
    ctx: Context,
    text: str,
    how: MessageKind,
    tags: Tags = (),
    cuts: tuple[int, ...] = (),
    edits: int = 0,
) -> Decided:
    """The message as it happens."""
    actor = ctx.actor
    event = MessageSent(actor.id, to.user, how, cuts, edits, to.channel, to.letter)
    body = TextBody(actor.who, to.name, text, tags)
    happening = Happening(event, body, to.conversation)
    away = to.away if how is not MessageKind.NOTICE else ""
    return Decided((*to.opened, happening), AwayNotice(to.name, away) if away else None)


def relay(ctx: Context, command: Relay) -> Outcome:
    """A message in the name of somebody elsewhere, in a channel that one operates."""
    fault = text_fault(command.text, "message", ctx.limits.plain_line_bytes)
    fault = fault or tags_fault(ctx, command.tags)
    if fault is not None:
        return fault
    if not command.text:
        return Rejection(Code.NO_TEXT)
    name, _, network = command.name.partition("/")
    most = ctx.limits.nick_chars
    if not (name and network) or check_nick(name, most) or check_nick(network, most):
        return Rejection(Code.BAD_NICK, command.name, "it is a name, a slash and a network")
    channel = channel_for(ctx, Act.RELAY, command.channel)
    if isinstance(channel, Rejection):
        return channel
    actor = ctx.actor
    who = msgspec.structs.replace(
        actor.who, nick=command.name, username=_RELAY_HOST, account="", bot=False
    )
    tags = (*command.tags, (_RELAYED, actor.nick))
    body = TextBody(who, channel.name, command.text, tags)
    return Decided((Happening(MessageSent(actor.id), body, channel.id),))


def send_tags(ctx: Context, command: SendTags) -> Outcome:
    """Tags without text: reactions, which are kept, and typing and the like, which are not."""
    fault = tags_fault(ctx, command.tags)
    if fault is not None:
        return fault
    to = address_of(ctx, command.target, Act.SPEAK)
    if isinstance(to, Rejection):
        return to
    actor = ctx.actor
    body = TextBody(actor.who, to.name, "", command.tags)
    if _is_reaction(command.tags) and ctx.turn.writable:
        reacted = Reacted(actor.id, to.user, to.channel, to.letter)
        return Decided((*to.opened, Happening(reacted, body, to.conversation)))
    place = 0 if to.user else to.channel or to.conversation
    return Decided((Happening(TagsSent(actor.id, place, to.user, to.letter), body),))


def _is_reaction(tags: Tags) -> bool:
    """IRCv3 react and unreact: they go with a reply; and what asks to be kept."""
    if any(name == "+draft/persist" for name, _ in tags):
        return True
    names = {name.removeprefix("+").removeprefix("draft/") for name, value in tags if value}
    return "reply" in names and ("react" in names or "unreact" in names)


def tags_fault(ctx: Context, tags: Tags) -> Rejection | None:
    """Why these cannot be a client's tags."""
    for name, value in tags:
        fault = text_fault(name + value, "tag", ctx.limits.client_tag_bytes)
        if fault is not None and fault.code is Code.TOO_LONG:
            return fault
        if not name.startswith("+") or any(c in name for c in " ;=\r\n\0"):
            return Rejection(Code.BAD_TEXT, "tag", "its name has forbidden characters")
        if "\0" in value:  # a line break has a form on the wire, NUL has none
            return Rejection(Code.BAD_TEXT, "tag", "it has a NUL in it")
    return None
