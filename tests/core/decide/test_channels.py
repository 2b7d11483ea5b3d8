"""Entering, leaving, removing, inviting, topics."""

import pytest

from tests.core.driver import Assembly, deliveries, events
from veche.core import commands as c
from veche.core.audience import InChannel, OfUsers
from veche.core.commands import AskedChange
from veche.core.events import (
    AwayChanged,
    ChannelCreated,
    ChannelExpired,
    Invited,
    Joined,
    Kicked,
    Parted,
    TopicSet,
)
from veche.core.exchange import Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, Inviting, Member, Names


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    return assembly


def modes(assembly: Assembly, *changes: tuple[str, str | None]) -> None:
    """Have Anna change modes of #a: `("+k", "key")`."""
    asked = tuple(AskedChange(mode[0] == "+", mode[1], argument) for mode, argument in changes)
    assembly.do(1, c.ChangeModes("#a", asked))


def why(assembly: Assembly, session: int, command: c.Command) -> Rejection:
    """The refusal."""
    result = assembly.one(session, command)
    assert isinstance(result, Rejection), result
    return result


# -- entering ------------------------------------------------------------------------------------


def test_somebody_away_comes_in(assembly: Assembly) -> None:
    """Those who are there learn that it is away, those elsewhere do not (IRCv3 away-notify)."""
    assembly.do(1, c.SetAway("lunch"))
    assembly.enter(4, "dasha", c.Join("#b"))
    outs = assembly.batch(assembly.make(1, c.Join("#b")))
    (told,) = deliveries(outs, AwayChanged)
    assert told.audience == InChannel(assembly.channel("#b").id)
    assert not deliveries(assembly.batch(assembly.make(2, c.Join("#b"))), AwayChanged)


def test_a_new_channel(assembly: Assembly) -> None:
    """Its maker is its operator; nobody speaks from outside, only operators set the topic."""
    done = assembly.do(3, c.Join("#Новый"))
    assert [type(e) for e in events(done.events)] == [ChannelCreated, Joined]
    channel = assembly.channel("#новый")
    assert channel.modes == {"n": "", "t": ""}
    assert channel.members == {assembly.user("gleb").id: "o"}
    view = done.reply
    assert isinstance(view, ChannelView)
    assert (view.name, [m.letters for m in view.members]) == ("#Новый", ["o"])
    assert done.events[-1].seq == 1


def test_entering(assembly: Assembly) -> None:
    """Members are told, the newcomer sees all of them; it has no rights."""
    (result,), outs = assembly.ask(3, c.Join("#A"))
    assert isinstance(result, Done)
    (joined,) = deliveries(outs, Joined)
    channel = assembly.channel("#a")
    assert joined.audience == InChannel(channel.id)
    assert joined.event.record.body.name == "#a"  # type: ignore[union-attr]
    assert isinstance(result.reply, ChannelView)
    assert [m.who.nick for m in result.reply.members] == ["anna", "boris", "gleb"]
    assert channel.members[assembly.user("gleb").id] == ""


def test_entering_twice_is_nothing(assembly: Assembly) -> None:
    """No event, no reply, not even where no one else could enter."""
    modes(assembly, ("+i", None))
    assert assembly.one(2, c.Join("#a")) == Done()


@pytest.mark.parametrize("name", ["a", "#", "#a b", "#" + "x" * 64, ""])
def test_names_that_cannot_be(assembly: Assembly, name: str) -> None:
    """Refused with the name as typed."""
    refused = why(assembly, 3, c.Join(name))
    assert (refused.code, refused.subject) == (Code.BAD_CHANNEL, name)


def test_too_many_channels() -> None:
    """The limit itself passes."""
    assembly = Assembly(Limits(channels_per_user=2))
    assembly.enter(1, "anna", c.Join("#a"), c.Join("#b"))
    assert why(assembly, 1, c.Join("#c")) == Rejection(Code.TOO_MANY_CHANNELS, "#c", "2")
    assert assembly.one(1, c.Join("#a")) == Done()
    assembly.do(1, c.Part("#a"))
    assembly.do(1, c.Join("#c"))


def test_the_doors_of_a_channel(assembly: Assembly) -> None:
    """Ban and exception, invitation and its list, key, limit: each opens and shuts."""
    join = c.Join("#a")
    modes(assembly, ("+b", "gleb"))
    assert why(assembly, 3, join) == Rejection(Code.BANNED, "#a")
    modes(assembly, ("+e", "*!*@host.test"), ("+i", None))
    assert why(assembly, 3, join) == Rejection(Code.INVITE_ONLY, "#a")
    modes(assembly, ("+I", "gleb"), ("+l", "2"))
    assert why(assembly, 3, join) == Rejection(Code.CHANNEL_FULL, "#a")
    modes(assembly, ("+l", "3"), ("+k", "Key"))
    assert why(assembly, 3, join) == Rejection(Code.WRONG_KEY, "#a")
    assert why(assembly, 3, c.Join("#a", "key")) == Rejection(Code.WRONG_KEY, "#a")
    assert isinstance(assembly.one(3, c.Join("#a", "Key")), Done)


