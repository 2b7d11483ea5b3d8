"""Decisions on sessions and the users that they speak for: coming, returning, going."""

import msgspec

from veche.core.commands import (
    ChangeNick,
    Disconnected,
    Echo,
    Quit,
    Refuse,
    Register,
    SetAway,
)
from veche.core.decide.attaching import attach, detach, end_all, views
from veche.core.decide.base import (
    NOBODY_YET,
    Context,
    Decided,
    Happening,
    Outcome,
    one_line,
    text_fault,
)
from veche.core.decide.devices import persisting
from veche.core.decide.server_bans import ban_fault
from veche.core.events import (
    AwayChanged,
    LoggedIn,
    NickBody,
    NickChanged,
    RealnameChanged,
    SessionAttached,
    SessionDetached,
    TextBody,
    UserBody,
    UserLeft,
    UserRegistered,
    Who,
)
from veche.core.ids import Id
from veche.core.names import check_nick, fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Left, Welcome
from veche.core.skeletons import skeleton
from veche.core.state import AUTO_AWAY, Account, User

NOBODY_THERE = "*"
"""An away text of somebody who has only sent a program (IRCv3 pre-away)."""


def echo(ctx: Context, command: Echo) -> Outcome:
    """The door's own word, back in its place in the order."""
    return Decided(reply=Echoed(command.payload))


def refuse(ctx: Context, command: Refuse) -> Outcome:
    """The door's own refusal, likewise."""
    return command.rejection


def register(ctx: Context, command: Register) -> Outcome:
    """A guest comes, or somebody comes back."""
    state = ctx.state
    if ctx.actor is not NOBODY_YET:
        return Rejection(Code.ALREADY_REGISTERED)
    account = state.accounts.get(command.account)
    name = account.name if account is not None else ""
    banned = ban_fault(ctx, Who(command.nick, command.username, command.host, name))
    if banned is not None:
        return banned
    if command.resume:
        return _resume(ctx, command)
    if command.account and (account is None or account.disabled):
        return Rejection(Code.LOGIN_FAILED)
    user = state.users.get(account.user) if account is not None else None
    if user is not None:
        absent = user.absent
        return Decided(
            _returning(ctx, command, user),
            lambda: Welcome(
                user.id,
                user.who,
                channels=views(state, user),
                users=state.present_users,
                realname=user.realname,
                attached=True,
                persisting=persisting(account) if account else None,
                absent=absent,
            ),
        )
    return _come(ctx, command, account)


def _returning(ctx: Context, command: Register, user: User) -> tuple[Happening, ...]:
    """One more session of a user. The first one back says what it is called from now on."""
    attached = attach(ctx, user)
    if command.away == NOBODY_THERE:
        attached = tuple(h for h in attached if not isinstance(h.event, AwayChanged))
    if user.sessions:
        return attached
    limits = ctx.limits
    events: list[Happening] = []
    who, nick = user.who, command.nick
    fault = check_nick(nick, limits.nick_chars) if nick else Rejection(Code.NO_NAME)
    if nick != user.nick and not (fault or nick_fault(ctx, nick, user.id, user.account)):
        events.append(Happening(NickChanged(user.id), NickBody(who, nick, fold(nick))))
        who = msgspec.structs.replace(who, nick=nick)
    realname = command.realname
    if realname != user.realname and not text_fault(realname, "realname", limits.realname_chars):
        events.append(Happening(RealnameChanged(user.id), TextBody(who, "", realname)))
    away = command.away or NOBODY_THERE
    if away == NOBODY_THERE or text_fault(away, "away text", limits.topic_chars):
        return (*events, *attached)
    kept = (h for h in attached if not isinstance(h.event, AwayChanged))
    return (*events, *kept, Happening(AwayChanged(user.id), TextBody(who, "", away)))


def _away_text(text: str) -> str:
    return AUTO_AWAY if text == NOBODY_THERE else text


