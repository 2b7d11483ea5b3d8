"""Where words go: a channel, some of its members, or a user, and the conversation that this is.

Owns how a target as typed is understood. Whether the actor may speak there is asked of
`permissions`.
"""

import msgspec

from veche.core.decide.base import Context, Happening, channel_for
from veche.core.directs import past_with
from veche.core.events import DirectOpened, StatusOpened
from veche.core.ids import Id
from veche.core.names import is_channel
from veche.core.permissions import Act
from veche.core.rejections import Code, Rejection
from veche.core.state import MEMBER_LETTERS, MEMBER_SIGNS, Channel, User


class Address(msgspec.Struct, frozen=True, gc=False):
    """`name` as it is told. `channel` is set only beside a `letter`; `opened` comes first."""

    name: str
    conversation: Id
    user: Id = 0
    channel: Id = 0
    letter: str = ""
    away: str = ""
    opened: tuple[Happening, ...] = ()


def address_of(ctx: Context, target: str, act: Act) -> Address | Rejection:
    """Where the actor may do this."""
    if target[:1] and target[0] in MEMBER_SIGNS and is_channel(target[1:]):
        return _some(ctx, target, act)
    found = plain_target(ctx, target, act)
    if isinstance(found, Rejection):
        return found
    if isinstance(found, Channel):
        return Address(found.name, found.id)
    conversation = ctx.actor.directs.get(found.id)
    opened: tuple[Happening, ...] = ()
    if conversation is None:
        conversation = past_with(ctx.state, ctx.actor, found) or ctx.turn.new_id()
        opened = (Happening(DirectOpened(conversation, ctx.actor.id, found.id)),)
    return Address(found.nick, conversation, found.id, away=found.away, opened=opened)


def _some(ctx: Context, target: str, act: Act) -> Address | Rejection:
    """STATUSMSG: a conversation of its own, so that nobody sees a gap where he may not read."""
    channel = channel_for(ctx, act, target[1:])
    if isinstance(channel, Rejection):
        return channel
    letter = MEMBER_LETTERS[MEMBER_SIGNS.index(target[0])]
    conversation = channel.statuses.get(letter)
    opened: tuple[Happening, ...] = ()
    if conversation is None:
        conversation = ctx.turn.new_id()
        opened = (Happening(StatusOpened(conversation, channel.id, letter)),)
    name = f"{target[0]}{channel.name}"
    return Address(name, conversation, 0, channel.id, letter, opened=opened)


def plain_target(ctx: Context, name: str, act: Act) -> Channel | User | Rejection:
    """The channel where the actor may do this, or the user of the name."""
    if not is_channel(name):
        user = ctx.state.find_user(name)
        return Rejection(Code.NO_SUCH_NICK, name) if user is None else user
    return channel_for(ctx, act, name)
