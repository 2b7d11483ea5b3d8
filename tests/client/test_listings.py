"""Answers of many lines."""

from veche.client.events import ChannelList, ChannelRow, Members
from veche.client.listings import Listings
from veche.client.message import parse


def _feed(listings: Listings, *lines: str) -> list[Members | ChannelList]:
    answers = [listings.receive(message) for line in lines if (message := parse(line))]
    return [answer for answer in answers if answer is not None]


def test_names_come_without_rank_and_address() -> None:
    """RPL_NAMREPLY, RPL_ENDOFNAMES; an unknown channel has nobody."""
    listings = Listings()
    lines = ("353 me = #a :@bob +carol", "353 me = #a :@+dan!d@h", "366 me #a :End", "366 me #b :")
    assert _feed(listings, *lines) == [Members("#a", ("bob", "carol", "dan")), Members("#b", ())]


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
        *[f"353 me = #a :{names}"] * 30,
        "366 me #a :",
        *["322 me #a 1 :x"] * 11_000,
        "323 me :",
    )
    assert isinstance(members, Members)
    assert isinstance(rows, ChannelList)
    assert (len(members.nicks), len(rows.rows)) == (10_000, 10_000)
    many = [f"353 me = #{n} :bob" for n in range(1_000)]
    assert _feed(listings, *many, "366 me #999 :") == [Members("#999", ())]
