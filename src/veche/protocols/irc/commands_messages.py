"""PRIVMSG, NOTICE, TAGMSG, EDIT, REDACT, RELAYMSG.

Owns what a client's words become. Modern IRC, "Sending Messages"; CTCP ACTION;
IRCv3 message-tags.
"""

from collections.abc import Sequence

from veche.core.commands import Command, EditMessage, Redact, Relay, SendMessage, SendTags
from veche.core.events import MessageKind
from veche.core.ids import from_msgid
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message, client_tags
from veche.protocols.irc.requests import items, refuse, too_many

_ACTION = "\1ACTION "


def privmsg(message: Message, limits: Limits) -> Sequence[Command]:
    """Text, or an action where it is a CTCP ACTION; other CTCP is text."""
    params = message.params
    if len(params) > 1 and params[1].startswith(_ACTION):
        text = params[1][len(_ACTION) :].removesuffix("\1")
        if text and "\1" not in text:
            return _say(message, limits, MessageKind.ACTION, text)
    return _say(message, limits, MessageKind.TEXT, params[1] if len(params) > 1 else "")


def notice(message: Message, limits: Limits) -> Sequence[Command]:
    """As PRIVMSG, but never an action."""
    params = message.params
    return _say(message, limits, MessageKind.NOTICE, params[1] if len(params) > 1 else "")


def _say(message: Message, limits: Limits, how: MessageKind, text: str) -> Sequence[Command]:
    params = message.params
    if not params or not params[0]:
        return refuse(Code.NO_RECIPIENT, message.command)
    if not text:
        return refuse(Code.NO_TEXT)
    tags = client_tags(message) if message.tags else ()
    if "," not in params[0]:
        return (SendMessage(params[0], text, how, tags),)
    targets = items(params[0], limits.targets_per_line)
    if targets is None:
        return too_many(message.command, limits.targets_per_line)
    if not targets:
        return refuse(Code.NO_RECIPIENT, message.command)
    return [SendMessage(target, text, how, tags) for target in targets]


def tagmsg(message: Message, limits: Limits) -> Sequence[Command]:
    """Tags without text. Without any client-only tag there is nothing to say."""
    params = message.params
    targets = items(params[0], limits.targets_per_line) if params else []
    if targets is None:
        return too_many(message.command, limits.targets_per_line)
    if not targets:
        return refuse(Code.NO_RECIPIENT, message.command)
    tags = client_tags(message)
    return [SendTags(target, tags) for target in targets]


def edit(message: Message, limits: Limits) -> Sequence[Command]:
    """What is edited and its new text are tags (the open proposal message-edit)."""
    tags = message.tags
    msgid = from_msgid(tags.get("draft/target-msgid", ""))
    return (EditMessage(message.params[0], msgid or 0, tags.get("draft/edit-text", "")),)


def redact(message: Message, limits: Limits) -> Sequence[Command]:
    """`REDACT target msgid :reason`. A msgid that was never given out is one of no message."""
    target, msgid = message.params[:2]
    reason = message.params[2][: limits.reason_chars] if len(message.params) > 2 else ""
    return (Redact(target, from_msgid(msgid) or 0, reason),)


def relaymsg(message: Message, limits: Limits) -> Sequence[Command]:
    """`RELAYMSG #channel name/network :text`."""
    channel, name, text = message.params[:3]
    return (Relay(channel, name, text, client_tags(message)),)
