"""Who may do what: one function, deny by default, for every door and every grant.

Owns the rules. Must not know what an act leads to.
"""

from collections.abc import Callable
from enum import StrEnum, unique

import msgspec

from veche.core.ids import Id
from veche.core.masks import fits_any
from veche.core.ranks import HALF_OPERATOR, OPERATOR, holds, letters_for, rank_of
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant
from veche.core.state import Channel, State, User


@unique
class Act(StrEnum):
    """What somebody wants to do with a channel or, for the last two, a user."""

    JOIN = "join"
    SPEAK = "speak"
    SET_TOPIC = "set-topic"
    KICK = "kick"
    INVITE = "invite"
    CHANGE_MODES = "change-modes"  # some of them: each letter has a rank of its own
    RENAME = "rename"
    READ_ACCESS = "read-access"
    CHANGE_ACCESS = "change-access"
    SEE = "see"  # that it exists: its topic, modes and listing
    SEE_MEMBERS = "see-members"
    READ_HISTORY = "read-history"
    REDACT = "redact"  # what others have said
    RELAY = "relay"  # speak for others
    READ_METADATA = "read-metadata"
    SET_METADATA = "set-metadata"
    SEE_USER = "see-user"
    READ_DIRECT = "read-direct"


FROM_JOINING, LAST_WEEK, EVERYTHING = "joined", "week", "all"
"""How much of a channel's history its members see: mode `H`. Without it: everything."""
_WEEK_MS = 7 * 86_400_000

NO_HISTORY = Grant(conversation=0, first=1, last=0)
"""The grant for acts that read nothing."""


def authorize(state: State, actor: User, act: Act, target: Channel | User) -> Grant | Rejection:
    """What the actor may do, as a grant; or why it may not.

    Only READ_HISTORY and READ_DIRECT give a grant that a reader accepts.
    """
    if isinstance(target, User):
        rule = _USER_RULES.get(act)
        if rule is None:
            return Rejection(Code.NO_SUCH_NICK, target.nick)
        return rule(state, actor, target)
    channel_rule = _CHANNEL_RULES.get(act)
    if channel_rule is None:
        return Rejection(Code.NO_SUCH_CHANNEL, target.name)
    refusal = channel_rule(actor, target)
    if refusal is not None:
        return Rejection(refusal, target.name, _detail(refusal, actor, target))
    return _history(state, actor, target) if act is Act.READ_HISTORY else NO_HISTORY


def _history(state: State, actor: User, channel: Channel) -> Grant:
    """As much of it as the channel lets its members see (mode `H`)."""
    shown = channel.modes.get("H", "")
    if shown == FROM_JOINING:
        stays = actor.stays.get(channel.id, ())
        return Grant(channel.id, stays=stays) if stays else Grant(channel.id, 1, 0)
    if shown == LAST_WEEK:
        return Grant(channel.id, since_ms=max(0, state.last_ms - _WEEK_MS))
    return Grant(channel.id)


def authorize_status(state: State, actor: User, channel: Channel, letter: str) -> Grant | Rejection:
    """The grant to read what was said to those members who have this letter or a higher one: for
    those who have such a letter now, and as much as they may read of the channel."""
    refusal = _read_history(actor, channel)
    if refusal is None and not holds(channel.members[actor.id], letter):
        refusal = Code.OPERATOR_NEEDED
    if refusal is not None:
        return Rejection(refusal, channel.name)
    conversation = channel.statuses.get(letter)
    if conversation is None:
        return NO_HISTORY
    return msgspec.structs.replace(_history(state, actor, channel), conversation=conversation)


def authorize_past(state: State, actor: User, conversation: Id) -> Grant | Rejection:
    """The grant to read a conversation of two that has ended, for those who had it."""
    past = state.past_of(actor).get(conversation)
    return Rejection(Code.NO_SUCH_NICK) if past is None else Grant(conversation)


def authorize_audit(actor: User, trail: Id, channel: Channel | None = None) -> Grant | Rejection:
    """The grant to read the audit trail, for operators of the server; or what of it is about the
    channel, for its operators as well."""
    if channel is None:
        return Grant(trail) if is_server_operator(actor) else Rejection(Code.NOT_ALLOWED)
    refusal = None if is_server_operator(actor) else _operate(actor, channel)
    if refusal is not None:
        return Rejection(refusal, channel.name)
    return Grant(trail, about=channel.id)


def is_operator(channel: Channel, user: User) -> bool:
    """Whether the user is at least an operator of the channel."""
    return rank_of(channel, user) >= OPERATOR


def is_server_operator(user: User) -> bool:
    """Whether the user is an operator of the server."""
    return "o" in user.modes


def banned(channel: Channel, user: User, *, muted: bool = False) -> bool:
    """Whether a ban, or with `muted` a mute, fits the user and no exception does."""
    bans = channel.masks.get("b")
    if not bans:
        return False
    who = user.who
    if not fits_any(bans, who, muted=muted):
        return False
    return not fits_any(channel.masks.get("e", ()), who, muted=muted)


def restricted(channel: Channel) -> bool:
    """Whether a stranger needs more than the name to enter."""
    return any(letter in channel.modes for letter in "ikR")


