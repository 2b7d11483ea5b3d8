"""Metadata: whose keys one may set and read. https://ircv3.net/specs/extensions/metadata"""

import pytest

from tests.core.driver import Assembly, assert_consistent, deliveries, reborn, replayed
from veche.core import commands as c
from veche.core.audience import Sessions
from veche.core.commands import AskedChange
from veche.core.events import MetadataBody, MetadataSet, MetadataShown
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.core.replies import (
    ChannelView,
    MetadataRow,
    MetadataTold,
    Subscribed,
    Subscriptions,
    Unsubscribed,
    Whois,
)
from veche.core.replies.metadata import Telling


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    return assembly


def rows(assembly: Assembly, session: int, command: c.Command) -> list[tuple[str, str, str]]:
    """The rows of the answer."""
    told = assembly.reply(session, command)
    assert isinstance(told, MetadataTold)
    return [(row.target, row.key, row.value) for row in told.rows]


def told_to(assembly: Assembly, session: int, command: c.Command) -> list[tuple[int, ...]]:
    """Which sessions are told of what the command sets."""
    _, outs = assembly.ask(session, command)
    audiences = [d.audience for d in deliveries(outs, MetadataSet)]
    return [a.sessions for a in audiences if isinstance(a, Sessions)]


def code(assembly: Assembly, session: int, command: c.Command) -> Code:
    """Of the refusal."""
    result = assembly.one(session, command)
    assert isinstance(result, Rejection), result
    return result.code


def test_own_keys(assembly: Assembly) -> None:
    """Set, read by others, taken away; keys are kept in lower case."""
    done = assembly.do(1, c.SetMetadata("*", "Display-Name", "Анна К."))
    row = MetadataRow("anna", "display-name", "Анна К.")
    assert done.reply == MetadataTold("anna", Telling.CHANGED, (row,))
    assert rows(assembly, 3, c.ReadMetadata("ANNA")) == [("anna", "display-name", "Анна К.")]
    asked = c.ReadMetadata("anna", ("avatar", "display-name"))
    assert rows(assembly, 2, asked) == [
        ("anna", "avatar", ""),
        ("anna", "display-name", "Анна К."),
    ]
    assembly.do(1, c.SetMetadata("anna", "display-name"))
    assert rows(assembly, 1, c.ReadMetadata("*")) == []
    assert code(assembly, 1, c.SetMetadata("*", "display-name")) is Code.NO_SUCH_VALUE


def test_whose_keys(assembly: Assembly) -> None:
    """Not other people's; a channel's only as its operator."""
    assert code(assembly, 1, c.SetMetadata("boris", "url", "x")) is Code.NOT_YOURSELF
    assert code(assembly, 1, c.ClearMetadata("boris")) is Code.NOT_YOURSELF
    assert code(assembly, 2, c.SetMetadata("#a", "url", "x")) is Code.OPERATOR_NEEDED
    assert code(assembly, 3, c.SetMetadata("#a", "url", "x")) is Code.NOT_IN_CHANNEL
    assert code(assembly, 1, c.SetMetadata("nobody", "url", "x")) is Code.NO_SUCH_NICK
    assembly.do(1, c.SetMetadata("#A", "url", "x"))
    assert rows(assembly, 3, c.ReadMetadata("#a")) == [("#a", "url", "x")]


@pytest.mark.parametrize("letter", ["i", "s"])
def test_closed_channels_tell_strangers_nothing(assembly: Assembly, letter: str) -> None:
    """Nor when they synchronise."""
    assembly.do(1, c.SetMetadata("#a", "url", "x"))
    assembly.do(1, c.ChangeModes("#a", (AskedChange(True, letter),)))
    wanted = Code.NO_SUCH_CHANNEL if letter == "s" else Code.NOT_IN_CHANNEL
    assert code(assembly, 3, c.ReadMetadata("#a")) is wanted
    assert code(assembly, 3, c.SyncMetadata("#a")) is wanted
    assert rows(assembly, 2, c.ReadMetadata("#a")) == [("#a", "url", "x")]


def test_a_stranger_learns_only_of_the_channel(assembly: Assembly) -> None:
    """Of who is in an open channel it is told nothing by SYNC."""
    assembly.do(1, c.SetMetadata("*", "url", "mine"))
    assembly.do(1, c.SetMetadata("#a", "url", "ours"))
    assembly.do(3, c.Subscribe(("url",)))
    assembly.do(2, c.Subscribe(("url",)))
    assert rows(assembly, 3, c.SyncMetadata("#a")) == [("#a", "url", "ours")]
    assert rows(assembly, 2, c.SyncMetadata("#a")) == [
        ("#a", "url", "ours"),
        ("anna", "url", "mine"),
    ]


def test_limits(assembly: Assembly) -> None:
    """Of keys, values and subscriptions; what is there already may change."""
    most = DEFAULT.metadata_keys
    for number in range(most):
        assembly.do(1, c.SetMetadata("*", f"key{number}", "x"))
    assert code(assembly, 1, c.SetMetadata("*", "more", "x")) is Code.TOO_MANY_KEYS
    assembly.do(1, c.SetMetadata("*", "key0", "y"))
    assert code(assembly, 1, c.SetMetadata("*", "key0", "x" * 301)) is Code.BAD_VALUE
    assert code(assembly, 1, c.SetMetadata("*", "k e y", "x")) is Code.BAD_KEY_NAME
    keys = tuple(f"key{number}" for number in range(DEFAULT.metadata_subscriptions + 2))
    reply = assembly.reply(2, c.Subscribe(keys))
    assert isinstance(reply, Subscribed)
    assert len(reply.keys) == DEFAULT.metadata_subscriptions
    most = DEFAULT.metadata_subscriptions
    assert reply.faults == (Rejection(Code.TOO_MANY_SUBSCRIPTIONS, keys[-2], str(most)),)


