"""Replies about metadata.

Owns their numerics and their batch (IRCv3 metadata). Version 2 tells what others have set by
METADATA messages, version 3 by numerics.
"""

from collections.abc import Iterable, Iterator

from veche.core import replies as core
from veche.core.rejections import Rejection
from veche.core.replies.metadata import Telling
from veche.protocols.irc import numerics as n
from veche.protocols.irc import rejections_messages as rejections
from veche.protocols.irc.capabilities import BATCH, METADATA, METADATA_3
from veche.protocols.irc.encoding_metadata import message
from veche.protocols.irc.message import add_tag
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import fill

_RETRY_S = 5


def told(client: Client, reply: core.MetadataTold, ref: str) -> Iterator[str]:
    """What there is: a batch named `ref`, but for a single change."""
    if reply.telling is Telling.CHANGED:
        yield from _rows(client, reply.rows)
        return
    rows = shown(client, reply.rows) if reply.telling is Telling.SYNCED else None
    yield from _batch(client, reply.target, rows or _rows(client, reply.rows), f"d{ref}")


def _batch(client: Client, target: str, lines: Iterable[str], ref: str) -> Iterator[str]:
    if not client.caps & BATCH:
        yield from lines
        return
    yield f"{client.server} BATCH +{ref} metadata {target}"
    for line in lines:
        yield add_tag(line, f"batch={ref}")
    yield f"{client.server} BATCH -{ref}"


def _rows(client: Client, rows: Iterable[core.MetadataRow]) -> Iterator[str]:
    """RPL_KEYVALUE, RPL_KEYNOTSET, or why there is no such key."""
    for row in rows:
        if row.fault is not None:
            yield fault(client, row.fault)
        elif row.value:
            yield client.line(n.RPL_KEYVALUE, f"{row.target} {row.key} * :{row.value}")
        else:
            yield client.numeric(n.RPL_KEYNOTSET, row.target, row.key)


def shown(client: Client, rows: Iterable[core.MetadataRow]) -> Iterator[str]:
    """As if they had been set just now."""
    if client.caps & METADATA_3:
        return _rows(client, rows)
    return (f"{client.server} {message(row.target, row.key, row.value)}" for row in rows)


def fault(client: Client, rejection: Rejection) -> str:
    """The FAIL of one key among others."""
    return rejections.metadata(client, rejection, ())


def subscribed(client: Client, reply: core.Subscribed) -> Iterator[str]:
    """The keys; then those that were refused; then what all of them are now."""
    yield from fill(client.line(n.RPL_METADATASUBOK, ""), reply.keys)
    for rejection in reply.faults:
        yield fault(client, rejection)
    if reply.rows is None:
        for channel in reply.channels:
            yield later(client, channel)
    else:
        yield from shown(client, reply.rows)


def unsubscribed(client: Client, reply: core.Unsubscribed) -> Iterator[str]:
    """The keys, and those that were refused."""
    yield from fill(client.line(n.RPL_METADATAUNSUBOK, ""), reply.keys)
    for rejection in reply.faults:
        yield fault(client, rejection)


def subscriptions(client: Client, reply: core.Subscriptions) -> Iterator[str]:
    """RPL_METADATASUBS."""
    return fill(client.line(n.RPL_METADATASUBS, ""), reply.keys)


def on_entry(client: Client, channel: core.ChannelView) -> Iterator[str]:
    """What follows the names: metadata of the channel and of who is in it."""
    if not client.caps & METADATA:
        return
    if channel.metadata is None:
        yield later(client, channel.name)
    else:
        yield from shown(client, channel.metadata)


def later(client: Client, target: str) -> str:
    """RPL_METADATASYNCLATER."""
    return client.line(n.RPL_METADATASYNCLATER, f"{target} {_RETRY_S}")


def on_whois(client: Client, reply: core.Whois) -> Iterator[str]:
    """RPL_WHOISKEYVALUE."""
    if client.caps & METADATA:
        nick = reply.member.who.nick
        for key, value in reply.metadata:
            yield client.line(n.RPL_WHOISKEYVALUE, f"{nick} {key} * :{value}")
