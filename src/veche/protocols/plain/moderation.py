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
    ChangeHost,
    ChangeModes,
    Command,
    Echo,
    Invite,
    Kick,
    Kill,
    LiftServerBan,
    ListInvites,
    LockServer,
    ReadAccess,
    ReadAudit,
    ReadMasks,
    ReadModes,
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
from veche.core.replies import AccessList, HistoryPage, Ordered, Reloaded, ServerBans
from veche.core.secret import Secret
from veche.core.state import MASK_LETTERS
from veche.protocols.moderating import RANK_WORDS, audit_words, ban_words, mode_changes, rank
from veche.protocols.plain.question import Purpose, Question

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
        if adding and not words and letter in MASK_LETTERS:
            return ReadMasks(channel, letter)
        if len(words) != 1:
            return None
        return ChangeModes(channel, (AskedChange(adding, letter, prefix + words[0]),))

    return make


def _mode(rest: str, current: str) -> Command | None:
    channel, words = _words(rest, current)
    if not channel:
        return _NOWHERE
    return ChangeModes(channel, mode_changes(words)) if words else ReadModes(channel)


def _invite(rest: str, current: str) -> Command | None:
    words = rest.split()
    if not words:
        return ListInvites()
    names = [word for word in words if not is_channel(word)]
    channel = next(filter(is_channel, words), current)
    if not channel:
        return _NOWHERE
    return Invite(names[0], channel) if names else None


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
    """Without a password it is asked for, and hidden; the owner needs neither."""
    name, _, password = rest.partition(" ")
    if name and not password.strip():
        return Echo(Question(name, Purpose.OPERATOR))
    return BecomeOperator(name, Secret(password.strip()))


def _kill(rest: str, current: str) -> Command | None:
    name, _, reason = rest.partition(" ")
    return Kill(name, reason.strip()) if name else None


def _cloak(rest: str, current: str) -> Command | None:
    words = rest.split()
    return ChangeHost(*words) if len(words) == 3 else None


def _ban_from_server(rest: str, current: str) -> Command | None:
    return SetServerBan(*ban_words(rest.split())) if rest else None


def _lift_ban(rest: str, current: str) -> Command | None:
    return LiftServerBan(rest) if rest else None


def _lock(rest: str, current: str) -> Command | None:
    return LockServer(rest.lower() == "on") if rest.lower() in ("on", "off") else None


def _audit(rest: str, current: str) -> Command | None:
    return ReadAudit(*audit_words(rest.split()))


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
    "/oper": ("/oper [NAME]", "be an operator of the server; its owner just so", _oper),
    "/kill": ("/kill NAME [REASON]", "end somebody's connections", _kill),
    "/cloak": ("/cloak NAME USER HOST", "have others see them as USER@HOST on IRC", _cloak),
    "/kline": ("/kline [TIME] MASK [REASON]", "keep them off the server: 2h, 7d", _ban_from_server),
    "/unkline": ("/unkline MASK", "let them on it again", _lift_ban),
    "/klines": ("/klines", "who is kept off", lambda rest, current: ReadServerBans()),
    "/lockdown": ("/lockdown on or off", "let only those in who have an account", _lock),
    "/wallops": ("/wallops TEXT", "say it to all who want to hear operators", _wallops),
    "/rehash": ("/rehash", "read the configuration anew", lambda rest, current: Rehash()),
    "/audit": ("/audit [CHANNEL] [COUNT]", "what was done there to keep order", _audit),
}

_DONE = {
    "oper": "You are an operator of this server.",
    "kill": "{} is gone.",
    "chghost": "{} is seen under that host now.",
    "ban": "{} is kept off this server.",
    "unban": "{} is let on this server again.",
    "lock": "Only those who have an account are let in now.",
    "unlock": "Everybody is let in again.",
}


def ordered(reply: Ordered) -> Iterator[str]:
    """That it was done."""
    said = _DONE.get(reply.act)
    if said:
        yield said.format(reply.target)


def reloaded(reply: Reloaded) -> Iterator[str]:
    """That it was read, or what of it was not."""
    for wrong in reply.wrong:
        yield f"Not reloaded, the old ones stay: {wrong}"
    if not reply.wrong:
        yield "The configuration was read."


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
