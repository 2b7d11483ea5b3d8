"""Decisions about who is, comes and was here: realnames, watching nicks, WHOWAS, the time."""

from veche.core.commands import (
    ChangeRealname,
    ReadTime,
    ReadWatched,
    ReadWhowas,
    UnwatchNicks,
    WatchNicks,
)
from veche.core.decide.base import Context, Decided, Happening, Outcome, text_fault
from veche.core.events import NicksWatched, RealnameChanged, TextBody
from veche.core.names import check_nick, fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Time, Watching, WatchList, Whowas


def change_realname(ctx: Context, command: ChangeRealname) -> Outcome:
    """Another realname, as a whole or not at all."""
    user, limit = ctx.actor, ctx.limits.realname_chars
    if not command.realname.strip():
        return Rejection(Code.BAD_REALNAME, detail="it is empty")
    if text_fault(command.realname, "realname", limit) is not None:
        return Rejection(Code.BAD_REALNAME, detail=f"it is one line of at most {limit} characters")
    body = TextBody(user.who, "", command.realname)
    return Decided((Happening(RealnameChanged(user.id), body),))


def watch_nicks(ctx: Context, command: WatchNicks) -> Outcome:
    """Watch these as well. What cannot be a nick is nobody's, and is not watched."""
    state, limit = ctx.state, ctx.limits.watched_nicks
    watching = dict(state.sessions[ctx.session].watching)
    accepted: dict[str, str] = {}
    refused: list[str] = []
    offline: list[str] = []
    for nick in filter(None, command.nicks):
        folded = fold(nick)
        if check_nick(nick, ctx.limits.nick_chars) is not None:
            offline.append(nick)
        elif folded not in watching and len(watching) >= limit:
            refused.append(nick)
        else:
            watching.setdefault(folded, nick)
            accepted.setdefault(folded, nick)
    found = {folded: state.find_user(nick) for folded, nick in accepted.items()}
    reply = Watching(
        tuple(user.who for user in found.values() if user is not None),
        (*(nick for folded, nick in accepted.items() if found[folded] is None), *offline),
        tuple(refused),
        limit,
    )
    return Decided(_now_watching(ctx, watching), reply)


def unwatch_nicks(ctx: Context, command: UnwatchNicks) -> Outcome:
    """Watch these no more, or none at all."""
    watching = dict(ctx.state.sessions[ctx.session].watching) if command.nicks else {}
    for nick in command.nicks:
        watching.pop(fold(nick), None)
    return Decided(_now_watching(ctx, watching))


def _now_watching(ctx: Context, nicks: dict[str, str]) -> tuple[Happening, ...]:
    if nicks == ctx.state.sessions[ctx.session].watching:
        return ()
    return (Happening(NicksWatched(ctx.session, tuple(nicks.items()))),)


def read_watched(ctx: Context, command: ReadWatched) -> Outcome:
    """All that the session watches."""
    nicks = tuple(ctx.state.sessions[ctx.session].watching.values())
    found = [(nick, ctx.state.find_user(nick)) for nick in nicks]
    online = tuple(user.who for _, user in found if user is not None)
    offline = tuple(nick for nick, user in found if user is None)
    return Decided(reply=WatchList(nicks, online, offline))


def read_whowas(ctx: Context, command: ReadWhowas) -> Outcome:
    """Those who had one of the nicks, in this life of the server, the latest first."""
    wanted = {fold(nick) for nick in command.nicks}
    gone = ctx.state.gone
    rows = [gone[key] for key in sorted(gone, reverse=True) if fold(gone[key].who.nick) in wanted]
    if command.limit > 0:
        del rows[command.limit :]
    return Decided(reply=Whowas(tuple(rows)))


def read_time(ctx: Context, command: ReadTime) -> Outcome:
    """The batch's stamp."""
    return Decided(reply=Time(ctx.now_ms))
