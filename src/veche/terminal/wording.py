"""How an event reads: `alice: hello`, `* bob joined`.

Owns the words, and that all of them are clean. Must not know where they are shown.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from veche.client.events import (
    ChannelList,
    ChannelRow,
    Event,
    Joined,
    Kind,
    Left,
    Members,
    Problem,
    Refused,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.translate import is_channel, same
from veche.terminal.sanitise import clean_name, clean_text

_MAX_NAMES = 30
_MAX_ROWS = 50
# Before a channel: its members of this rank and above (STATUSMSG).
_RANKS = "~&@%+"
# SGR colours that can be read on light and on dark.
_NAME_COLOURS = (31, 32, 33, 34, 35, 36)


@dataclass(frozen=True, slots=True)
class Line:
    """One clean line: `lead` and `rest` around a name; `status`: nobody said it."""

    lead: str = ""
    name: str = ""
    rest: str = ""
    at: datetime | None = None
    status: bool = False

    def plain(self) -> str:
        """Return the words alone."""
        return f"{self.lead}{self.name}{self.rest}"

    def coloured(self, now: datetime) -> str:
        """Return the words with the time before them and ANSI colours; `now` is local."""
        if self.status:
            return f"\x1b[2m{self.plain()}\x1b[0m"
        colour = _NAME_COLOURS[zlib.crc32(self.name.encode()) % len(_NAME_COLOURS)]
        name = f"\x1b[{colour}m{self.name}\x1b[0m"
        time = f"\x1b[2m{stamp(self.at, now)}\x1b[0m" if self.at else ""
        return f"{time}{self.lead}{name}{self.rest}"

    def timed(self, now: datetime) -> str:
        """Return the words with the time before them; `now` is local."""
        time = "" if self.status or self.at is None else stamp(self.at, now)
        return f"{time}{self.plain()}"


def stamp(at: datetime, now: datetime) -> str:
    """Return a moment, of today as `12:34 `, else with its date; "" if it has no local time."""
    try:
        local = at.astimezone(now.tzinfo)
    except (OverflowError, ValueError, OSError):
        return ""
    return f"{local:%H:%M} " if local.date() == now.date() else f"{local:%Y-%m-%d %H:%M} "


def word(event: Event, here: str) -> list[Line]:
    """Return the lines that tell a person of `event`; `here`: the channel typed text goes to."""
    match event:
        case Said():
            return [_said(event, here)]
        case Joined(who=who, where=where, own=own):
            verb = "You joined" if own else f"* {clean_name(who)} joined"
            return [_status(verb, _elsewhere(where, "" if own else here))]
        case Left():
            return [_left(event, here)]
        case Renamed(who=who, to=to, own=own):
            verb = "You are" if own else f"* {clean_name(who)} is"
            return [_status(f"{verb} now {clean_name(to)}")]
        case TopicSet(where=where, text=text, by=by):
            setter = f"* {clean_name(by)} set the topic" if by else "Topic"
            return [_status(f"{setter}{_elsewhere(where, here)}: {clean_text(text)}")]
        case Members(where=where, nicks=nicks):
            return [_members(where, nicks)]
        case ChannelList(rows=rows):
            return _channels(rows)
        case Told(text=text) | Problem(text=text):
            return [_status(clean_text(text))]
        case Refused(text=text, reason=reason):
            return [_status(f"Not sent: {clean_text(text)} ({clean_text(reason)})")]
        case _:
            return []


def _said(said: Said, here: str) -> Line:
    if is_channel(said.where) or is_channel(said.where.lstrip(_RANKS)):
        place = "" if same(said.where, here) else f"[{clean_name(said.where)}] "
    else:
        place = f"[to {clean_name(said.where)}] " if said.own else "[private] "
    name, text = clean_name(said.who), clean_text(said.text)
    match said.kind:
        case Kind.ACTION:
            return Line(f"{place}* ", name, f" {text}", said.at)
        case Kind.NOTICE:
            return Line(f"{place}-", name, f"- {text}", said.at)
        case Kind.TEXT:
            return Line(place, name, f": {text}", said.at)


def _left(left: Left, here: str) -> Line:
    who = "You" if left.own else f"* {clean_name(left.who)}"
    why = f" ({clean_text(left.reason)})" if left.reason else ""
    place = _elsewhere(left.where, "" if left.own else here) if left.where else ""
    if left.by:
        verb = "were removed" if left.own else "was removed"
        return _status(
            f"{who} {verb}{f' from{place}' if place else ''} by {clean_name(left.by)}{why}"
        )
    return _status(f"{who} left{place}{why}")


def _members(where: str, nicks: tuple[str, ...]) -> Line:
    shown = [clean_name(nick) for nick in nicks[:_MAX_NAMES]]
    more = f" and {len(nicks) - _MAX_NAMES} more" if len(nicks) > _MAX_NAMES else ""
    return _status(f"In {clean_name(where)}: {', '.join(shown) or 'nobody'}{more}")


def _channels(rows: tuple[ChannelRow, ...]) -> list[Line]:
    lines = []
    for row in rows[:_MAX_ROWS]:
        topic = f"  {clean_text(row.topic)}" if row.topic else ""
        lines.append(_status(f"{clean_name(row.name)} ({clean_text(row.members)}){topic}"))
    if len(rows) > _MAX_ROWS:
        lines.append(_status(f"and {len(rows) - _MAX_ROWS} more"))
    return lines or [_status("No channels")]


def _elsewhere(where: str, here: str) -> str:
    return "" if same(where, here) else f" {clean_name(where)}"


def _status(*parts: str) -> Line:
    return Line(rest="".join(parts), status=True)
