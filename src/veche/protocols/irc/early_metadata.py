"""METADATA before there is a user (IRCv3 metadata, `before-connect`).

Owns what a client has said of itself until it is registered; the core is told of it then.
"""

from collections.abc import Sequence

from veche.core import replies as core
from veche.core.commands import IntroduceMetadata
from veche.core.keys import metadata_key, value_fault
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies.metadata import Telling
from veche.protocols.irc import rejections, replies_metadata
from veche.protocols.irc.message import Message
from veche.protocols.irc.numerics import Client


class EarlyMetadata:
    """One client's. Refuses what could not be later."""

    __slots__ = ("_keys", "_values")

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._keys: dict[str, None] = {}

    def introduction(self) -> IntroduceMetadata:
        """The command with all of it."""
        return IntroduceMetadata(tuple(self._values.items()), tuple(self._keys))

    def receive(self, message: Message, client: Client, limits: Limits) -> list[str]:
        """The lines that answer a METADATA command."""
        params = message.params
        if len(params) < 2:
            return self._refused(client, Rejection(Code.NEED_MORE, "METADATA"), params)
        if params[0] != "*":
            return self._refused(client, Rejection(Code.NO_SUCH_NICK, params[0]), params)
        word, rest = params[1].upper(), params[2:]
        if word == "SET" and rest:
            return self._set(client, params, limits)
        if word in ("SUB", "UNSUB") and rest:
            return self._subscribe(client, rest, limits, adding=word == "SUB")
        if word == "SUBS":
            told = core.Subscriptions(tuple(self._keys))
            return list(replies_metadata.subscriptions(client, told))
        if word in ("GET", "LIST"):
            return self._read(client, rest if word == "GET" else tuple(self._values))
        if word == "CLEAR":
            keys = tuple(self._values)
            self._values.clear()
            return self._read(client, keys)
        code = Code.NEED_MORE if word in ("SET", "SUB", "UNSUB") else Code.BAD_ARGUMENT
        return self._refused(client, Rejection(code, "METADATA"), params)

    def _set(self, client: Client, params: Sequence[str], limits: Limits) -> list[str]:
        value = params[3] if len(params) > 3 else ""
        key = metadata_key(params[2])
        if isinstance(key, Rejection):
            return self._refused(client, key, params)
        fault = value_fault(limits, key, value)
        if fault is None and key not in self._values and len(self._values) >= limits.metadata_keys:
            fault = Rejection(Code.TOO_MANY_KEYS, client.nick, str(limits.metadata_keys))
        if fault is not None:
            return self._refused(client, fault, params)
        if value:
            self._values[key] = value
        else:
            self._values.pop(key, None)
        row = core.MetadataRow(client.nick, key, value)
        return list(
            replies_metadata.told(client, core.MetadataTold("*", Telling.CHANGED, (row,)), "0")
        )

    def _subscribe(
        self, client: Client, names: Sequence[str], limits: Limits, *, adding: bool
    ) -> list[str]:
        done: list[str] = []
        faults: list[Rejection] = []
        for name in names:
            key = metadata_key(name)
            if isinstance(key, Rejection):
                faults.append(key)
                continue
            if adding:
                if key not in self._keys and len(self._keys) >= limits.metadata_subscriptions:
                    most = str(limits.metadata_subscriptions)
                    faults.append(Rejection(Code.TOO_MANY_SUBSCRIPTIONS, key, most))
                    break
                self._keys[key] = None
            else:
                self._keys.pop(key, None)
            done.append(key)
        if adding:
            subscribed = core.Subscribed(tuple(done), tuple(faults), ())
            return list(replies_metadata.subscribed(client, subscribed))
        return list(
            replies_metadata.unsubscribed(client, core.Unsubscribed(tuple(done), tuple(faults)))
        )

    def _read(self, client: Client, names: Sequence[str]) -> list[str]:
        rows = []
        for name in names:
            key = metadata_key(name)
            if isinstance(key, Rejection):
                rows.append(core.MetadataRow(client.nick, name, fault=key))
            else:
                rows.append(core.MetadataRow(client.nick, key, self._values.get(key, "")))
        told = core.MetadataTold(client.nick, Telling.READ, tuple(rows))
        return list(replies_metadata.told(client, told, "0"))

    def _refused(self, client: Client, why: Rejection, params: Sequence[str]) -> list[str]:
        return rejections.lines(client, why, "METADATA", params, labelled=False)
