"""How an event reads: `alice: hello`, `* bob joined`.

Owns which sentence tells an event, and that all of it is clean. Must not know where it is shown,
nor the sentences of a language.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime

from veche.client.edits import folded_page
from veche.client.events import (
    CaughtUp,
    ChannelList,
    ChannelRow,
    Event,
    Invited,
    Joined,
    Kind,
    Left,
    LoggedIn,
    LoginRefused,
    Members,
    NickRefused,
    Page,
    Problem,
    Redacted,
    Refused,
    Registered,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.hearing import MAY_HAVE_BEEN_SENT, NEVER_SENT
from veche.client.translate import is_channel, same
from veche.terminal.sanitise import clean_lines, clean_name, clean_text
from veche.terminal.words import Words

_MAX_NAMES = 30
_MAX_ROWS = 50
# Before a channel: its members of this rank and above (STATUSMSG).
_RANKS = "~&@%+"
# Before the second line of a message and those after it.
_INDENT = "    "
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
        if not self.name:
            return self.plain()
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


def word(event: Event, here: str, words: Words) -> list[Line]:
    """Return the lines that tell a person of `event`; `here`: the channel typed text goes to.

    What changes nothing for them is told by no line: an acknowledgement, somebody's absence.
    """
    match event:
        case Said():
            return _said(event, here, words)
        case Page():
            return _page(event, here, words)
        case Registered(nick=nick, again=again):
            return [status((words.again_as if again else words.you_are).format(nick=_name(nick)))]
        case LoggedIn(account=account):
            return [status(words.logged_in.format(account=_name(account)))]
        case LoginRefused():
            return [status(_not_logged_in(event, words))]
        case Joined():
            return [status(_joined(event, here, words))]
        case CaughtUp(where=where, complete=False):
            return [status(_missing(where, here, words))]
        case Left():
            return [status(_left(event, here, words))]
        case Renamed(who=who, to=to, own=own):
            sentence = words.you_renamed if own else words.renamed
            return [status(sentence.format(who=_name(who), to=_name(to)))]
        case TopicSet():
            return [status(_topic(event, here, words))]
        case Invited(who=who, where=where):
            return [status(words.invited.format(who=_name(who), where=_name(where)))]
        case Redacted(by=by, where=where):
            sentence = words.redacted if same(where, here) else words.redacted_in
            return [status(sentence.format(by=_name(by), where=_name(where)))]
        case Members(where=where, nicks=nicks):
            return [_members(where, nicks, words)]
        case ChannelList(rows=rows):
            return _channels(rows, words)
        case Told(text=text) | Problem(text=text):
            return [status(clean_text(text))]
        case Refused():
            return [status(_refused(event, words))]
        case _:
            return []


def status(text: str) -> Line:
    """Return a line that nobody said; `text` is clean."""
    return Line(rest=text, status=True)


def why(reason: str, words: Words) -> str:
    """Return a reason, clean, and in the language of `words` if it is the client's own."""
    return words.reasons.get(reason) or clean_text(reason)


def _name(name: str) -> str:
    return clean_name(name)


def _said(said: Said, here: str, words: Words) -> list[Line]:
    if is_channel(said.where) or is_channel(said.where.lstrip(_RANKS)):
        place = "" if same(said.where, here) else f"[{_name(said.where)}] "
    else:
        place = words.to.format(who=_name(said.where)) if said.own else words.private
    whole = clean_lines(said.text)
    if said.edits:
        whole = words.edited.format(text=whole)
    name, (text, *more) = _name(said.who), whole.split("\n")
    match said.kind:
        case Kind.ACTION:
            first = Line(f"{place}* ", name, f" {text}", said.at)
        case Kind.NOTICE:
            first = Line(f"{place}-", name, f"- {text}", said.at)
        case Kind.TEXT:
            first = Line(place, name, f": {text}", said.at)
    return [first, *(Line(rest=f"{_INDENT}{line}".rstrip()) for line in more)]


