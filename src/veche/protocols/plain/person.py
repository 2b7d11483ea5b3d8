"""What people say of themselves, and ask of the server, as it is typed; and the answers.

Owns these rows and wordings.
"""

from collections.abc import Callable, Iterator

from veche.core.commands import (
    ChangeRealname,
    Command,
    CountUsers,
    Persistence,
    ReadPersistence,
    ReadTime,
    ReadWhowas,
    SetAway,
    SetPersistence,
)
from veche.core.events import (
    AwayChanged,
    Happened,
    LoggedOut,
    RealnameChanged,
    SettingChanged,
    TextBody,
)
from veche.core.replies import Counts, Persisting, Time, Whowas
from veche.core.state import PERSISTENCE
from veche.protocols.base import ServerInfo
from veche.protocols.plain.times import stamp

_ROWS = 5


def _away(rest: str, current: str) -> Command:
    return SetAway(rest)


def _realname(rest: str, current: str) -> Command | None:
    return ChangeRealname(rest) if rest else None


def _stay(rest: str, current: str) -> Command | None:
    if not rest:
        return ReadPersistence()
    setting = Persistence.__members__.get(rest.upper())
    return SetPersistence(setting) if setting is not None else None


def _whowas(rest: str, current: str) -> Command | None:
    return ReadWhowas((rest.partition(" ")[0],), _ROWS) if rest else None


def _time(rest: str, current: str) -> Command:
    return ReadTime()


def _server(rest: str, current: str) -> Command:
    return CountUsers()


ROWS: dict[str, tuple[str, str, Callable[[str, str], Command | None]]] = {
    "/away": ("/away [TEXT]", "say that you are away; alone, that you are back", _away),
    "/realname": ("/realname TEXT", "be called so in full", _realname),
    "/stay": ("/stay [on or off]", "stay in your channels when you go", _stay),
    "/whowas": ("/whowas NAME", "who had that name lately", _whowas),
    "/time": ("/time", "the server's time", _time),
    "/server": ("/server", "what this server is, and how many people are here", _server),
}


def told(reply: Whowas | Time | Persisting) -> Iterator[str]:
    """The lines of an answer."""
    match reply:
        case Time(at_ms):
            yield f"It is {stamp(at_ms)} UTC."
        case Persisting(on=on):
            yield _STAYS if on else _GOES
        case Whowas(rows):
            for row in rows:
                who = row.who
                yield f"{who.nick} ({row.realname}) was here until {stamp(row.at_ms)} UTC"
            if not rows:
                yield "Nobody had that name lately."


def server(info: ServerInfo, counts: Counts) -> Iterator[str]:
    """What this server is, and how many people are here."""
    version = f" (Veche {info.version})" if info.version else ""
    people = f"{counts.users} {'person' if counts.users == 1 else 'people'}"
    channels = f"{counts.channels} channel{'' if counts.channels == 1 else 's'}"
    yield f"{info.network}, {info.name}{version}: {people}, {channels}."
    if info.admin:
        yield f"Whom to ask about it: {info.admin}"
    yield from info.motd


def own(event: Happened) -> str:
    """What somebody is told of such an act of its own; empty for all others."""
    what, body = event.record.event, event.record.body
    text = body.text if isinstance(body, TextBody) else ""
    match what:
        case AwayChanged(channel=0):
            return f"You are away: {text}" if text else "You are not away any more."
        case RealnameChanged():
            return f"Your real name is {text} now."
        case SettingChanged(key=key, value=value) if key == PERSISTENCE:
            return _GOES if value == Persistence.OFF.value else _STAYS
        case LoggedOut():
            return "You are a guest now."
        case _:
            return ""


_STAYS = "You stay in your channels when you go, and see what you missed when you return."
_GOES = "You leave your channels when you go."