# -- channels: None, or the code of the refusal --------------------------------------------


def _join(actor: User, channel: Channel) -> Code | None:
    if channel.id in actor.invited or letters_for(channel, actor.account):
        return None  # the key alone is still asked for
    if banned(channel, actor):
        return Code.BANNED
    if "i" in channel.modes and not fits_any(channel.masks.get("I", ()), actor.who):
        return Code.INVITE_ONLY
    if "R" in channel.modes and not actor.account:
        return Code.ACCOUNT_NEEDED
    limit = channel.modes.get("l")
    if limit is not None and len(channel.members) >= int(limit):
        return Code.CHANNEL_FULL
    return None


def _speak(actor: User, channel: Channel) -> Code | None:
    letters = channel.members.get(actor.id)
    if letters:  # voiced or operator
        return None
    outside = letters is None
    if (
        (outside and "n" in channel.modes)
        or "m" in channel.modes
        or ("M" in channel.modes and not actor.account)
        or (channel.masks and banned(channel, actor, muted=True))
    ):
        return _hidden_or(Code.CANNOT_SEND, channel) if outside else Code.CANNOT_SEND
    return None


def _set_topic(actor: User, channel: Channel) -> Code | None:
    if actor.id not in channel.members:
        return _hidden_or(Code.NOT_IN_CHANNEL, channel)
    if "t" in channel.modes and rank_of(channel, actor) < HALF_OPERATOR:
        return Code.OPERATOR_NEEDED
    return None


def _operate(actor: User, channel: Channel) -> Code | None:
    if actor.id not in channel.members:
        return _hidden_or(Code.NOT_IN_CHANNEL, channel)
    return None if is_operator(channel, actor) else Code.OPERATOR_NEEDED


def _help_operate(actor: User, channel: Channel) -> Code | None:
    if actor.id not in channel.members:
        return _hidden_or(Code.NOT_IN_CHANNEL, channel)
    return None if rank_of(channel, actor) >= HALF_OPERATOR else Code.OPERATOR_NEEDED


def _belong(actor: User, channel: Channel) -> Code | None:
    return None if actor.id in channel.members else _hidden_or(Code.NOT_IN_CHANNEL, channel)


def _invite(actor: User, channel: Channel) -> Code | None:
    if actor.id not in channel.members:
        return _hidden_or(Code.NOT_IN_CHANNEL, channel)
    if "i" in channel.modes and rank_of(channel, actor) < HALF_OPERATOR:
        return Code.OPERATOR_NEEDED
    return None


def _see(actor: User, channel: Channel) -> Code | None:
    if "s" in channel.modes and actor.id not in channel.members:
        return Code.NO_SUCH_CHANNEL
    return None


def _read_history(actor: User, channel: Channel) -> Code | None:
    if actor.id in channel.members:
        return None
    return _hidden_or(Code.NOT_IN_CHANNEL, channel)


def _read_metadata(actor: User, channel: Channel) -> Code | None:
    """What is closed to strangers tells them nothing of itself."""
    if actor.id not in channel.members and (restricted(channel) or "s" in channel.modes):
        return _hidden_or(Code.NOT_IN_CHANNEL, channel)
    return None


def _hidden_or(code: Code, channel: Channel) -> Code:
    """A stranger learns nothing of a secret channel, not even that it is there."""
    return Code.NO_SUCH_CHANNEL if "s" in channel.modes else code


def _detail(refusal: Code, actor: User, channel: Channel) -> str:
    if refusal is not Code.CANNOT_SEND:
        return ""
    if actor.id not in channel.members and "n" in channel.modes:
        return "n"
    if "m" in channel.modes:
        return "m"
    return "M" if "M" in channel.modes and not actor.account else "b"


_CHANNEL_RULES: dict[Act, Callable[[User, Channel], Code | None]] = {
    Act.JOIN: _join,
    Act.SPEAK: _speak,
    Act.SET_TOPIC: _set_topic,
    Act.KICK: _help_operate,
    Act.INVITE: _invite,
    Act.CHANGE_MODES: _help_operate,
    Act.RENAME: _operate,
    Act.READ_ACCESS: _belong,
    Act.CHANGE_ACCESS: _operate,
    Act.SEE: _see,
    Act.SEE_MEMBERS: _see,
    Act.READ_HISTORY: _read_history,
    Act.REDACT: _operate,
    Act.RELAY: _operate,
    Act.READ_METADATA: _read_metadata,
    Act.SET_METADATA: _operate,
}


# -- users ---------------------------------------------------------------------------------


def _see_user(state: State, actor: User, user: User) -> Grant | Rejection:
    """Whether the user shows up in a search; by its exact nick everybody is found."""
    if actor is user or "i" not in user.modes or state.share_channel(actor, user):
        return NO_HISTORY
    return Rejection(Code.NO_SUCH_NICK, user.nick)


def _read_direct(state: State, actor: User, user: User) -> Grant | Rejection:
    conversation = actor.directs.get(user.id)
    return NO_HISTORY if conversation is None else Grant(conversation)


_USER_RULES: dict[Act, Callable[[State, User, User], Grant | Rejection]] = {
    Act.SEE_USER: _see_user,
    Act.READ_DIRECT: _read_direct,
}
