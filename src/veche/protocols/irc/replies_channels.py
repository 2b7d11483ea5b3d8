"""Replies about channels: topic, names, modes, lists, invitations.

Owns their numerics (Modern IRC, "Numerics"). Long ones are generators.
"""

from collections.abc import Iterable, Iterator

from veche.core import replies as core
from veche.core.events import Who
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import (
    EXTENDED_JOIN,
    MULTI_PREFIX,
    NO_NAMES,
    READ_MARKER,
    USERHOST_IN_NAMES,
)
from veche.protocols.irc.isupport import PREFIXES
from veche.protocols.irc.message import LINE_BYTES, middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_devices import marker

_MASK_NUMERICS = {
    "b": (n.RPL_BANLIST, n.RPL_ENDOFBANLIST),
    "e": (n.RPL_EXCEPTLIST, n.RPL_ENDOFEXCEPTLIST),
    "I": (n.RPL_INVEXLIST, n.RPL_ENDOFINVEXLIST),
}


def prefixes(client: Client, letters: str) -> str:
    """The signs of member modes: the highest, or all with multi-prefix (IRCv3)."""
    if not letters:
        return ""
    if client.caps & MULTI_PREFIX:
        return "".join(PREFIXES.get(letter, "") for letter in letters)
    return PREFIXES.get(letters[0], "")


def fill(head: str, words: Iterable[str]) -> Iterator[str]:
    """Lines that begin with `head` and hold as many of the words as 512 bytes allow."""
    room = LINE_BYTES - 2 - len(head.encode())
    line: list[str] = []
    used = 0
    for word in words:
        size = len(word) if word.isascii() else len(word.encode())
        if line and used + size > room:
            yield head + " ".join(line)
            line = []
            used = 0
        line.append(word)
        used += size + 1
    if line:
        yield head + " ".join(line)


def members(client: Client, name: str, secret: bool, seen: Iterable[core.Member]) -> Iterator[str]:
    """RPL_NAMREPLY, packed. userhost-in-names: IRCv3."""
    head = client.line(n.RPL_NAMREPLY, f"{'@' if secret else '='} {middle(name)} :")
    if client.caps & USERHOST_IN_NAMES:
        words = (
            f"{prefixes(client, m.letters)}{m.who.nick}!{m.who.username}@{m.who.host}" for m in seen
        )
    else:
        words = (prefixes(client, m.letters) + m.who.nick for m in seen)
    yield from fill(head, words)


def end_of_names(client: Client, asked: str) -> str:
    """RPL_ENDOFNAMES: one, however many channels were asked for, naming them as typed."""
    return client.numeric(n.RPL_ENDOFNAMES, middle(asked))


def joining(client: Client, who: Who, name: str, realname: str) -> str:
    """JOIN of a channel where the client's user is already. extended-join: IRCv3."""
    source = f":{who.nick}!{who.username}@{who.host}"
    if client.caps & EXTENDED_JOIN:
        return f"{source} JOIN {name} {who.account or '*'} :{realname}"
    return f"{source} JOIN {name}"


def view(client: Client, channel: core.ChannelView) -> Iterator[str]:
    """What follows a JOIN: the topic if there is one, then the members (no-implicit-names)."""
    if channel.instead_of:
        yield client.numeric(n.ERR_LINKCHANNEL, middle(channel.instead_of), channel.name)
    if channel.topic is not None:
        yield from topic(client, channel.name, channel.topic)
    if client.caps & READ_MARKER:
        yield marker(client.server, channel.name, channel.marker_ms)
    if client.caps & NO_NAMES:
        return
    yield from members(client, channel.name, channel.secret, channel.members)
    yield end_of_names(client, channel.name)


def topic(client: Client, name: str, told: core.TopicView) -> Iterator[str]:
    """RPL_TOPIC and RPL_TOPICWHOTIME."""
    yield client.line(n.RPL_TOPIC, f"{name} :{told.text}")
    yield client.line(n.RPL_TOPICWHOTIME, f"{name} {middle(told.by)} {told.at_ms // 1000}")


def no_topic(client: Client, reply: core.NoTopic) -> Iterator[str]:
    """RPL_NOTOPIC."""
    yield client.numeric(n.RPL_NOTOPIC, reply.name)


def modes(client: Client, reply: core.ChannelModes) -> Iterator[str]:
    """RPL_CHANNELMODEIS and RPL_CREATIONTIME."""
    letters = "".join(letter for letter, _ in reply.modes)
    arguments = "".join(f" {argument}" for _, argument in reply.modes if argument)
    yield client.line(n.RPL_CHANNELMODEIS, f"{reply.name} +{letters}{arguments}")
    yield client.line(n.RPL_CREATIONTIME, f"{reply.name} {reply.created_ms // 1000}")


def masks(client: Client, reply: core.Masks) -> Iterator[str]:
    """A mask list and its end."""
    item, end = _MASK_NUMERICS[reply.letter]
    for mask in reply.masks:
        rest = f"{reply.name} {mask.mask} {middle(mask.by)} {mask.at_ms // 1000}"
        yield client.line(item, rest)
    yield client.numeric(end, reply.name)


def listing(client: Client, reply: core.Channels) -> Iterator[str]:
    """LIST: channels with somebody in them; one that waits, empty, is none to a client."""
    yield client.line(n.RPL_LISTSTART, "Channel :Users  Name")
    for channel in reply.channels:
        if channel.members:
            yield client.line(n.RPL_LIST, f"{channel.name} {channel.members} :{channel.topic}")
    yield client.numeric(n.RPL_LISTEND)


def inviting(client: Client, reply: core.Inviting) -> Iterator[str]:
    """RPL_INVITING, and that the invited one is away."""
    yield client.line(n.RPL_INVITING, f"{reply.nick} {reply.channel}")
    if reply.away:
        yield client.line(n.RPL_AWAY, f"{reply.nick} :{reply.away}")


def invites(client: Client, reply: core.Invites) -> Iterator[str]:
    """INVITE without parameters."""
    for name in reply.names:
        yield client.line(n.RPL_INVITELIST, name)
    yield client.numeric(n.RPL_ENDOFINVITELIST)
