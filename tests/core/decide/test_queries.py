"""Questions: what each actor may know."""

import pytest

from tests.core.driver import START_MS, Assembly
from veche.core import commands as c
from veche.core.commands import AskedChange
from veche.core.events import Who
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import (
    ChannelModes,
    Channels,
    Counts,
    Invites,
    ListedChannel,
    Mask,
    Masks,
    Member,
    Names,
    NoTopic,
    Topic,
    TopicView,
    UserModes,
    Users,
    Whois,
    WhoReply,
)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2), who is invisible, in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    invisible = c.ChangeModes("boris", (AskedChange(True, "i"),))
    assembly.enter(2, "boris", c.Join("#a"), invisible)
    assembly.enter(3, "gleb")
    return assembly


def member(nick: str, letters: str = "", away: bool = False) -> Member:
    """As the driver registers them."""
    return Member(Who(nick, "user", "host.test"), letters, f"{nick} of the tests", away)


def modes(assembly: Assembly, *changes: AskedChange) -> None:
    """Have Anna change modes of #a."""
    assembly.do(1, c.ChangeModes("#a", changes))


def nicks(reply: object) -> list[str]:
    """Who is in a WHO or NAMES."""
    if isinstance(reply, WhoReply):
        return [row.member.who.nick for row in reply.rows]
    assert isinstance(reply, Names)
    return [m.who.nick for m in reply.members]


