"""Decisions on the modes of channels."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import msgspec

from veche.core.commands import AskedChange, ChangeModes
from veche.core.decide.audit import audited, mode_words
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for, text_fault
from veche.core.decide.own_modes import change_own
from veche.core.events import ModeChange, ModesBody, ModesChanged
from veche.core.ids import Id
from veche.core.masks import canonical
from veche.core.names import fold, is_channel
from veche.core.permissions import (
    EVERYTHING,
    FROM_JOINING,
    LAST_WEEK,
    Act,
    is_operator,
)
from veche.core.ranks import OPERATOR, may_give, rank_of, stands_over
from veche.core.rejections import Code, Rejection
from veche.core.replies import Refusals
from veche.core.retention import KEPT_DAYS
from veche.core.state import FLAG_LETTERS, MASK_LETTERS, MEMBER_LETTERS, Channel, User

_MASK_CHARS = 200
_MOST = {"l": 999_999_999, "W": 3_600, KEPT_DAYS: 3_650}
_MOST_CHANGES = 32  # of a line, those without arguments counted

Change = ModeChange | Rejection | None  # None: it is so already


class _Line(msgspec.Struct):
    """A MODE line in the making: each change is judged on what those before it left."""

    ctx: Context
    channel: Channel
    rank: int  # of the actor, when the line began
    made: list[ModeChange]

    def last(self, letter: str, user: Id = 0, mask: str = "") -> ModeChange | None:
        """What the line last said of this letter (and member, or folded mask)."""
        for change in reversed(self.made):
            same_mask = letter not in MASK_LETTERS or fold(change.argument) == mask
            if change.letter == letter and change.user == user and same_mask:
                return change
        return None

    def argument(self, letter: str) -> str | None:
        """The argument of `k`, `l`, `W` or `f` as it stands now, None where it is not set."""
        change = self.last(letter)
        if change is None:
            return self.channel.modes.get(letter)
        return change.argument if change.adding else None

    def masks(self) -> int:
        """How many masks there are now, of all lists."""
        changed = [1 if c.adding else -1 for c in self.made if c.letter in MASK_LETTERS]
        return sum(map(len, self.channel.masks.values())) + sum(changed)


def change_modes(ctx: Context, command: ChangeModes) -> Outcome:
    """All changes that can be made are, and for each that cannot be it is told why."""
    if not is_channel(command.target):
        return change_own(ctx, command)
    channel = channel_for(ctx, Act.CHANGE_MODES, command.target)
    if isinstance(channel, Rejection):
        return channel
    line = _Line(ctx, channel, rank_of(channel, ctx.actor), [])
    refused: dict[Rejection, None] = {}
    for asked in _within(ctx.limits.modes_per_line, command.changes):
        change = _change(line, asked)
        if isinstance(change, Rejection):
            refused[change] = None
        elif change is not None:
            line.made.append(change)
    if not line.made:
        return next(iter(refused)) if len(refused) == 1 else _told((), refused)
    body = ModesBody(ctx.actor.who, channel.name, tuple(line.made))
    changed = Happening(ModesChanged(ctx.actor.id, channel.id), body, channel.id)
    trail = audited(ctx, "mode", channel.name, mode_words(line.made), channel)
    return _told((changed, trail), refused)


def _told(events: tuple[Happening, ...], refused: Iterable[Rejection]) -> Decided:
    refusals = tuple(refused)
    return Decided(events, Refusals(refusals) if refusals else None)


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
    helpers = asked.letter in MASK_LETTERS or asked.letter in MEMBER_LETTERS
    if not helpers and line.rank < OPERATOR:
        return Rejection(Code.OPERATOR_NEEDED, line.channel.name)
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
    if not _may(line, asked, user):
        return Rejection(Code.OPERATOR_NEEDED, line.channel.name)
    earlier = line.last(asked.letter, user.id)
    if asked.adding == (earlier.adding if earlier else asked.letter in letters):
        return None
    return ModeChange(asked.adding, asked.letter, user.nick, user.id)


def _may(line: _Line, asked: AskedChange, user: User) -> bool:
    """Members give up their own letters; others' are taken only by who stands over them."""
    itself = user is line.ctx.actor
    if itself and not asked.adding:
        return True
    if not may_give(line.rank, asked.letter):
        return False
    return asked.adding or stands_over(line.rank, rank_of(line.channel, user))


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


def _number(line: _Line, asked: AskedChange) -> Change:
    """`l`: so many members at most. `W`: so many seconds between two messages of a member.
    `E`: what was said is erased after so many days."""
    current = line.argument(asked.letter)
    if not asked.adding:
        return None if current is None else ModeChange(False, asked.letter)
    number = asked.argument or ""
    most = _MOST[asked.letter]
    if not (number.isascii() and number.isdigit() and len(number) < 10 and 0 < int(number) <= most):
        return _bad(line, asked)
    number = str(int(number))
    return None if number == current else ModeChange(True, asked.letter, number)


def _forward(line: _Line, asked: AskedChange) -> Change:
    """Where those go who cannot enter: a channel that the actor operates as well."""
    current = line.argument("f")
    if not asked.adding:
        return None if current is None else ModeChange(False, "f")
    there = line.ctx.state.find_channel(asked.argument or "")
    hidden = there is not None and "s" in there.modes and there.id not in line.ctx.actor.channels
    if there is None or hidden or there is line.channel:
        return _bad(line, asked)
    if not is_operator(there, line.ctx.actor):
        return Rejection(Code.OPERATOR_NEEDED, there.name)
    return None if there.name == current else ModeChange(True, "f", there.name)


def _shown(line: _Line, asked: AskedChange) -> Change:
    """How much of the history members see; `all` is the same as none."""
    current = line.argument("H")
    wanted = (asked.argument or "").lower() if asked.adding else EVERYTHING
    if wanted == EVERYTHING:
        return None if current is None else ModeChange(False, "H")
    if wanted not in (FROM_JOINING, LAST_WEEK):
        return _bad(line, asked)
    return None if wanted == current else ModeChange(True, "H", wanted)


_LETTERS: dict[str, Callable[[_Line, AskedChange], Change]] = {
    **dict.fromkeys(FLAG_LETTERS, _flag),
    **dict.fromkeys(MEMBER_LETTERS, _member),
    **dict.fromkeys(MASK_LETTERS, _mask),
    "k": _key,
    "l": _number,
    "W": _number,
    "f": _forward,
    "H": _shown,
    KEPT_DAYS: _number,
}


def _bad(line: _Line, asked: AskedChange) -> Rejection:
    detail = f"{asked.letter} {asked.argument or ''}".rstrip()
    return Rejection(Code.BAD_MODE_ARGUMENT, line.channel.name, detail)
