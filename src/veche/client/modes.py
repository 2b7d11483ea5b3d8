"""Which ranks a MODE of a channel gives and takes.

Owns the pairing of mode letters with their arguments (Modern IRC, "MODE message"). Must not know
who is in the channel.
"""

from collections.abc import Sequence

from veche.client.reports import RankChanged
from veche.client.supports import Supports


def rank_changes(params: Sequence[str], supports: Supports) -> list[RankChanged]:
    """Return the changes of members' ranks that the parameters of a MODE tell, in order."""
    if len(params) < 2 or not supports.is_channel(params[0]):
        return []
    where, letters, arguments = params[0], params[1], iter(params[2:])
    adding = True
    changes = []
    for letter in letters:
        if letter in "+-":
            adding = letter == "+"
        elif supports.takes_argument(letter, adding):
            argument = next(arguments, "")
            sign = supports.rank_of(letter)
            if sign and argument:
                changes.append(RankChanged(where, argument, sign, adding))
    return changes