def test_an_abandoned_channel_belongs_to_who_comes(assembly: Assembly) -> None:
    """An open one goes on, with its history; the newcomer is its operator."""
    before = assembly.channel("#a").id
    assembly.do(1, c.Part("#a"))
    assembly.do(2, c.Quit())
    assembly.do(3, c.Join("#a"))
    assert assembly.channel("#a").id == before
    assert assembly.channel("#a").members == {assembly.user("gleb").id: "o"}


@pytest.mark.parametrize("mode", [("+i", None), ("+k", "key")])
def test_an_abandoned_closed_channel_ends(assembly: Assembly, mode: tuple[str, str | None]) -> None:
    """What was said behind a closed door stays there: the name begins another channel."""
    modes(assembly, mode)
    before = assembly.channel("#a").id
    assembly.do(1, c.Part("#a"))
    assembly.do(2, c.Part("#a"))
    done = assembly.do(3, c.Join("#a", "no key"))
    assert [type(e) for e in events(done.events)] == [ChannelExpired, ChannelCreated, Joined]
    channel = assembly.channel("#a")
    assert channel.id != before
    assert channel.modes == {"n": "", "t": ""}
    assert before not in assembly.state.channels


def test_the_lobby_has_no_owner() -> None:
    """Who enters it first is a member like others."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#LOBBY"))
    assert assembly.channel("#lobby").members == {assembly.user("anna").id: ""}


def test_a_banned_user_does_not_inherit(assembly: Assembly) -> None:
    """A ban outlives the members."""
    modes(assembly, ("+b", "gleb"))
    assembly.do(1, c.Part("#a"))
    assembly.do(2, c.Part("#a"))
    assert why(assembly, 3, c.Join("#a")).code is Code.BANNED


# -- leaving -------------------------------------------------------------------------------------


def test_leaving(assembly: Assembly) -> None:
    """With a reason, cut to its limit; the members are told."""
    _, outs = assembly.ask(2, c.Part("#A", "x" * 301))
    (parted,) = deliveries(outs, Parted)
    assert parted.audience == InChannel(assembly.channel("#a").id)
    assert parted.event.record.body.text == "x" * 300  # type: ignore[union-attr]
    assert why(assembly, 2, c.Part("#A")) == Rejection(Code.NOT_IN_CHANNEL, "#a")
    assert why(assembly, 2, c.Part("#None")) == Rejection(Code.NO_SUCH_CHANNEL, "#None")
    assert why(assembly, 1, c.Part("#a", "a\rb")).code is Code.BAD_TEXT


def test_leaving_all(assembly: Assembly) -> None:
    """In order of joining; nowhere is fine too."""
    assembly.do(2, c.Join("#b"))
    done = assembly.do(2, c.PartAll())
    names = [happened.record.body.name for happened in done.events]  # type: ignore[union-attr]
    assert names == ["#a", "#b"]
    assert assembly.do(2, c.PartAll()) == Done()


# -- removing ------------------------------------------------------------------------------------


def test_removing(assembly: Assembly) -> None:
    """By an operator; without a reason the operator's nick stands there; one may remove oneself."""
    _, outs = assembly.ask(1, c.Kick("#A", "Boris"))
    (kicked,) = deliveries(outs, Kicked)
    body = kicked.event.record.body
    assert (body.name, body.nick, body.text) == ("#a", "boris", "anna")  # type: ignore[union-attr]
    assert "boris" not in [m.who.nick for m in names(assembly)]
    assembly.do(1, c.Kick("#a", "anna", "enough"))
    assert assembly.channel("#a").members == {}


def names(assembly: Assembly, session: int = 1) -> tuple[Member, ...]:
    """The members that the session sees."""
    reply = assembly.reply(session, c.ReadMembers("#a"))
    assert isinstance(reply, Names)
    return reply.members