def _page(page: Page, here: str, words: Words) -> list[Line]:
    where = _name(page.where)
    if not page.messages:
        sentence = words.oldest if page.oldest else words.not_now
        return [status(sentence.format(where=where))]
    begin = [status(words.older.format(where=where))]
    told = (_said(said, here, words) for said in folded_page(page.messages))
    return [*begin, *(line for lines in told for line in lines)]


def _not_logged_in(event: LoginRefused, words: Words) -> str:
    reason = login_fault(event, words)
    return words.not_logged_in.format(account=_name(event.account), reason=reason)


def login_fault(event: LoginRefused, words: Words) -> str:
    """Return why a login was refused, clean, with what the server adds."""
    detail = clean_text(event.detail)
    reason = why(event.reason, words)
    return f"{reason} ({detail})" if detail else reason


def _joined(event: Joined, here: str, words: Words) -> str:
    if event.own:
        sentence = words.you_joined
    else:
        sentence = words.joined if same(event.where, here) else words.joined_in
    return sentence.format(who=_name(event.who), where=_name(event.where))


def _missing(where: str, here: str, words: Words) -> str:
    if same(where, here):
        return words.missing
    sentence = words.missing_in if is_channel(where) else words.missing_from
    return sentence.format(where=_name(where))


def _left(left: Left, here: str, words: Words) -> str:
    # Of oneself it is always said where.
    placed = bool(left.where) and (left.own or not same(left.where, here))
    if left.by and left.own:
        sentence = words.you_removed_from if placed else words.you_removed
    elif left.by:
        sentence = words.removed_from if placed else words.removed
    elif left.own:
        sentence = words.you_left_in if placed else words.you_left
    else:
        sentence = words.left_in if placed else words.left
    told = sentence.format(who=_name(left.who), where=_name(left.where), by=_name(left.by))
    reason = clean_text(left.reason)
    return told + words.because.format(reason=reason) if reason else told


def _topic(event: TopicSet, here: str, words: Words) -> str:
    at_hand = same(event.where, here)
    if not event.by:
        sentence = words.topic if at_hand else words.topic_in
    elif event.text:
        sentence = words.topic_by if at_hand else words.topic_by_in
    else:
        sentence = words.topic_gone if at_hand else words.topic_gone_in
    return sentence.format(
        by=_name(event.by), where=_name(event.where), text=clean_text(event.text)
    )


def _refused(event: Refused, words: Words) -> str:
    text = clean_text(event.text)
    if event.reason == NEVER_SENT:
        return words.not_sent.format(what=text)
    if event.reason == MAY_HAVE_BEEN_SENT:
        return words.doubtful.format(text=text)
    return words.not_sent_text.format(text=text, reason=why(event.reason, words))


def _members(where: str, nicks: tuple[str, ...], words: Words) -> Line:
    shown = ", ".join(_name(nick) for nick in nicks[:_MAX_NAMES]) or words.nobody
    if len(nicks) > _MAX_NAMES:
        shown += f" {words.more(len(nicks) - _MAX_NAMES)}"
    return status(words.members.format(where=_name(where), names=shown))


def _channels(rows: tuple[ChannelRow, ...], words: Words) -> list[Line]:
    lines = []
    for row in rows[:_MAX_ROWS]:
        topic = f"  {clean_text(row.topic)}" if row.topic else ""
        lines.append(status(f"{_name(row.name)} ({clean_text(row.members)}){topic}"))
    if len(rows) > _MAX_ROWS:
        lines.append(status(words.more(len(rows) - _MAX_ROWS)))
    return lines or [status(words.no_channels)]


def nick_refusal(event: NickRefused, words: Words) -> str:
    """Return why a nick was not given, clean."""
    sentence = words.nick_taken if event.taken else words.nick_bad
    return sentence.format(nick=clean_name(event.nick), reason=clean_text(event.reason))
