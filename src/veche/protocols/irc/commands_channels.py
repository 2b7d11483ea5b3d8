"""JOIN, PART, TOPIC, NAMES, LIST, INVITE, KICK.

Owns their parameters (Modern IRC, "Channel Operations"). Texts longer than
ISUPPORT says are cut, as every client expects; too many targets are refused.
"""

import re
from collections.abc import Sequence

from veche.core import commands as core
from veche.core.limits import Limits
from veche.core.names import is_channel
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import Local, items, need_more, refuse, too_many

_CONDITION = re.compile(r"([CTct]?[<>])(.*)", re.DOTALL)
_CONDITIONS = {
    ">": "more_than",
    "<": "fewer_than",
    "C>": "made_longer_ago_s",
    "C<": "made_less_ago_s",
    "T>": "topic_longer_ago_s",
    "T<": "topic_less_ago_s",
}
_MOST_DIGITS = 9


def join(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`JOIN #a,#b key` or `JOIN 0`."""
    params = message.params
    if params[0] == "0":
        return (core.PartAll(),)
    limit = limits.joins_per_line
    channels = params[0].split(",", limit)
    if len(channels) > limit and channels[limit].strip(","):
        return too_many("JOIN", limit)
    keys = params[1].split(",", limit) if len(params) > 1 else []
    wanted: dict[str, str] = {}
    for index, channel in enumerate(channels[:limit]):
        if channel:
            wanted.setdefault(channel, keys[index] if index < len(keys) else "")
    return [core.Join(channel, key) for channel, key in wanted.items()] or need_more("JOIN")


def part(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`PART #a,#b reason`."""
    params = message.params
    channels = items(params[0], limits.joins_per_line)
    if channels is None:
        return too_many("PART", limits.joins_per_line)
    if not channels:
        return need_more("PART")
    reason = params[1][: limits.reason_chars] if len(params) > 1 else ""
    return [core.Part(channel, reason) for channel in channels]


def topic(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`TOPIC #a` asks, `TOPIC #a :text` sets, `TOPIC #a :` clears."""
    params = message.params
    if len(params) == 1:
        return (core.ReadTopic(params[0]),)
    return (core.SetTopic(params[0], params[1][: limits.topic_chars]),)


def names(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`NAMES #a,#b`. Without a channel nothing is listed ("NAMES message": most servers)."""
    params = message.params
    channels = items(params[0], limits.targets_per_line) if params else []
    if channels is None:
        return too_many("NAMES", limits.targets_per_line)
    if not channels:
        return (core.Echo(Local("NAMES")),)
    return [core.ReadMembers(channel) for channel in channels]


def listing(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`LIST`, names and conditions in any order (ELIST letters C, M, N, T and U; minutes)."""
    wanted: list[str] = []
    for param in message.params[:2]:
        found = items(param, limits.targets_per_line)
        if found is None:
            return too_many("LIST", limits.targets_per_line)
        wanted += found
    channels, masks, not_masks = [], [], []
    numbers: dict[str, int] = {}
    for item in wanted:
        condition = _CONDITION.fullmatch(item)
        if condition is not None:
            digits = condition[2]
            if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
                return refuse(Code.BAD_ARGUMENT, "LIST", f"{item} needs a number")
            name = condition[1].upper()
            numbers[_CONDITIONS[name]] = int(digits) * (60 if len(name) > 1 else 1)
        elif item[0] == "!":
            not_masks.append(item[1:])
        elif "*" in item or "?" in item or not is_channel(item):
            masks.append(item)
        else:
            channels.append(item)
    return (
        core.ListChannels(
            names=tuple(channels),
            masks=tuple(masks),
            not_masks=tuple(not_masks),
            **numbers,
        ),
    )


def invite(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`INVITE nick #a`; without parameters, the channels that one is invited to."""
    params = message.params
    if not params:
        return (core.ListInvites(),)
    if len(params) < 2 or not params[0] or not params[1]:
        return need_more("INVITE")
    return (core.Invite(params[0], params[1]),)


def kick(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`KICK #a nick,nick :comment`: one channel, or as many channels as nicks."""
    params = message.params
    limit = limits.targets_per_line
    channels, nicks = _all_items(params[0], limit), _all_items(params[1], limit)
    if channels is None or nicks is None:
        return too_many("KICK", limit)
    if len(channels) == 1:
        channels = channels * len(nicks)
    if not nicks or len(channels) != len(nicks):
        return need_more("KICK")
    comment = params[2][: limits.reason_chars] if len(params) > 2 else ""
    return [
        core.Kick(channel, nick, comment) for channel, nick in zip(channels, nicks, strict=True)
    ]


def _all_items(param: str, limit: int) -> list[str] | None:
    """As `items`, but doubled ones stay: the same nick may be meant in two channels."""
    parts = [part for part in param.split(",", limit) if part]
    return None if len(parts) > limit else parts