def test_topic(assembly: Assembly) -> None:
    """One, none, no channel."""
    assert assembly.reply(3, c.ReadTopic("#A")) == NoTopic("#a")
    assembly.do(1, c.SetTopic("#a", "Tea"))
    topic = Topic("#a", TopicView("Tea", "anna", START_MS))
    assert assembly.reply(3, c.ReadTopic("#a")) == topic
    assert assembly.one(3, c.ReadTopic("#x")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")


def test_modes_of_a_channel(assembly: Assembly) -> None:
    """In one order; the key only for those inside."""
    key, limit = AskedChange(True, "k", "secret"), AskedChange(True, "l", "9")
    modes(assembly, limit, key, AskedChange(True, "i"))
    shown = (("i", ""), ("n", ""), ("t", ""), ("k", "secret"), ("l", "9"))
    assert assembly.reply(2, c.ReadModes("#A")) == ChannelModes("#a", shown, START_MS)
    outside = assembly.reply(3, c.ReadModes("#a"))
    assert isinstance(outside, ChannelModes)
    assert dict(outside.modes)["k"] == "*"
    assert assembly.one(3, c.ReadModes("#x")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")


def test_modes_of_users(assembly: Assembly) -> None:
    """One's own only."""
    assert assembly.reply(2, c.ReadModes("BORIS")) == UserModes("i")
    assert assembly.one(2, c.ReadModes("anna")) == Rejection(Code.NOT_YOURSELF, "anna")
    assert assembly.one(2, c.ReadModes("nobody")) == Rejection(Code.NO_SUCH_NICK, "nobody")


def test_mask_lists(assembly: Assembly) -> None:
    """Bans for all, exceptions for operators, other letters for nobody."""
    modes(assembly, AskedChange(True, "b", "evil"), AskedChange(True, "e", "good"))
    bans = Masks("#a", "b", (Mask("evil!*@*", "anna", START_MS),))
    assert assembly.reply(3, c.ReadMasks("#A", "b")) == bans
    assert assembly.reply(1, c.ReadMasks("#a", "I")) == Masks("#a", "I", ())
    assert isinstance(assembly.one(1, c.ReadMasks("#a", "e")), Done)
    for letter in "eI":
        refused = Rejection(Code.OPERATOR_NEEDED, "#a")
        assert assembly.one(2, c.ReadMasks("#a", letter)) == refused
    for letter in ("x", "", "be", "beI"):
        unknown = Rejection(Code.UNKNOWN_MODE, letter, "#a")
        assert assembly.one(1, c.ReadMasks("#a", letter)) == unknown
    assert assembly.one(1, c.ReadMasks("#x", "b")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")


def test_names(assembly: Assembly) -> None:
    """In order of joining; the invisible only among themselves and their fellows."""
    inside = Names("#a", False, (member("anna", "o"), member("boris")))
    assert assembly.reply(1, c.ReadMembers("#A")) == inside
    assert nicks(assembly.reply(3, c.ReadMembers("#a"))) == ["anna"]
    assert assembly.reply(3, c.ReadMembers("#X")) == Names("#X", False, ())


def test_list(assembly: Assembly) -> None:
    """Rows with members that the asker may see, and the topic."""
    assembly.do(1, c.SetTopic("#a", "Tea"))
    rows = (ListedChannel("#lobby", 0, ""), ListedChannel("#a", 1, "Tea"))
    assert assembly.reply(3, c.ListChannels()) == Channels(rows)
    assert assembly.reply(2, c.ListChannels(("#A", "#x"))) == Channels(
        (ListedChannel("#a", 2, "Tea"),)
    )


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        (c.ListChannels(masks=("#B*",)), ["#bee"]),
        (c.ListChannels(masks=("#b*", "#l*")), ["#lobby", "#bee"]),
        (c.ListChannels(not_masks=("*O*", "#none")), ["#a", "#bee"]),
        (c.ListChannels(more_than=0), ["#a", "#bee"]),
        (c.ListChannels(fewer_than=1), ["#lobby"]),
        (c.ListChannels(more_than=1), []),
        (c.ListChannels(made_less_ago_s=61), ["#bee"]),
        (c.ListChannels(made_less_ago_s=60), []),
        (c.ListChannels(made_longer_ago_s=60), ["#lobby", "#a"]),
        (c.ListChannels(topic_longer_ago_s=0), ["#bee"]),
        (c.ListChannels(topic_longer_ago_s=60), []),
        (c.ListChannels(topic_less_ago_s=61), ["#bee"]),
    ],
)
def test_list_conditions(assembly: Assembly, ask: c.ListChannels, names: list[str]) -> None:
    """Each of ELIST's conditions, both sides strict."""
    assembly.now_ms += 1_000
    assembly.do(3, c.Join("#bee"))
    assembly.do(3, c.SetTopic("#bee", "honey"))
    assembly.enter(4, "vera")
    assembly.now_ms += 60_000
    reply = assembly.reply(4, ask)
    assert isinstance(reply, Channels)
    assert [row.name for row in reply.channels] == names


def test_empty_channels_are_not_listed(assembly: Assembly) -> None:
    """But the lobby is."""
    assembly.do(1, c.Part("#a"))
    assembly.do(2, c.Part("#a"))
    assert assembly.reply(3, c.ListChannels()) == Channels((ListedChannel("#lobby", 0, ""),))


@pytest.mark.parametrize(
    ("mask", "found"),
    [
        ("#A", ["anna"]),
        ("#x", []),
        ("ANNA", ["anna"]),
        ("boris", ["boris"]),
        ("a*", ["anna"]),
        ("b*", []),
        ("HOST.*", ["anna", "gleb"]),
        ("*", ["anna", "gleb"]),
        ("0", ["anna", "gleb"]),
        ("", []),
    ],
)
def test_who(assembly: Assembly, mask: str, found: list[str]) -> None:
    """By channel, nick, glob of nick or host. The invisible are found by their nick alone."""
    assert nicks(assembly.reply(3, c.ReadWho(mask))) == found


def test_who_from_inside(assembly: Assembly) -> None:
    """Fellows see each other."""
    assert nicks(assembly.reply(1, c.ReadWho("#a"))) == ["anna", "boris"]
    assert nicks(assembly.reply(1, c.ReadWho("b*"))) == ["boris"]
    reply = assembly.reply(1, c.ReadWho("*"))
    assert isinstance(reply, WhoReply)
    assert [row.channel for row in reply.rows] == ["#a", "#a", "*"]
    assert reply.rows[0].member == member("anna", "o")


def test_hosts_are_compared_in_any_case() -> None:
    """As masks are."""
    assembly = Assembly()
    assembly.do(1, c.Register("anna", "user", "", "Host.Test"))
    assert nicks(assembly.reply(1, c.ReadWho("hOST.tEST"))) == ["anna"]


def test_whois(assembly: Assembly) -> None:
    """All that may be known, and since when nothing was said."""
    assembly.do(1, c.SetAway("tea"))
    assembly.now_ms += 61_500
    whois = assembly.reply(3, c.ReadWhois("Anna"))
    anna = member("anna", away=True)
    assert whois == Whois(anna, "", (("#a", "o"),), "tea", 61, START_MS, False)
    itself = assembly.reply(2, c.ReadWhois("boris"))
    assert isinstance(itself, Whois)
    assert (itself.itself, itself.modes, itself.channels) == (True, "i", (("#a", ""),))
    stranger = assembly.reply(3, c.ReadWhois("boris"))
    assert isinstance(stranger, Whois)
    assert stranger.channels == ()
    assert assembly.one(3, c.ReadWhois("x")) == Rejection(Code.NO_SUCH_NICK, "x")


def test_speaking_ends_idling(assembly: Assembly) -> None:
    """And a clock that went back idles nobody below nothing."""
    assembly.now_ms += 10_000
    assembly.do(1, c.SendMessage("#a", "hello"))
    assembly.now_ms -= 60_000
    whois = assembly.reply(3, c.ReadWhois("anna"))
    assert isinstance(whois, Whois)
    assert whois.idle_s == 0


def test_users(assembly: Assembly) -> None:
    """In the order asked; who is not here is left out."""
    asked = assembly.reply(3, c.ReadUsers(("GLEB", "x", "boris", "")))
    assert asked == Users((member("gleb"), member("boris")))


def test_counts(assembly: Assembly) -> None:
    """Now, and the most there were."""
    assembly.do(1, c.Quit())
    assert assembly.reply(3, c.CountUsers()) == Counts(2, 1, 2, 3, sessions=2)


def test_invites(assembly: Assembly) -> None:
    """Of channels that still are."""
    assembly.do(1, c.Invite("gleb", "#a"))
    assert assembly.reply(3, c.ListInvites()) == Invites(("#a",))
    assert assembly.reply(2, c.ListInvites()) == Invites(())


def test_the_detached_are_not_seen() -> None:
    """In no answer."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"), secret=b"boris")
    assembly.do(2, c.Disconnected())
    assert nicks(assembly.reply(1, c.ReadMembers("#a"))) == ["anna"]
    assert nicks(assembly.reply(1, c.ReadWho("*"))) == ["anna"]
    assert nicks(assembly.reply(1, c.ReadWho("boris"))) == []
    assert assembly.one(1, c.ReadWhois("boris")) == Rejection(Code.NO_SUCH_NICK, "boris")
    assert assembly.reply(1, c.ReadUsers(("boris",))) == Users(())
    assert assembly.reply(1, c.CountUsers()) == Counts(1, 0, 2, 2, sessions=1)
    rows = (ListedChannel("#lobby", 0, ""), ListedChannel("#a", 1, ""))
    assert assembly.reply(1, c.ListChannels()) == Channels(rows)
