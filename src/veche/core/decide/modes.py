"""Decisions on modes: a channel's and one's own."""

from collections.abc import Callable

from veche.core.commands import AskedChange, ChangeModes
from veche.core.decide.base import Context, Decided, Happening, Outcome, text_fault
from veche.core.events import ModeChange, ModesBody, ModesChanged, UserModesChanged
from veche.core.masks import canonical
from veche.core.names import fold, is_channel
from veche.core.permissions import Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.state import FLAG_LETTERS, MASK_LETTERS, MEMBER_LETTERS, Channel

USER_LETTERS = "i"
_MASK_CHARS = 200

Change = ModeChange | Rejection | None  # None: it is so already


def change_modes(ctx: Context, command: ChangeModes) -> Outcome:
    """All changes that can be made are; a refusal is told when none could be."""
    if not is_channel(command.target):
        return _change_own(ctx, command)
    channel = ctx.state.find_channel(command.target)
    if channel is None:
        return Rejection(Code.NO_SUCH_CHANNEL, command.target)
    verdict = authorize(ctx.state, ctx.actor, Act.CHANGE_MODES, channel)
    if isinstance(verdict, Rejection):
        return verdict
    made: list[ModeChange] = []
    refused: Rejection | None = None
    for asked in command.changes[: ctx.limits.modes_per_line]:
        change = _change(ctx, channel, asked)
        if isinstance(change, Rejection):
            refused = refused or change
        elif change is not None:
            made.append(change)
    if not made:
        return refused or Decided()
    body = ModesBody(ctx.actor.who, channel.name, tuple(made))
    return Decided((Happening(ModesChanged(ctx.actor.id, channel.id), body, channel.id),))


def _change(ctx: Context, channel: Channel, asked: AskedChange) -> Change:
    if asked.letter in FLAG_LETTERS:
        return _flag(channel, asked)
    if asked.letter in MEMBER_LETTERS:
        return _member(ctx, channel, asked)
    if asked.letter in MASK_LETTERS:
        return _mask(ctx, channel, asked)
    with_argument = _ARGUMENTS.get(asked.letter)
    if with_argument is None:
        return Rejection(Code.UNKNOWN_MODE, asked.letter, channel.name)
    return with_argument(ctx, channel, asked)


def _flag(channel: Channel, asked: AskedChange) -> Change:
    if asked.adding == (asked.letter in channel.modes):
        return None
    return ModeChange(asked.adding, asked.letter)


def _member(ctx: Context, channel: Channel, asked: AskedChange) -> Change:
    if not asked.argument:
        return _bad(channel, asked)
    user = ctx.state.find_user(asked.argument)
    if user is None:
        return Rejection(Code.NO_SUCH_NICK, asked.argument)
    letters = channel.members.get(user.id)
    if letters is None:
        return Rejection(Code.THEY_ARE_NOT_IN_CHANNEL, user.nick, channel.name)
    if asked.adding == (asked.letter in letters):
        return None
    return ModeChange(asked.adding, asked.letter, user.nick, user.id)


def _mask(ctx: Context, channel: Channel, asked: AskedChange) -> Change:
    if not asked.argument:
        return _bad(channel, asked)
    mask = canonical(asked.argument)
    if " " in mask or text_fault(mask, "mask", _MASK_CHARS):
        return _bad(channel, asked)
    masks = channel.masks.get(asked.letter, {})
    if asked.adding == (fold(mask) in masks):
        return None
    full = sum(map(len, channel.masks.values())) >= ctx.limits.masks_per_channel
    if asked.adding and full:
        return Rejection(Code.LIST_FULL, channel.name, f"{asked.letter} {mask}")
    return ModeChange(asked.adding, asked.letter, mask)


def _key(ctx: Context, channel: Channel, asked: AskedChange) -> Change:
    current = channel.modes.get("k")
    if not asked.adding:
        return None if current is None else ModeChange(False, "k", current)
    key = asked.argument
    if not key or any(c in key for c in " ,:") or text_fault(key, "key", ctx.limits.key_chars):
        return _bad(channel, asked)
    return None if key == current else ModeChange(True, "k", key)


def _limit(ctx: Context, channel: Channel, asked: AskedChange) -> Change:
    current = channel.modes.get("l")
    if not asked.adding:
        return None if current is None else ModeChange(False, "l")
    number = asked.argument or ""
    if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) > 0):
        return _bad(channel, asked)
    number = str(int(number))
    return None if number == current else ModeChange(True, "l", number)


_ARGUMENTS: dict[str, Callable[[Context, Channel, AskedChange], Change]] = {
    "k": _key,
    "l": _limit,
}


def _bad(channel: Channel, asked: AskedChange) -> Rejection:
    detail = f"{asked.letter} {asked.argument or ''}".rstrip()
    return Rejection(Code.BAD_MODE_ARGUMENT, channel.name, detail)


def _change_own(ctx: Context, command: ChangeModes) -> Outcome:
    actor = ctx.actor
    if fold(command.target) != actor.folded:
        if ctx.state.find_user(command.target) is None:
            return Rejection(Code.NO_SUCH_NICK, command.target)
        return Rejection(Code.NOT_YOURSELF, command.target)
    known = [asked for asked in command.changes if asked.letter in USER_LETTERS]
    made = tuple(
        ModeChange(asked.adding, asked.letter)
        for asked in known
        if asked.adding != (asked.letter in actor.modes)
    )
    if made:
        body = ModesBody(actor.who, actor.nick, made)
        return Decided((Happening(UserModesChanged(actor.id), body),))
    unknown = [asked.letter for asked in command.changes if asked not in known]
    if unknown:
        return Rejection(Code.UNKNOWN_USER_MODE, "".join(unknown))
    return Decided()
