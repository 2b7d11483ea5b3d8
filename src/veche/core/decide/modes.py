"""Decisions on modes: a channel's and one's own."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec

from veche.core.commands import AskedChange, ChangeModes
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.events import ModeChange, ModesBody, ModesChanged, UserModesChanged
from veche.core.ids import Id
from veche.core.masks import canonical
from veche.core.names import fold, is_channel
from veche.core.permissions import Act
from veche.core.rejections import Code, Rejection
from veche.core.state import FLAG_LETTERS, MASK_LETTERS, MEMBER_LETTERS, Channel

USER_LETTERS = "i"
_MASK_CHARS = 200
_MOST_CHANGES = 32  # of a line, those without arguments counted

Change = ModeChange | Rejection | None  # None: it is so already


class _Line(msgspec.Struct):
    """A MODE line in the making: each change is judged on what those before it left."""

    ctx: Context
    channel: Channel
    made: list[ModeChange]

    def last(self, letter: str, user: Id = 0, mask: str = "") -> ModeChange | None:
        """What the line last said of this letter (and member, or folded mask)."""
        for change in reversed(self.made):
            same_mask = letter not in MASK_LETTERS or fold(change.argument) == mask
            if change.letter == letter and change.user == user and same_mask:
                return change
        return None

    def argument(self, letter: str) -> str | None:
        """The argument of `k` or `l` as it stands now, None where it is not set."""
        change = self.last(letter)
        if change is None:
            return self.channel.modes.get(letter)
        return change.argument if change.adding else None

    def masks(self) -> int:
        """How many masks there are now, of all lists."""
        changed = [1 if c.adding else -1 for c in self.made if c.letter in MASK_LETTERS]
        return sum(map(len, self.channel.masks.values())) + sum(changed)


def change_modes(ctx: Context, command: ChangeModes) -> Outcome:
    """All changes that can be made are; a refusal is told when none could be."""
    if not is_channel(command.target):
        return _change_own(ctx, command)
    channel = channel_for(ctx, Act.CHANGE_MODES, command.target)
    if isinstance(channel, Rejection):
        return channel
    line = _Line(ctx, channel, [])
    refused: Rejection | None = None
    for asked in _within(ctx.limits.modes_per_line, command.changes):
        change = _change(line, asked)
        if isinstance(change, Rejection):
            refused = refused or change
        elif change is not None:
            line.made.append(change)
    if not line.made:
        return refused or Decided()
    body = ModesBody(ctx.actor.who, channel.name, tuple(line.made))
    return Decided((Happening(ModesChanged(ctx.actor.id, channel.id), body, channel.id),))


def _within(arguments: int, changes: Iterable[AskedChange]) -> Iterator[AskedChange]:
    """All that need no argument, and as many of the others as one line may have."""
    for asked in islice(changes, _MOST_CHANGES):
        if asked.argument is not None:
            arguments -= 1
            if arguments < 0:
                continue
        yield asked


def _change(line: _Line, asked: AskedChange) -> Change:
    decide = _LETTERS.get(asked.letter)
    if decide is None:
        return Rejection(Code.UNKNOWN_MODE, asked.letter, line.channel.name)
    return decide(line, asked)


def _flag(line: _Line, asked: AskedChange) -> Change:
    earlier = line.last(asked.letter)
    stands = earlier.adding if earlier else asked.letter in line.channel.modes
    return None if asked.adding == stands else ModeChange(asked.adding, asked.letter)


def _member(line: _Line, asked: AskedChange) -> Change:
    if not asked.argument:
        return _bad(line, asked)
    user = line.ctx.state.find_user(asked.argument)
    if user is None:
        return Rejection(Code.NO_SUCH_NICK, asked.argument)
    letters = line.channel.members.get(user.id)
    if letters is None:
        return Rejection(Code.THEY_ARE_NOT_IN_CHANNEL, user.nick, line.channel.name)
    earlier = line.last(asked.letter, user.id)
    if asked.adding == (earlier.adding if earlier else asked.letter in letters):
        return None
    return ModeChange(asked.adding, asked.letter, user.nick, user.id)


def _mask(line: _Line, asked: AskedChange) -> Change:
    if not asked.argument:
        return _bad(line, asked)
    mask = canonical(asked.argument)
    if " " in mask or mask.startswith(":") or text_fault(mask, "mask", _MASK_CHARS):
        return _bad(line, asked)
    folded = fold(mask)
    earlier = line.last(asked.letter, 0, folded)
    there = earlier.adding if earlier else folded in line.channel.masks.get(asked.letter, {})
    if asked.adding == there:
        return None
    if asked.adding and line.masks() >= line.ctx.limits.masks_per_channel:
        return Rejection(Code.LIST_FULL, line.channel.name, f"{asked.letter} {mask}")
    return ModeChange(asked.adding, asked.letter, mask)


def _key(line: _Line, asked: AskedChange) -> Change:
    current = line.argument("k")
    if not asked.adding:
        return None if current is None else ModeChange(False, "k", current)
    key = asked.argument
    limit = line.ctx.limits.key_chars
    if not key or any(c in key for c in " ,:") or text_fault(key, "key", limit):
        return _bad(line, asked)
    return None if key == current else ModeChange(True, "k", key)


def _limit(line: _Line, asked: AskedChange) -> Change:
    current = line.argument("l")
    if not asked.adding:
        return None if current is None else ModeChange(False, "l")
    number = asked.argument or ""
    if not (number.isascii() and number.isdigit() and len(number) < 10 and int(number) > 0):
        return _bad(line, asked)
    number = str(int(number))
    return None if number == current else ModeChange(True, "l", number)


_LETTERS: dict[str, Callable[[_Line, AskedChange], Change]] = {
    **dict.fromkeys(FLAG_LETTERS, _flag),
    **dict.fromkeys(MEMBER_LETTERS, _member),
    **dict.fromkeys(MASK_LETTERS, _mask),
    "k": _key,
    "l": _limit,
}


def _bad(line: _Line, asked: AskedChange) -> Rejection:
    detail = f"{asked.letter} {asked.argument or ''}".rstrip()
    return Rejection(Code.BAD_MODE_ARGUMENT, line.channel.name, detail)


def _change_own(ctx: Context, command: ChangeModes) -> Outcome:
    actor = ctx.actor
    if fold(command.target) != actor.folded:
        if ctx.state.find_user(command.target) is None:
            return Rejection(Code.NO_SUCH_NICK, command.target)
        return Rejection(Code.NOT_YOURSELF, command.target)
    letters = actor.modes
    made: list[ModeChange] = []
    unknown = ""
    for asked in command.changes:
        if asked.letter not in tuple(USER_LETTERS):
            unknown += asked.letter
        elif asked.adding != (asked.letter in letters):
            made.append(ModeChange(asked.adding, asked.letter))
            letters = letters + asked.letter if asked.adding else letters.replace(asked.letter, "")
    if made:
        body = ModesBody(actor.who, actor.nick, tuple(made))
        return Decided((Happening(UserModesChanged(actor.id), body),))
    return Rejection(Code.UNKNOWN_USER_MODE, unknown) if unknown else Decided()