def _come(ctx: Context, command: Register, account: Account | None) -> Outcome:
    limits = ctx.limits
    if not command.nick:
        return Rejection(Code.NO_NAME)
    if ctx.state.locked and account is None:
        return Rejection(Code.SERVER_LOCKED)
    fault = (
        check_nick(command.nick, limits.nick_chars)
        or text_fault(command.realname, "realname", limits.realname_chars)
        or _word_fault(command.username, "username", limits.username_chars + 1)
        or _word_fault(command.host, "host", 255)
        or nick_fault(ctx, command.nick, 0, account.id if account else 0)
        or text_fault(command.away or "", "away text", limits.topic_chars)
    )
    if fault is not None:
        return fault
    user = ctx.turn.new_id()
    name = account.name if account else ""
    who = Who(command.nick, command.username, command.host, name)
    body = UserBody(who, fold(command.nick), command.realname)
    events = [Happening(UserRegistered(user, command.secret), body)]
    if account is not None:
        events.append(Happening(LoggedIn(user, account.id), TextBody(who, account.name)))
    events.append(Happening(SessionAttached(ctx.session, ctx.worker, user)))
    if command.away:
        away = TextBody(who, "", _away_text(command.away))
        events.append(Happening(AwayChanged(user), away))
    return Decided(
        tuple(events),
        lambda: Welcome(
            user,
            who,
            users=ctx.state.present_users,
            realname=command.realname,
            persisting=persisting(account) if account else None,
        ),
    )


def nick_fault(ctx: Context, nick: str, user: Id, account: Id) -> Rejection | None:
    """Why the user, who speaks for this account, cannot go by the nick: it is another's."""
    state, folded, looks = ctx.state, fold(nick), skeleton(nick)
    if state.account_names.get(folded, account) != account:
        return Rejection(Code.NICK_RESERVED, nick)
    if state.nicks.get(folded, user) != user:
        return Rejection(Code.NICK_TAKEN, nick)
    # Another's name in letters that only look the same.
    if state.account_looks.get(looks, account) != account or state.looks.get(looks, user) != user:
        return Rejection(Code.NICK_TAKEN, nick)
    return None


def _word_fault(word: str, what: str, limit: int) -> Rejection | None:
    if not word or any(c in word for c in " !@"):
        return Rejection(Code.BAD_TEXT, what, "it must be one word without ! and @")
    return text_fault(word, what, limit)


def _resume(ctx: Context, command: Register) -> Outcome:
    state = ctx.state
    user = state.users.get(state.resumes.get(command.resume, 0))
    if user is None:
        return Rejection(Code.NOTHING_TO_RESUME)
    # A connection that broke without our noticing.
    ended = end_all(user, "Resumed by another connection")

    def welcome() -> Welcome:
        channels = views(state, user)
        return Welcome(user.id, user.who, True, channels, state.present_users, user.realname)

    return Decided((*ended, *attach(ctx, user)), welcome)


def quit_(ctx: Context, command: Quit) -> Outcome:
    """The user leaves for good."""
    user, reason = ctx.actor, command.reason[: ctx.limits.reason_chars]
    fault = text_fault(reason, "reason", ctx.limits.reason_chars)
    if fault is not None:
        return fault
    if user is NOBODY_YET:
        return Decided(reply=Left(reason))
    said = f"Quit: {reason}" if reason else "Quit"
    body = TextBody(user.who, "", said)
    others = any(session != ctx.session for session in user.sessions)
    if user.account and (others or ctx.state.persists(user)):
        return Decided(detach(ctx, user, said), Left(reason))
    ended = end_all(user, "Quit", but=ctx.session)
    gone = (Happening(SessionDetached(ctx.session)), Happening(UserLeft(user.id), body))
    return Decided((*ended, *gone), Left(reason))


def disconnected(ctx: Context, command: Disconnected) -> Outcome:
    """The connection broke: a guest who can resume is kept, unseen; another is gone."""
    user = ctx.actor
    if user is NOBODY_YET:
        return Decided()
    return Decided(detach(ctx, user, one_line(command.reason, ctx.limits.reason_chars)))


def change_nick(ctx: Context, command: ChangeNick) -> Outcome:
    """Another nick."""
    if not command.nick:
        return Rejection(Code.NO_NAME)
    fault = check_nick(command.nick, ctx.limits.nick_chars)
    if fault is not None:
        return fault
    user = ctx.actor
    if command.nick == user.nick:
        return Decided()
    fault = nick_fault(ctx, command.nick, user.id, user.account)
    if fault is not None:
        return fault
    body = NickBody(user.who, command.nick, fold(command.nick))
    return Decided((Happening(NickChanged(user.id), body),))


def set_away(ctx: Context, command: SetAway) -> Outcome:
    """Away with a text, or back."""
    fault = text_fault(command.text, "away text", ctx.limits.topic_chars)
    if fault is not None:
        return fault
    body = TextBody(ctx.actor.who, "", command.text)
    return Decided((Happening(AwayChanged(ctx.actor.id), body),))
