"""What a decision is made of.

A decision is a pure function of the state, the actor, the command and the turn.
It returns what is to happen, or why not; the hub makes it happen.
"""

from collections.abc import Callable

import msgspec

from veche.core.events import Body, Event
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.core.names import fold
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.replies import Reply
from veche.core.state import Channel, State, User
from veche.core.turn import Turn


class Happening(msgspec.Struct, frozen=True, gc=False):
    """An event to come; `conversation` is where it takes a sequence number."""

    event: Event
    body: Body | None = None
    conversation: Id | None = None


class Decided(msgspec.Struct, frozen=True, gc=False):
    """What is to happen, in order, and the author's answer.

    `reply` may be a function: it is called when the events have been applied. It may be a refusal
    of which something is kept (a failed login counts).
    """

    events: tuple[Happening, ...] = ()
    reply: Reply | Rejection | Callable[[], Reply | None] | None = None


class Context(msgspec.Struct):
    """Who asks, and everything a decision may look at. One per ask; never kept."""

    state: State
    turn: Turn
    now_ms: int
    limits: Limits
    lobby: str
    session: Id
    worker: int
    actor: User
    """The session's user. For commands that need none it is `NOBODY_YET`."""


NOBODY_YET = User(0, "*", "*", "*", "*", "", 0, 0)

Outcome = Decided | Rejection


def channel_for(ctx: Context, act: Act, name: str) -> Channel | Rejection:
    """The channel, where the actor may do this.

    One that is hidden from the actor is answered just as one that is not there,
    with the name as typed.
    """
    channel = ctx.state.find_channel(name) or _formerly(ctx, name)
    if channel is None:
        return Rejection(Code.NO_SUCH_CHANNEL, name)
    verdict = authorize(ctx.state, ctx.actor, act, channel)
    if not isinstance(verdict, Rejection):
        return channel
    hidden = verdict.code is Code.NO_SUCH_CHANNEL
    return Rejection(Code.NO_SUCH_CHANNEL, name) if hidden else verdict


def _formerly(ctx: Context, name: str) -> Channel | None:
    """One of the actor's channels that had the name: what it says was typed before it knew."""
    folded = fold(name)
    for channel_id in ctx.actor.channels:
        channel = ctx.state.channels[channel_id]
        if folded in channel.former:
            return channel
    return None


def text_fault(text: str, what: str, limit: int) -> Rejection | None:
    """Why the text cannot stand in one line on anybody's wire; `limit` counts characters."""
    if len(text) > limit:
        return Rejection(Code.TOO_LONG, what, str(limit))
    if "\n" in text or "\r" in text:
        return Rejection(Code.BAD_TEXT, what, "it has a line break in it")
    if "\0" in text:
        return Rejection(Code.BAD_TEXT, what, "it has a NUL in it")
    return None


def one_line(text: str, limit: int) -> str:
    """The text, made fit for a line where it cannot be refused; `limit` counts characters."""
    return text[:limit].translate(_BREAKS)


_BREAKS = {ord(letter): " " for letter in "\r\n\0"}
