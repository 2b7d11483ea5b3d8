"""The commands of those who keep order, as they are typed on the plain door, and their answers.

Owns these rows and wordings. They are listed by `/help moderators`, apart from what everybody
needs.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from veche.core.commands import (
    AskedChange,
    BecomeOperator,
    ChangeAccess,
    ChangeModes,
    Command,
    Invite,
    Kick,
    Kill,
    LiftServerBan,
    LockServer,
    ReadAccess,
    ReadAudit,
    ReadServerBans,
    Refuse,
    Rehash,
    RenameChannel,
    SetServerBan,
    Wallops,
)
from veche.core.events import AuditBody
from veche.core.names import is_channel
from veche.core.rejections import Code, Rejection
from veche.core.replies import AccessList, HistoryPage, Ordered, ServerBans
from veche.core.secret import Secret
from veche.protocols.moderating import RANK_WORDS, ban_words, mode_changes, rank

Make = Callable[[str, str], Command | None]
_NOWHERE = Refuse(Rejection(Code.NO_RECIPIENT))


def _words(rest: str, current: str) -> tuple[str, list[str]]:
    """The channel that is meant, and the other words."""
    words = rest.split()
    return (words[0], words[1:]) if words and is_channel(words[0]) else (current, words)


def _kick(rest: str, current: str) -> Command | None:
    channel, words = _words(rest, current)
    if not channel:
        return _NOWHERE
    return Kick(channel, words[0], " ".join(words[1:])) if words else None


def _letter(adding: bool, letter: str, prefix: str = "") -> Make:
    """A command that changes one mode letter for one name or mask."""

    def make(rest: str, current: str) -> Command | None:
        channel, words = _words(rest, current)
        if not channel:
            return _NOWHERE
        if len(words) != 1:
            return None
        return ChangeModes(channel, (AskedChange(adding, letter, prefix + words[0]),))

    return make


def _mode(rest: str, current: str) -> Command | None:
    channel, words = _words(rest, current)
    if not channel:
        return _NOWHERE
    return ChangeModes(channel, mode_changes(words)) if words else None


def _invite(rest: str, current: str) -> Command | None:
    channel, words = _words(rest, current)
    if not channel:
        return _NOWHERE
    return Invite(words[0], channel) if words else None


def _rename(rest: str, current: str) -> Command | None:
    words = rest.split()
    if len(words) > 1 and is_channel(words[0]) and is_channel(words[1]):
        return RenameChannel(words[0], words[1], " ".join(words[2:]))
    if not current:
        return _NOWHERE
    return RenameChannel(current, words[0], " ".join(words[1:])) if words else None


def _access(rest: str, current: str) -> Command | None:
    channel, words = _words(rest, current)
    if not channel:
        return _NOWHERE
    if not words:
        return ReadAccess(channel)
    return ChangeAccess(channel, words[0], rank(words[1])) if len(words) == 2 else None


def _oper(rest: str, current: str) -> Command | None:
    name, _, password = rest.partition(" ")
    return BecomeOperator(name, Secret(password.strip()))


def _kill(rest: str, current: str) -> Command | None:
    name, _, reason = rest.partition(" ")
    return Kill(name, reason.strip()) if name else None


def _ban_from_server(rest: str, current: str) -> Command | None:
    return SetServerBan(*ban_words(rest.split())) if rest else None


def _lift_ban(rest: str, current: str) -> Command | None:
    return LiftServerBan(rest) if rest else None


def _lock(rest: str, current: str) -> Command | None:
    return LockServer(rest.lower() == "on") if rest.lower() in ("on", "off") else None


def _audit(rest: str, current: str) -> Command | None:
    known = rest.isascii() and rest.isdigit() and len(rest) < 6
    return ReadAudit(int(rest)) if known else ReadAudit()


def _wallops(rest: str, current: str) -> Command | None:
    return Wallops(rest) if rest else None


ROWS: dict[str, tuple[str, str, Make]] = {
    "/kick": ("/kick NAME [REASON]", "send somebody out of the channel", _kick),
    "/ban": ("/ban NAME or MASK", "keep them out: bob, *@host or a:ACCOUNT", _letter(True, "b")),
    "/unban": ("/unban NAME or MASK", "let them in again", _letter(False, "b")),
    "/mute": ("/mute NAME or MASK", "let them only listen", _letter(True, "b", "m:")),
    "/unmute": ("/unmute NAME or MASK", "let them speak again", _letter(False, "b", "m:")),
    "/op": ("/op NAME", "make somebody an operator of the channel", _letter(True, "o")),
    "/deop": ("/deop NAME", "make them none", _letter(False, "o")),
    "/voice": ("/voice NAME", "let somebody speak where few may", _letter(True, "v")),
    "/devoice": ("/devoice NAME", "take that back", _letter(False, "v")),
    "/mode": ("/mode [CHANNEL] +-LETTERS", "change modes: +i by invitation, +m few speak", _mode),
    "/invite": ("/invite NAME [CHANNEL]", "ask somebody in", _invite),
    "/rename": ("/rename #NAME [REASON]", "give the channel another name", _rename),
    "/access": ("/access [ACCOUNT RANK]", "who has a rank for good; or give one", _access),
    "/oper": ("/oper [NAME PASSWORD]", "be an operator of the server; its owner just so", _oper),
    "/kill": ("/kill NAME [REASON]", "end somebody's connections", _kill),
    "/kline": ("/kline [TIME] MASK [REASON]", "keep them off the server: 2h, 7d", _ban_from_server),
    "/unkline": ("/unkline MASK", "let them on it again", _lift_ban),
    "/klines": ("/klines", "who is kept off", lambda rest, current: ReadServerBans()),
    "/lockdown": ("/lockdown on or off", "let only those in who have an account", _lock),
    "/wallops": ("/wallops TEXT", "say it to all who want to hear operators", _wallops),
    "/rehash": ("/rehash", "read the configuration anew", lambda rest, current: Rehash()),
    "/audit": ("/audit [COUNT]", "what operators and others have done lately", _audit),
}

_DONE = {
    "oper": "You are an operator of this server.",
    "kill": "{} is gone.",
    "ban": "{} is kept off this server.",
    "unban": "{} is let on this server again.",
    "lock": "Only those who have an account are let in now.",
    "unlock": "Everybody is let in again.",
    "rehash": "The configuration was read.",
}


def ordered(reply: Ordered) -> Iterator[str]:
    """That it was done."""
    said = _DONE.get(reply.act)
    if said:
        yield said.format(reply.target)


def access(reply: AccessList) -> Iterator[str]:
    """Who has a rank for good."""
    for row in reply.rows:
        yield f"{reply.name}: {row.account} {RANK_WORDS[row.letter]}"
    if not reply.rows:
        yield f"Nobody has a rank in {reply.name} for good."


def server_bans(reply: ServerBans) -> Iterator[str]:
    """Who is kept off."""
    for ban in reply.bans:
        until = f" until {_stamp(ban.until_ms)}" if ban.until_ms else ""
        yield f"{ban.mask}{until}, by {ban.by}: {ban.reason}"
    if not reply.bans:
        yield "Nobody is kept off this server."


def trail(page: HistoryPage) -> Iterator[str]:
    """The audit trail, oldest first."""
    shown = 0
    for stored in page.events:
        body = stored.record.body
        if isinstance(body, AuditBody):
            shown += 1
            words = (body.who.nick, body.act, body.target, body.text)
            yield f"{_stamp(stored.record.at_ms)} {' '.join(filter(None, words))}"
    if not shown:
        yield "Nothing was done lately."


def _stamp(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