def test_who_cannot_be_removed(assembly: Assembly) -> None:
    """Every refusal there is."""
    assert why(assembly, 1, c.Kick("#x", "boris")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")
    assert why(assembly, 3, c.Kick("#a", "boris")) == Rejection(Code.NOT_IN_CHANNEL, "#a")
    assert why(assembly, 2, c.Kick("#a", "anna")) == Rejection(Code.OPERATOR_NEEDED, "#a")
    assert why(assembly, 1, c.Kick("#a", "nobody")) == Rejection(Code.NO_SUCH_NICK, "nobody")
    outside = Rejection(Code.THEY_ARE_NOT_IN_CHANNEL, "gleb", "#a")
    assert why(assembly, 1, c.Kick("#a", "Gleb")) == outside
    assert why(assembly, 1, c.Kick("#a", "boris", "a\nb")).code is Code.BAD_TEXT


# -- inviting ------------------------------------------------------------------------------------


def test_inviting(assembly: Assembly) -> None:
    """The invited is told alone; the invitation is good for one entry."""
    modes(assembly, ("+i", None))
    assembly.do(3, c.SetAway("tea"))
    (result,), outs = assembly.ask(1, c.Invite("Gleb", "#A"))
    assert isinstance(result, Done)
    assert result.reply == Inviting("gleb", "#a", "tea")
    gleb = assembly.user("gleb")
    assert deliveries(outs, Invited)[0].audience == OfUsers((gleb.id,))
    assembly.do(3, c.Join("#a"))
    assembly.do(3, c.Part("#a"))
    assert why(assembly, 3, c.Join("#a")).code is Code.INVITE_ONLY


def test_an_invitation_opens_what_operators_closed(assembly: Assembly) -> None:
    """Past a ban and a full channel, once; a mere member's opens nothing.

    https://modern.ircdocs.horse/#client-limit-channel-mode
    """
    modes(assembly, ("+b", "gleb!*@*"), ("+l", "1"))
    assert isinstance(assembly.one(2, c.Invite("gleb", "#a")), Done)
    assert why(assembly, 3, c.Join("#a")).code is Code.BANNED
    assembly.do(1, c.Invite("gleb", "#a"))
    assembly.do(3, c.Join("#a"))
    assembly.do(3, c.Part("#a"))
    assert why(assembly, 3, c.Join("#a")).code is Code.BANNED


def test_who_cannot_be_invited(assembly: Assembly) -> None:
    """Every refusal there is; any member may where the channel is open."""
    assert why(assembly, 1, c.Invite("nobody", "#a")) == Rejection(Code.NO_SUCH_NICK, "nobody")
    assert why(assembly, 1, c.Invite("gleb", "#x")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")
    assert why(assembly, 3, c.Invite("gleb", "#a")) == Rejection(Code.NOT_IN_CHANNEL, "#a")
    inside = Rejection(Code.ALREADY_IN_CHANNEL, "boris", "#a")
    assert why(assembly, 1, c.Invite("boris", "#a")) == inside
    assert isinstance(assembly.one(2, c.Invite("gleb", "#a")), Done)
    modes(assembly, ("+i", None))
    assert why(assembly, 2, c.Invite("gleb", "#a")) == Rejection(Code.OPERATOR_NEEDED, "#a")


# -- topics --------------------------------------------------------------------------------------


def test_a_topic_that_is_so_already(assembly: Assembly) -> None:
    """Nobody is told of a change that is none (Modern IRC, "TOPIC message")."""
    assembly.do(1, c.SetTopic("#a", "new"))
    assert assembly.do(1, c.SetTopic("#a", "new")).events == ()
    assert assembly.do(1, c.SetTopic("#a", "")).events != ()
    assert assembly.do(1, c.SetTopic("#a", "")).events == ()


def test_topics(assembly: Assembly) -> None:
    """Set by operators, or with -t by members, cut to the limit; cleared by the empty one."""
    _, outs = assembly.ask(1, c.SetTopic("#A", "x" * 391))
    assert deliveries(outs, TopicSet)[0].audience == InChannel(assembly.channel("#a").id)
    topic = assembly.channel("#a").topic
    assert topic is not None
    assert (topic.text, topic.by, topic.at_ms) == ("x" * 390, "anna", assembly.now_ms)
    assert why(assembly, 2, c.SetTopic("#a", "y")) == Rejection(Code.OPERATOR_NEEDED, "#a")
    assert why(assembly, 3, c.SetTopic("#a", "y")) == Rejection(Code.NOT_IN_CHANNEL, "#a")
    assert why(assembly, 3, c.SetTopic("#x", "y")) == Rejection(Code.NO_SUCH_CHANNEL, "#x")
    assert why(assembly, 1, c.SetTopic("#a", "a\nb")).code is Code.BAD_TEXT
    modes(assembly, ("-t", None))
    assembly.do(2, c.SetTopic("#a", ""))
    assert assembly.channel("#a").topic is None


def test_who_cannot_enter_goes_on(assembly: Assembly) -> None:
    """Mode `f`: into the other channel, if that lets it in; who can enter is not sent away."""
    assembly.do(1, c.Join("#b"))
    modes(assembly, ("+f", "#b"), ("+i", None))
    view = assembly.reply(3, c.Join("#a"))
    assert isinstance(view, ChannelView)
    assert (view.name, view.instead_of) == ("#b", "#a")
    assert why(assembly, 3, c.Join("#a")).code is Code.INVITE_ONLY, "it is there already"
    assembly.do(1, c.Invite("gleb", "#a"))
    assert assembly.do(3, c.Join("#a")).events
