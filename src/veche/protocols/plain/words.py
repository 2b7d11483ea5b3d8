"""How messages read, and what is about messages: edits, answers, reactions.

Owns these words. Must not know where the message that one is about is found, or who reads it.
"""

from collections.abc import Callable

from veche.core.events import MessageKind, MessageSent, Tags, TextBody
from veche.core.ids import Id, from_msgid
from veche.protocols.plain.recall import Said, excerpt

Find = Callable[[Id], Said | None]

_REPLY = ("+draft/reply", "+reply")
_REACT = ("+draft/react", "+react")
_UNREACT = ("+draft/unreact", "+unreact")


def replied_to(tags: Tags) -> Id:
    """The message that they answer (IRCv3 reply), 0 for none."""
    return from_msgid(_value(tags, _REPLY)) or 0


def answered(tags: Tags, find: Find) -> str:
    """To whom and to what words, in parentheses; empty for what is no answer, or to nobody knows
    what."""
    said = find(message) if tags and (message := replied_to(tags)) else None
    return f' (to {said.nick}, "{said.text}")' if said is not None else ""


def said(what: MessageSent, nick: str, about: str, text: str) -> str:
    """A line of a message. Whatever its author chose stands behind its nick."""
    how = f"{about} edited" if what.edits else about
    if what.how is MessageKind.ACTION:
        return f"* {nick}{how}{':' if how else ''} {text}"
    if what.how is MessageKind.NOTICE:
        return f"-{nick}-{how}{':' if how else ''} {text}"
    if what.target:  # to whom, and so by whom, stands before it
        return f"{how.strip()}: {text}" if how else text
    return f"{nick}{how}: {text}"


def reacted(body: TextBody, where: str, find: Find) -> str:
    """A reaction or its end (IRCv3 react, unreact); empty for other tags that are kept."""
    given, taken = _value(body.tags, _REACT), _value(body.tags, _UNREACT)
    if not given and not taken:
        return ""
    message = find(replied_to(body.tags))
    act = f"reacted {excerpt(given)} to" if given else f"took back {excerpt(taken)} from"
    if message is None:
        return f"{body.who.nick} {act} an earlier message{where}"
    return f"{body.who.nick} {act} {message.nick}{where}: {message.text}"


def _value(tags: Tags, names: tuple[str, ...]) -> str:
    return next((value for name, value in tags if name in names and value), "")
