"""Answers of many lines."""

from veche.client.channel import MAX_MEMBERS, Member
from veche.client.events import ChannelList, ChannelRow
from veche.client.listings import Listings
from veche.client.message import parse
from veche.client.reports import Named


def _feed(listings: Listings, *lines: str) -> list[Named | ChannelList]:
    answers = [listings.receive(message) for line in lines if (message := parse(line))]
    return [answer for answer in answers if answer is not None]


def test_names_come_with_rank_and_without_address() -> None:
    """RPL_NAMREPLY, RPL_ENDOFNAMES; multi-prefix, userhost-in-names; signs nobody announced."""
    listings = Listings()
    lines = ("353 me = #a :@bob carol", "353 me = #a :+@~dan!d@h @", "366 me #a :", "366 me #b :")
    here = (Member("bob", "@"), Member("carol"), Member("dan", "@+"))
    assert _feed(listings, *lines) == [Named("#a", here), Named("#b", ())]


def test_channels() -> None:
    """RPL_LIST, RPL_LISTEND; each list begins anew."""
    listings = Listings()
    assert _feed(listings, "322 me #a 3 :hello", "323 me :End", "323 me :End") == [
        ChannelList((ChannelRow("#a", "3", "hello"),)),
        ChannelList(()),
    ]


def test_lists_without_end_are_cut() -> None:
    """The rest is dropped."""
    listings = Listings()
    names = " ".join(["bob"] * 500)
    members, rows = _feed(
        listings,
        *[f"353 me = #a :{names}"] * 50,
        "366 me #a :",
        *["322 me #a 1 :x"] * 11_000,
        "323 me :",
    )
    assert isinstance(members, Named)
    assert isinstance(rows, ChannelList)
    assert (len(members.members), len(rows.rows)) == (MAX_MEMBERS, 10_000)
    many = [f"353 me = #{n} :bob" for n in range(1_000)]
    assert _feed(listings, *many, "366 me #999 :") == [Named("#999", ())]
