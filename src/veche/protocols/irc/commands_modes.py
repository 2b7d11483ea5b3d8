"""MODE: which letters take an argument, and which only ask for a list.

Owns the shape of a mode string (Modern IRC, "MODE message"). Letters that are
not ours are passed on, apart: the core refuses them by name, whatever becomes
of the others ("the server MUST apply the modes that are implemented").
"""

from collections.abc import Sequence

from veche.core.commands import AskedChange, ChangeModes, Command, ReadMasks, ReadModes
from veche.core.limits import Limits
from veche.core.names import is_channel
from veche.protocols.irc.isupport import (
    CHANNEL_MODES,
    KEYED_MODES,
    LIST_MODES,
    MEMBER_MODES,
    SETTABLE_MODES,
    USER_MODES,
)
from veche.protocols.irc.message import Message

_ALWAYS = frozenset(LIST_MODES + KEYED_MODES + MEMBER_MODES)
_WHEN_ADDING = frozenset(SETTABLE_MODES)
_MOST_CHANGES = 32
"""Of a line: more flags than there are. What comes after is ignored."""


def mode(message: Message, limits: Limits) -> Sequence[Command]:
    """`MODE target` asks; `MODE target modes arguments` changes, or asks for a list."""
    params = message.params
    target = params[0]
    if len(params) == 1 or not params[1].strip("+-"):
        return (ReadModes(target),)
    if not is_channel(target):
        changes = [AskedChange(adding, letter) for adding, letter in _letters(params[1])]
        return _sorted_out(target, changes[:_MOST_CHANGES], USER_MODES)
    return _channel_modes(target, params[1], params[2:], limits.modes_per_line)


def _letters(text: str) -> list[tuple[bool, str]]:
    """Each letter with whether it is to be added; a string without a sign adds."""
    adding = True
    found = []
    for letter in text:
        if letter in "+-":
            adding = letter == "+"
        else:
            found.append((adding, letter))
    return found


def _channel_modes(
    channel: str, text: str, arguments: list[str], variable: int
) -> Sequence[Command]:
    """At most `variable` changes with an argument; the surplus is ignored (ISUPPORT MODES)."""
    changes: list[AskedChange] = []
    lists: dict[str, None] = {}
    given = iter(arguments)
    for adding, letter in _letters(text):
        argument = None
        if letter in _ALWAYS or (adding and letter in _WHEN_ADDING):
            argument = next(given, None)
            if argument is None and letter in LIST_MODES:
                lists[letter] = None
                continue
            if argument is not None:
                if not variable:
                    continue
                variable -= 1
        if len(changes) < _MOST_CHANGES:
            changes.append(AskedChange(adding, letter, argument))
    commands = _sorted_out(channel, changes, CHANNEL_MODES)
    commands += [ReadMasks(channel, letter) for letter in lists]
    return commands


def _sorted_out(target: str, changes: list[AskedChange], known: str) -> list[Command]:
    ours = tuple(change for change in changes if change.letter in known)
    others = tuple(change for change in changes if change.letter not in known)
    return [ChangeModes(target, part) for part in (ours, others) if part]
