"""Replies about channels. https://modern.ircdocs.horse/#numerics"""

from tests.protocols.irc.peer import ALICE, BOB
from veche.core import replies as core
from veche.core.events import Who
from veche.protocols.irc import replies_channels as channels
from veche.protocols.irc.capabilities import (
    DRAFT_NO_IMPLICIT_NAMES,
    MULTI_PREFIX,
    NO_IMPLICIT_NAMES,
    USERHOST_IN_NAMES,
)
from veche.protocols.irc.numerics import Client

CLIENT = Client(":s", "al")
MEMBERS = (core.Member(ALICE, "ov"), core.Member(BOB, ""))
TOPIC = core.TopicView("words", "bob!bo@10.0.0.2", 1_741_000_000_999)


def test_names() -> None:
    """The highest prefix; all with multi-prefix; the whole source with userhost-in-names."""
    assert list(channels.members(CLIENT, "#c", False, MEMBERS)) == [":s 353 al = #c :@alice bob"]
    every = Client(":s", "al", MULTI_PREFIX | USERHOST_IN_NAMES)
    assert next(channels.members(every, "#c", True, MEMBERS)) == (
        ":s 353 al @ #c :@+alice!al@127.0.0.1 bob!bo@10.0.0.2"
    )
    assert list(channels.members(CLIENT, "#no", False, ())) == []
    assert channels.end_of_names(CLIENT, "#no") == ":s 366 al #no :End of /NAMES list"


def test_no_implicit_names() -> None:
    """The topic alone, under the draft's name and the final one; NAMES itself answers as ever."""
    view = core.ChannelView(5, "#c", False, TOPIC, MEMBERS, 0)
    for bit in (NO_IMPLICIT_NAMES, DRAFT_NO_IMPLICIT_NAMES):
        lines = list(channels.view(Client(":s", "al", bit), view))
        assert [line.split(" ")[1] for line in lines] == ["332", "333"]


def test_names_are_packed() -> None:
    """512 bytes a line, in bytes rather than letters, and nobody is left out."""
    nicks = [f"ник{n}" for n in range(500)]
    members = (core.Member(Who(nick, "u", "h"), "") for nick in nicks)
    lines = list(channels.members(CLIENT, "#c", False, members))
    assert all(430 < len(line.encode()) <= 510 for line in lines[:-1])
    assert [nick for line in lines for nick in line.partition(" :")[2].split(" ")] == nicks


def test_view_after_join() -> None:
    """332 and 333 only where there is a topic."""
    bare = core.ChannelView(5, "#c", False, None, MEMBERS, 0)
    assert [line.split(" ")[1] for line in channels.view(CLIENT, bare)] == ["353", "366"]
    view = core.ChannelView(5, "#c", False, TOPIC, MEMBERS, 0)
    assert list(channels.view(CLIENT, view))[:2] == [
        ":s 332 al #c :words",
        ":s 333 al #c bob!bo@10.0.0.2 1741000000",
    ]
    assert list(channels.no_topic(CLIENT, core.NoTopic("#c"))) == [":s 331 al #c :No topic is set"]


def test_modes() -> None:
    """324 with arguments in the order of the letters, and 329."""
    reply = core.ChannelModes("#c", (("k", "key"), ("n", ""), ("l", "5")), 9_000)
    assert list(channels.modes(CLIENT, reply)) == [":s 324 al #c +knl key 5", ":s 329 al #c 9"]


def test_masks() -> None:
    """Each list has its pair of numerics."""
    masks = (core.Mask("x!*@*", "bob", 5_000),)
    for letter, item, end in (("b", 367, 368), ("e", 348, 349), ("I", 346, 347)):
        first, last = channels.masks(CLIENT, core.Masks("#c", letter, masks))
        assert first == f":s {item} al #c x!*@* bob 5"
        assert last.startswith(f":s {end} al #c :End of channel")


def test_list() -> None:
    """321, 322 for each with somebody in it, 323: the lobby is there also while it is empty.

    https://modern.ircdocs.horse/#list-message
    """
    reply = core.Channels((core.ListedChannel("#c", 3, "words"), core.ListedChannel("#d", 0, "")))
    assert list(channels.listing(CLIENT, reply)) == [
        ":s 321 al Channel :Users  Name",
        ":s 322 al #c 3 :words",
        ":s 323 al :End of /LIST",
    ]


def test_invitations() -> None:
    """341, with 301 for one who is away; 336 and 337 for the list."""
    assert list(channels.inviting(CLIENT, core.Inviting("bob", "#c"))) == [":s 341 al bob #c"]
    away = channels.inviting(CLIENT, core.Inviting("bob", "#c", "lunch"))
    assert list(away)[1] == ":s 301 al bob :lunch"
    assert list(channels.invites(CLIENT, core.Invites(("#c",)))) == [
        ":s 336 al #c",
        ":s 337 al :End of /INVITE list",
    ]
