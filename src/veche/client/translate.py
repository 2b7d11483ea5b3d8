"""What one line of a server means by itself.

Owns the meaning of single messages. Must not know the connection's state, but for its own nick.
"""

from collections.abc import Callable
from datetime import datetime

from veche.client.events import (
    AwayChanged,
    Event,
    Invited,
    Joined,
    Kind,
    Left,
    Problem,
    Read,
    Redacted,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.message import Message
from veche.core.names import fold

_ACTION = "\x01ACTION "
# Refusals of a message (Modern IRC, "Numerics"; 531 is InspIRCd's).
MESSAGE_REFUSALS = (
    "401", "402", "403", "404", "405", "407", "408", "411", "412", "413", "414", "415", "417",
    "442", "477", "531",
)  # fmt: skip
JOIN_REFUSALS = (
    "403", "405", "407", "437", "448", "461", "471", "473", "474", "475", "476", "477", "479",
    "470", "480", "489", "520",
)  # fmt: skip
NICK_REFUSALS = ("431", "432", "433", "436", "437")
# What the server says of itself, and a person may want to read.
_TOLD = (
    "221", "301", "305", "306", "307", "311", "312", "313", "314", "317", "319", "320", "324",
    "330", "335", "336", "338", "341", "346", "348", "351", "367", "378", "379", "381", "391",
    "671",
)  # fmt: skip
# Longer than any that servers give; one beyond is as good as none.
_MAX_MSGID = 256
_MAX_SEQ_DIGITS = 18


def same(one: str, other: str) -> bool:
    """Return whether two names are the same name."""
    return fold(one) == fold(other)


def is_channel(name: str) -> bool:
    """Return whether a target is a channel rather than a person."""
    return name.startswith(("#", "&"))


def is_refusal(message: Message) -> bool:
    """Return whether the message refuses something: FAIL, RPL_TRYAGAIN, or from 400 to 599."""
    command = message.command
    return command in ("FAIL", "263") or (
        len(command) == 3 and command[0] in "45" and command.isascii() and command.isdigit()
    )


def translate(message: Message, me: str, *, past: bool = False) -> Event | None:
    """Return what `message` says to the user `me`, or None if nothing for a person."""
    reader = _READERS.get(message.command)
    if reader is not None:
        return reader(message, me, past)
    if is_refusal(message):
        code = message.param(1) if message.command == "FAIL" else message.command
        return Problem(code, reason(message))
    if message.command in _TOLD:
        return Told(" ".join(message.params[1:]))
    return None


def reason(message: Message) -> str:
    """Return why something was refused, in the server's words, with what it is about."""
    about = message.params[1:-1] if message.command != "FAIL" else message.params[2:-1]
    text = message.param(-1)
    return f"{' '.join(about)}: {text}" if about else text


def _said(message: Message, me: str, past: bool) -> Event | None:
    text = message.param(1)
    kind = Kind.NOTICE if message.command == "NOTICE" else Kind.TEXT
    if "!" not in message.source and not past and not same(message.nick, me):
        # Servers speak to a person so, before and after registration.
        return Told(text) if kind is Kind.NOTICE else None
    if text.startswith(_ACTION):
        text, kind = text[len(_ACTION) :].removesuffix("\x01"), Kind.ACTION
    elif text.startswith("\x01"):
        return None
    tags = message.tags
    return Said(
        who=message.nick,
        where=message.param(0),
        text=text,
        kind=kind,
        own=same(message.nick, me),
        at=parse_time(tags.get("time", "")),
        msgid=clean_msgid(tags.get("msgid", "")),
        past=past,
        seq=_number(tags.get("veche/seq", "")),
        reply_to=clean_msgid(tags.get("+draft/reply", "")),
    )


def _edited(message: Message, me: str, past: bool) -> Event | None:
    """Another text for a message (open proposal message-edit, "Editing messages")."""
    tags = message.tags
    edits = clean_msgid(tags.get("draft/target-msgid", ""))
    if not edits or "draft/edit-text" not in tags:
        return None
    return Said(
        who=message.nick,
        where=message.param(0),
        text=tags["draft/edit-text"],
        kind=Kind.TEXT,
        own=same(message.nick, me),
        at=parse_time(tags.get("time", "")),
        msgid=clean_msgid(tags.get("msgid", "")),
        past=past,
        seq=_number(tags.get("veche/seq", "")),
        edits=edits,
    )


def clean_msgid(value: str) -> str:
    """Return an id that can be sent back in a line; "" for any other."""
    good = value.isprintable() and " " not in value and len(value) <= _MAX_MSGID
    return value if good else ""


def _number(value: str) -> int | None:
    good = value.isascii() and value.isdigit() and len(value) <= _MAX_SEQ_DIGITS
    return int(value) if good else None


def parse_time(value: str) -> datetime | None:
    """Return the moment of a server-time tag, with its zone; None if it is not one."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    # At the ends of the calendar a moment cannot be told in another zone.
    return moment if moment.tzinfo is not None and 1970 <= moment.year < 9999 else None


def _joined(message: Message, me: str, _past: bool) -> Event:
    return Joined(message.nick, message.param(0), same(message.nick, me))


def _parted(message: Message, me: str, _past: bool) -> Event:
    return Left(message.nick, message.param(0), message.param(1), "", same(message.nick, me))


def _kicked(message: Message, me: str, _past: bool) -> Event:
    who = message.param(1)
    return Left(who, message.param(0), message.param(2), message.nick, same(who, me))


def _quit(message: Message, me: str, _past: bool) -> Event:
    return Left(message.nick, "", message.param(0), "", same(message.nick, me))


def _renamed(message: Message, me: str, _past: bool) -> Event:
    return Renamed(message.nick, message.param(0), same(message.nick, me))


def _away(message: Message, _me: str, _past: bool) -> Event:
    return AwayChanged(message.nick, message.param(0) or None)


def _read(message: Message, _me: str, _past: bool) -> Event | None:
    kind, _, value = message.param(1).partition("=")
    at = parse_time(value) if kind == "timestamp" else None
    return Read(message.param(0), at) if at is not None or kind == "*" else None


def _topic(message: Message, _me: str, _past: bool) -> Event:
    return TopicSet(message.param(0), message.param(1), message.nick)


def _topic_told(message: Message, _me: str, _past: bool) -> Event:
    return TopicSet(message.param(1), message.param(2), "")


def _invited(message: Message, _me: str, _past: bool) -> Event:
    return Invited(message.nick, message.param(1))


def _redacted(message: Message, me: str, _past: bool) -> Event | None:
    msgid, target = clean_msgid(message.param(1)), message.param(0)
    where = message.nick if same(target, me) else target
    return Redacted(message.nick, where, msgid, message.param(2)) if msgid else None


def _mode(message: Message, _me: str, _past: bool) -> Event:
    return Told(f"{message.nick} set mode {' '.join(message.params)}")


def _remark(message: Message, _me: str, _past: bool) -> Event:
    return Told(message.param(-1), message.param(1) if len(message.params) > 2 else "")


_READERS: dict[str, Callable[[Message, str, bool], Event | None]] = {
    "PRIVMSG": _said,
    "NOTICE": _said,
    "EDIT": _edited,
    "JOIN": _joined,
    "PART": _parted,
    "KICK": _kicked,
    "QUIT": _quit,
    "NICK": _renamed,
    "AWAY": _away,
    "MARKREAD": _read,
    "REDACT": _redacted,
    "TOPIC": _topic,
    "332": _topic_told,
    "INVITE": _invited,
    "MODE": _mode,
    "WARN": _remark,
    "NOTE": _remark,
}
