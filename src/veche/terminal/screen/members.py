"""Who is in a channel, as rows: ranks first, who is away dim.

Owns their order and look. Must not know how rows are drawn.
"""

from collections.abc import Iterable

from veche.client.channel import Member
from veche.core.names import fold
from veche.terminal.sanitise import clean_name
from veche.terminal.screen.cells import tame
from veche.terminal.screen.listing import Line


def member_rows(members: Iterable[Member], ranks: str) -> list[Line]:
    """Return the column; `ranks`: the signs there are, the highest first. A key is a nick."""
    order = {sign: place for place, sign in enumerate(ranks)}

    def place(member: Member) -> tuple[int, str]:
        return order.get(member.ranks[:1], len(order)), fold(member.nick)

    return [_row(member) for member in sorted(members, key=place)]


def _row(member: Member) -> Line:
    rank = member.ranks[:1]
    sign = rank if rank.isascii() and rank.isprintable() and rank else " "
    look = "dim" if member.away else "plain"
    return Line(f"{sign}{tame(clean_name(member.nick))}", member.nick, look=look)
