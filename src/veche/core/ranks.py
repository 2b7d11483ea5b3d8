"""Ranks in a channel: how high a member stands, and over whom.

Owns the order (`~&@%+`) and what each rank may give and take. Must not know how it is asked.
"""

from veche.core.ids import Id
from veche.core.state import MEMBER_LETTERS, Channel, User

NOBODY, VOICED, HALF_OPERATOR, OPERATOR, ADMIN, FOUNDER = range(6)

RANKS = dict(zip(reversed(MEMBER_LETTERS), range(1, 6), strict=True))
"""By member letter."""

_GIVEN_BY = {"q": FOUNDER, "a": FOUNDER, "o": OPERATOR, "h": OPERATOR, "v": HALF_OPERATOR}
_ON_ENTRY = {"q": "qo", "a": "ao"}


def rank_of(channel: Channel, user: User) -> int:
    """How high the user stands in the channel.

    Whoever acts as at least a half-operator has the rank that the channel's access list gives its
    account, whatever signs others see.
    """
    letters = channel.members.get(user.id, "")
    shown = max((RANKS[letter] for letter in letters), default=NOBODY)
    if shown < HALF_OPERATOR or not user.account:
        return shown
    return max(shown, RANKS.get(channel.access.get(user.account, ""), NOBODY))


def holds(letters: str, letter: str) -> bool:
    """Whether these member letters hold the letter or a higher one (STATUSMSG)."""
    enough = MEMBER_LETTERS[: MEMBER_LETTERS.index(letter) + 1]
    return any(one in enough for one in letters)


def letters_for(channel: Channel, account: Id) -> str:
    """With which member letters the access list lets the account in."""
    return letters_on_entry(channel.access.get(account, "") if account else "")


def letters_on_entry(letter: str) -> str:
    """All member letters that an entry of the access list brings: higher ranks operate as well."""
    return _ON_ENTRY.get(letter, letter)


def may_give(rank: int, letter: str) -> bool:
    """Whether this rank gives, and takes from those it stands over, the member letter."""
    return rank >= _GIVEN_BY[letter]


def stands_over(actor: int, target: int) -> bool:
    """Whether a rank may act against another: against a lower one; from operator on, an equal."""
    return actor > target or (actor == target and actor >= OPERATOR)


def has_founder(channel: Channel) -> bool:
    """Whether an account is the channel's founder."""
    return "q" in channel.access.values()
