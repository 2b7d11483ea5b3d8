"""One channel and its members."""

from veche.client.channel import MAX_MEMBERS, Channel, Member


def _nicks(channel: Channel) -> list[str]:
    return [member.nick for member in channel.members.values()]


def test_coming_going_and_other_names() -> None:
    """By folded nick; whoever is not there cannot go."""
    channel = Channel("#a")
    for nick in ("Bob", "bob", "carol", ""):
        channel.enter(nick)
    assert _nicks(channel) == ["Bob", "carol"]
    assert channel.has("BOB")
    assert channel.rename("BOB", "rob")
    assert not channel.rename("bob", "x")
    assert channel.leave("Carol")
    assert not channel.leave("carol")
    assert _nicks(channel) == ["rob"]


def test_ranks_stand_in_the_servers_order() -> None:
    """Given twice is given once; taken is gone."""
    channel = Channel("#a")
    channel.enter("bob")
    for sign, given in (("+", True), ("@", True), ("@", True)):
        channel.change_rank("bob", sign, given, "@%+")
    channel.change_rank("nobody", "@", True, "@%+")
    assert channel.members["bob"].ranks == "@+"
    channel.change_rank("Bob", "@", False, "@%+")
    assert channel.members["bob"].ranks == "+"


def test_a_new_list_keeps_who_is_away() -> None:
    """NAMES does not tell it."""
    channel = Channel("#a")
    channel.enter("bob")
    assert channel.set_away("bob", True)
    assert not channel.set_away("carol", True)
    channel.replace([Member("Bob", "@"), Member("carol")])
    assert channel.members == {
        "bob": Member("Bob", "@", away=True),
        "carol": Member("carol"),
    }


def test_no_more_members_than_the_bound() -> None:
    """Those beyond are not kept, those known can still change."""
    channel = Channel("#a")
    channel.replace(Member(f"u{n}") for n in range(MAX_MEMBERS + 5))
    channel.enter("one more")
    assert len(channel.members) == MAX_MEMBERS
    assert channel.rename("u0", "first")
