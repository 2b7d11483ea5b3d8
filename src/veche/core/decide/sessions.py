"""Decisions on sessions and the users that they speak for: coming, returning, going."""

from veche.core.commands import (
    ChangeNick,
    Disconnected,
    Echo,
    Quit,
    Refuse,
    Register,
    SetAway,
)
from veche.core.decide.base import (
    NOBODY_YET,
    Context,
    Decided,
    Happening,
    Outcome,
    one_line,
    text_fault,
)
from veche.core.decide.views import channel_view
from veche.core.events import (
    AwayChanged,
    NickBody,
    NickChanged,
    Returned,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    TextBody,
    UserBody,
    UserDetached,
    UserLeft,
    UserRegistered,
    UserResumed,
    Who,
)
from veche.core.names import check_nick, fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Left, Welcome
from veche.core.state import User


def echo(ctx: Context, command: Echo) -> Outcome:
    """The door's own word, back in its place in the order."""
    return Decided(reply=Echoed(command.payload))


def refuse(ctx: Context, command: Refuse) -> Outcome:
    """The door's own refusal, likewise."""
    return command.rejection


def register(ctx: Context, command: Register) -> Outcome:
    """A guest comes, or comes back."""
    if ctx.actor is not NOBODY_YET:
        return Rejection(Code.ALREADY_REGISTERED)
    if command.resume:
        return _resume(ctx, command)
    limits = ctx.limits
    if not command.nick:
        return Rejection(Code.NO_NAME)
    fault = (
        check_nick(command.nick, limits.nick_chars)
        or text_fault(command.realname, "realname", limits.realname_chars)
        or _word_fault(command.username, "username", limits.username_chars + 1)
        or _word_fault(command.host, "host", 255)
    )
    if fault is not None:
        return fault
    folded = fold(command.nick)
    if folded in ctx.state.nicks:
        return Rejection(Code.NICK_TAKEN, command.nick)
    user = ctx.turn.new_id()
    who = Who(command.nick, command.username, command.host)
    came = Happening(UserRegistered(user, command.secret), UserBody(who, folded, command.realname))
    attached = Happening(SessionAttached(ctx.session, ctx.worker, user))
    return Decided((came, attached), lambda: Welcome(user, who, users=ctx.state.present_users))


def _word_fault(word: str, what: str, limit: int) -> Rejection | None:
    if not word or any(c in word for c in " !@"):
        return Rejection(Code.BAD_TEXT, what, "it must be one word without ! and @")
    return text_fault(word, what, limit)


def _resume(ctx: Context, command: Register) -> Outcome:
    state = ctx.state
    user = state.users.get(state.resumes.get(command.resume, 0))
    if user is None:
        return Rejection(Code.NOTHING_TO_RESUME)
    channels = tuple(user.channels)
    events = []
    for session in user.sessions:  # a connection that broke without our noticing
        events.append(_ended(session, user, "Resumed by another connection"))
        events.append(Happening(SessionDetached(session)))
    events.append(Happening(SessionAttached(ctx.session, ctx.worker, user.id, channels)))
    if not user.present:
        events.append(Happening(UserResumed(user.id)))
        for channel_id in channels:
            channel = state.channels[channel_id]
            letters = channel.members[user.id]
            body = TextBody(user.who, channel.name)
            events.append(Happening(Returned(user.id, channel_id, letters), body))

    def welcome() -> Welcome:
        views = tuple(channel_view(state, state.channels[c]) for c in channels)
        return Welcome(user.id, user.who, True, views, state.present_users)

    return Decided(tuple(events), welcome)


def _ended(session: int, user: User, reason: str) -> Happening:
    return Happening(SessionEnded(session), TextBody(user.who, "", reason))


def quit_(ctx: Context, command: Quit) -> Outcome:
    """The user leaves for good."""
    user, reason = ctx.actor, command.reason[: ctx.limits.reason_chars]
    fault = text_fault(reason, "reason", ctx.limits.reason_chars)
    if fault is not None:
        return fault
    if user is NOBODY_YET:
        return Decided(reply=Left(reason))
    body = TextBody(user.who, "", f"Quit: {reason}" if reason else "Quit")
    ended = [
        happening
        for session in user.sessions
        if session != ctx.session
        for happening in (_ended(session, user, "Quit"), Happening(SessionDetached(session)))
    ]
    gone = (Happening(SessionDetached(ctx.session)), Happening(UserLeft(user.id), body))
    return Decided((*ended, *gone), Left(reason))


def disconnected(ctx: Context, command: Disconnected) -> Outcome:
    """The connection broke: a guest who can resume is kept, unseen; another is gone."""
    user = ctx.actor
    if user is NOBODY_YET:
        return Decided()
    detached = Happening(SessionDetached(ctx.session))
    if any(session != ctx.session for session in user.sessions):
        return Decided((detached,))
    body = TextBody(user.who, "", one_line(command.reason, ctx.limits.reason_chars))
    event = UserDetached(user.id) if user.resume else UserLeft(user.id)
    return Decided((detached, Happening(event, body)))


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
    folded = fold(command.nick)
    if ctx.state.nicks.get(folded, user.id) != user.id:
        return Rejection(Code.NICK_TAKEN, command.nick)
    body = NickBody(user.who, command.nick, folded)
    return Decided((Happening(NickChanged(user.id), body),))


def set_away(ctx: Context, command: SetAway) -> Outcome:
    """Away with a text, or back."""
    fault = text_fault(command.text, "away text", ctx.limits.topic_chars)
    if fault is not None:
        return fault
    body = TextBody(ctx.actor.who, "", command.text)
    return Decided((Happening(AwayChanged(ctx.actor.id), body),))
