"""The column of members."""

from veche.client.channel import Member
from veche.terminal.screen.listing import Line
from veche.terminal.screen.members import member_rows


def test_ranks_come_first_and_who_is_away_is_dim() -> None:
    """Then by name, in any case."""
    members = [Member("zoe"), Member("Bob"), Member("carol", "+"), Member("op", "@+", away=True)]
    expected = [("@op", "dim"), ("+carol", "plain"), (" Bob", "plain"), (" zoe", "plain")]
    assert [(line.text, line.look) for line in member_rows(members, "@+")] == expected


def test_a_name_is_clean_and_the_key_is_the_name() -> None:
    """Whatever sign a server gives as a rank."""
    hostile = Member("b\x1b[31mob\u202e", "\x1b")
    assert member_rows([hostile], "\x1b") == [Line(" bob", hostile.nick)]