def test_clearing(assembly: Assembly) -> None:
    """All keys, each told."""
    assembly.do(1, c.SetMetadata("#a", "url", "x"))
    assembly.do(1, c.SetMetadata("#a", "avatar", "y"))
    assert rows(assembly, 1, c.ClearMetadata("#a")) == [("#a", "url", ""), ("#a", "avatar", "")]
    assert assembly.channel("#a").metadata == {}


def test_who_is_told(assembly: Assembly) -> None:
    """Sessions that asked for the key, of users who share a channel; or watch the nick."""
    for session in (1, 2, 3):
        assembly.do(session, c.Subscribe(("url",)))
    assert told_to(assembly, 1, c.SetMetadata("*", "url", "x")) == [(1, 2)]
    assert told_to(assembly, 1, c.SetMetadata("#a", "url", "x")) == [(1, 2)]
    assert told_to(assembly, 1, c.SetMetadata("*", "avatar", "x")) == [()]
    assembly.do(3, c.WatchNicks(("anna",)))
    assert told_to(assembly, 1, c.SetMetadata("*", "url", "y")) == [(1, 2, 3)]
    assembly.do(2, c.Unsubscribe(("url",)))
    assert told_to(assembly, 1, c.SetMetadata("*", "url", "z")) == [(1, 3)]


def test_subscriptions(assembly: Assembly) -> None:
    """In order, each once; bad names are told and passed over; all end with the session."""
    reply = assembly.reply(1, c.Subscribe(("url", "$", "avatar", "url")))
    assert isinstance(reply, Subscribed)
    assert reply.keys == ("url", "avatar")
    assert reply.faults == (Rejection(Code.BAD_KEY_NAME, "$"),)
    assert assembly.reply(1, c.ReadSubscriptions()) == Subscriptions(("url", "avatar"))
    gone = assembly.reply(1, c.Unsubscribe(("url", "other")))
    assert gone == Unsubscribed(("url", "other"))
    assert assembly.reply(1, c.ReadSubscriptions()) == Subscriptions(("avatar",))
    assembly.ask(1, c.Quit("bye"))
    assert assembly.state.subscribers == {}
    assert_consistent(assembly.state)


def test_a_subscription_tells_what_there_is(assembly: Assembly) -> None:
    """Of everybody one sees, but oneself."""
    assembly.do(1, c.SetMetadata("*", "url", "mine"))
    assembly.do(2, c.SetMetadata("*", "url", "his"))
    reply = assembly.reply(2, c.Subscribe(("url",)))
    assert isinstance(reply, Subscribed)
    assert reply.rows == (MetadataRow("anna", "url", "mine"),)


def test_coming_in(assembly: Assembly) -> None:
    """Who comes learns what it asked for; those who are there learn of who came."""
    assembly.do(1, c.SetMetadata("#a", "url", "ours"))
    assembly.do(1, c.Subscribe(("url",)))
    assembly.do(3, c.Subscribe(("url",)))
    assembly.do(3, c.SetMetadata("*", "url", "his"))
    (result,), outs = assembly.ask(3, c.Join("#a"))
    assert not isinstance(result, Rejection)
    assert isinstance(result.reply, ChannelView)
    assert result.reply.metadata == (MetadataRow("#a", "url", "ours"),)
    (shown,) = deliveries(outs, MetadataShown)
    assert shown.audience == Sessions((1,))
    body = shown.event.record.body
    assert isinstance(body, MetadataBody)
    assert (body.name, body.value) == ("gleb", "his")


def test_too_much_at_once() -> None:
    """A client is told to ask later."""
    limits = type(DEFAULT)(metadata_rows=1)
    assembly = Assembly(limits)
    for session, nick in enumerate(("anna", "boris"), 1):
        assembly.enter(session, nick, c.Join("#a"), c.SetMetadata("*", "url", nick))
    assembly.enter(3, "gleb", c.Subscribe(("url",)))
    view = assembly.reply(3, c.Join("#a"))
    assert isinstance(view, ChannelView)
    assert view.metadata is None
    reply = assembly.reply(3, c.Subscribe(("url",)))
    assert isinstance(reply, Subscribed)
    assert (reply.rows, reply.channels) == (None, ("#a",))


def test_at_the_beginning(assembly: Assembly) -> None:
    """What a client said before it had a user; what cannot be is left out."""
    values = (("url", "x"), ("k e y", "x"), ("avatar", "x" * 301))
    told = rows(assembly, 3, c.IntroduceMetadata(values, ("url", "$")))
    assert told == [("gleb", "url", "x")]
    assert assembly.reply(3, c.ReadSubscriptions()) == Subscriptions(("url",))


def test_whois(assembly: Assembly) -> None:
    """Only what people read."""
    assembly.do(1, c.SetMetadata("*", "display-name", "A."))
    assembly.do(1, c.SetMetadata("*", "soju.im/pinned", "1"))
    reply = assembly.reply(2, c.ReadWhois("anna"))
    assert isinstance(reply, Whois)
    assert reply.metadata == (("display-name", "A."),)


def test_it_is_kept(assembly: Assembly) -> None:
    """A channel's with the channel, through a replay and through a snapshot."""
    assembly.do(1, c.SetMetadata("#a", "url", "ours"))
    assert replayed(assembly.log).find_channel("#a").metadata == {"url": "ours"}  # type: ignore[union-attr]
    (channel,) = [
        x for x in reborn(assembly.state, assembly.now_ms)["channels"].values() if x.name == "#a"
    ]
    assert channel.metadata == {"url": "ours"}
