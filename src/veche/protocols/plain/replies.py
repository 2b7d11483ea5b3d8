"""What the plain door shows of an answer: lines of text.

Owns the wording of answers. Long ones are cut with a word on how to see the
rest, since nobody reads a thousand rows in `nc`.
"""

from collections.abc import Iterator, Sequence

from veche.core.names import fold
from veche.core.replies import (
    AccessList,
    AwayNotice,
    ChannelModes,
    Channels,
    ChannelView,
    Claimed,
    Echoed,
    HistoryPage,
    Invites,
    Inviting,
    LoggedInAs,
    Mask,
    Masks,
    Member,
    Names,
    NoTopic,
    Ordered,
    PasswordSet,
    Persisting,
    Refusals,
    Reloaded,
    Reply,
    ServerBans,
    Time,
    Topic,
    Whois,
    Whowas,
)
from veche.core.state import MEMBER_LETTERS, MEMBER_SIGNS
from veche.protocols.plain import moderation, person
from veche.protocols.plain.sentences import sentence

ROWS = 100
"""So many names or channels are shown at most."""

_SIGNS = dict(zip(MEMBER_LETTERS, MEMBER_SIGNS, strict=True))


def told(reply: Reply | None) -> Iterator[str]:
    """The lines of an answer to a question, not yet cleaned; none for what has its own way."""
    match reply:
        case Echoed(payload) if isinstance(payload, tuple):
            yield from map(str, payload)
        case Names(name, _, members):
            yield _names(name, members)
        case Channels():
            yield from _channels(reply)
        case Whois():
            yield from _whois(reply)
        case Topic(name, topic):
            yield f"The topic of {name}: {topic.text}"
        case NoTopic(name):
            yield f"{name} has no topic."
        case LoggedInAs():
            yield from _logged_in(reply)
        case PasswordSet(name):
            yield f"The account {name} has the new password."
        case Claimed():
            yield "This server is yours. /oper makes you its operator."
        case Refusals(rejections):
            yield from map(sentence, rejections)
        case Ordered():
            yield from moderation.ordered(reply)
        case Reloaded():
            yield from moderation.reloaded(reply)
        case AccessList():
            yield from moderation.access(reply)
        case ServerBans():
            yield from moderation.server_bans(reply)
        case HistoryPage():  # history itself has another way
            yield from moderation.trail(reply)
        case AwayNotice(nick, text):
            yield f"{nick} is away: {text}"
        case Inviting(nick, _, away) if away:
            yield f"{nick} is away: {away}"
        case Invites(names):
            yield f"You are invited to {', '.join(names)}." if names else "Nobody invites you."
        case ChannelModes(name, modes):
            yield _modes(name, modes)
        case Masks(name, _, masks):
            yield from _masks(name, masks)
        case Whowas() | Time() | Persisting():
            yield from person.told(reply)
        case _:
            return


def greeting(nick: str, view: ChannelView, lobby: bool) -> Iterator[str]:
    """What somebody is told who has just entered a channel."""
    others = len(view.members) - 1
    company = f"with {others} other{'s' if others > 1 else ''}" if others > 0 else "alone so far"
    if lobby:
        yield f"You are {nick} in {view.name}, {company}. /help lists the commands."
    else:
        yield f"You are in {view.name}, {company}. What you type goes there."
    if view.topic is not None:
        yield f"The topic of {view.name}: {view.topic.text}"


def welcome_back(nick: str, views: Sequence[ChannelView], current: str) -> Iterator[str]:
    """What somebody is told who is where it was before; text goes to `current`."""
    names = [view.name for view in views[:ROWS]]
    where = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
    more = f" and {len(views) - ROWS} more" if len(views) > ROWS else ""
    yield f"Welcome back, {nick}. You are in {where}{more}. /help lists the commands."
    if len(names) > 1:
        yield f"What you type goes to {current}."
    for view in views:
        if view.name == current and view.topic is not None:
            yield f"The topic of {view.name}: {view.topic.text}"


def already_in(channel: str) -> str:
    """What somebody is told who joins where they are."""
    return f"You are in {channel} already. What you type goes there."


def left(channel: str, current: str) -> str:
    """What somebody is told who has left; text goes to `current` now, if anywhere."""
    if not current:
        return f"You left {channel} and are in no channel now. /join CHANNEL goes to one."
    if fold(current) == fold(channel):
        return f"You left {channel}."
    return f"You left {channel}. What you type goes to {current}."


def _logged_in(reply: LoggedInAs) -> Iterator[str]:
    if reply.opened:
        yield f"The account {reply.name} is yours. You are logged in."
    else:
        yield f"You are logged in as {reply.name}."
    if reply.who is not None and reply.moved:
        where = ", ".join(view.name for view in reply.channels[:ROWS])
        yield f"You are {reply.who.nick} now" + (f", also in {where}." if where else ".")


def _modes(name: str, modes: tuple[tuple[str, str], ...]) -> str:
    letters = "".join(letter for letter, _ in modes)
    arguments = " ".join(argument for _, argument in modes if argument)
    return f"The modes of {name}: +{letters} {arguments}".rstrip()


def _masks(name: str, masks: tuple[Mask, ...]) -> Iterator[str]:
    for mask in masks[:ROWS]:
        yield f"{name}: {mask.mask}, by {mask.by}"
    if len(masks) > ROWS:
        yield f"And {len(masks) - ROWS} more."
    if not masks:
        yield f"Nobody is banned from {name}, or muted in it."


def _names(name: str, members: tuple[Member, ...]) -> str:
    if not members:
        return f"Nobody that you can see is in {name}."
    shown = ", ".join(_SIGNS.get(m.letters[:1], "") + m.who.nick for m in members[:ROWS])
    more = f" and {len(members) - ROWS} more" if len(members) > ROWS else ""
    return f"In {name} ({len(members)}): {shown}{more}"


def _channels(reply: Channels) -> Iterator[str]:
    if not reply.channels:
        yield "There is no such channel."
    for row in reply.channels[:ROWS]:
        yield f"{row.name} ({row.members})" + (f": {row.topic}" if row.topic else "")
    if len(reply.channels) > ROWS:
        yield f"And {len(reply.channels) - ROWS} more. /list WORD shows those named like it."


def _whois(reply: Whois) -> Iterator[str]:
    who = reply.member.who
    where = ", ".join(_SIGNS.get(letters[:1], "") + name for name, letters in reply.channels[:ROWS])
    yield f"{who.nick} ({reply.member.realname})" + (f" is in {where}" if where else " is here")
    if reply.away:
        yield f"{who.nick} is away: {reply.away}"
