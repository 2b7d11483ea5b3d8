"""What each line of the server does to the connection.

Owns the open batches and half-told lists, and knows which answer belongs to which request. Must
not know sockets; it changes the connection's state only through the methods of `Client`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from veche.client.batches import Batch, Batches
from veche.client.delivery import Outgoing
from veche.client.events import Event, Joined, Left, Renamed, Said, Told
from veche.client.listings import Listings
from veche.client.message import Message
from veche.client.translate import (
    JOIN_REFUSALS,
    MESSAGE_REFUSALS,
    NICK_REFUSALS,
    is_refusal,
    reason,
    same,
    translate,
)

if TYPE_CHECKING:
    from veche.client.connection import Client

_NICK_TAKEN = ("433", "436")


class Incoming:
    """Reads the lines of one connection, in order."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._batches = Batches()
        self._listings = Listings()

    def receive(self, message: Message) -> list[Event]:
        """Take one message; return what a person or program should know of it."""
        if message.command == "BATCH":
            closed = self._batches.change(message)
            return [] if closed is None else self._closed(closed)
        batch = self._batches.of(message)
        label = message.tags.get("label", "") or (batch.label if batch else "")
        events = self._act(message, label, past=batch is not None and batch.past)
        if label and batch is None:
            events += self._client.finish(label)
        return events

    def _closed(self, batch: Batch) -> list[Event]:
        if batch.label:
            return self._client.finish(batch.label) if batch.outermost else []
        return self._client.release(batch.target) if batch.past else []

    def _act(self, message: Message, label: str, *, past: bool) -> list[Event]:
        client = self._client
        match message.command:
            case "PING":
                client.write("PONG", message.param(-1), trailing=True)
            case "PONG":
                return client.finish(message.param(-1))
            case "CAP":
                for params in client.negotiation.receive(message.params):
                    client.write("CAP", *params)
            case "001":
                return client.welcome(message.param(0))
            case "ERROR":
                return client.farewell(message.param(-1))
            case "322" | "323" | "353" | "366":
                listing = self._listings.receive(message)
                return [] if listing is None else [listing]
            case _ if is_refusal(message):
                return self._refused(message, label)
            case _:
                return self._told(message, label, past)
        return []

    def _told(self, message: Message, label: str, past: bool) -> list[Event]:
        event = translate(message, self._client.nick, past=past)
        match event:
            case None:
                return []
            case Joined(own=True):
                return self._client.entered(event, message.source)
            case Left(own=True):
                return self._client.left(event)
            case Renamed(own=True, to=nick):
                self._client.nick = nick
            case Said(past=False) if item := self._echoed(event, label):
                item.shown = True
                event = replace(event, own=True)
        return self._client.timeline.order([event])

    def _echoed(self, said: Said, label: str) -> Outgoing | None:
        """Return the message of our own that `said` is the echo of."""
        delivery = self._client.delivery
        if label:
            return delivery.find(label)
        item = delivery.oldest() if said.own else None
        if item is None or self._labels or item.shown:
            return None
        alike = same(item.where, said.where) and (item.text, item.kind) == (said.text, said.kind)
        return item if alike else None

    def _refused(self, message: Message, label: str) -> list[Event]:
        client, command = self._client, message.command
        if not client.registered:
            if command in NICK_REFUSALS:
                taken = command in _NICK_TAKEN
                return client.refuse_nick(message.param(1), message.param(-1), taken=taken)
            # An old server does not know CAP; all else that stops us ends with ERROR.
            return [] if command in ("421", "451") else [Told(reason(message))]
        if command == "422":
            return []  # ERR_NOMOTD: a numeric of an error, and none
        if item := self._faulty(message, label):
            item.fault = reason(message)
            return []
        events: list[Event] = []
        if command in JOIN_REFUSALS:
            events = client.refuse_join(message.param(1), command, message.param(-1))
        elif command == "FAIL" and message.param(0) == "JOIN":
            events = client.refuse_join(message.param(2), message.param(1), message.param(-1))
        elif command == "FAIL" and message.param(0) == "CHATHISTORY":
            # The channel may stand anywhere among the parameters: let all go.
            for channel in client.timeline.held():
                events += client.release(channel)
        if events:
            return events
        problem = translate(message, client.nick)
        return [] if problem is None else [problem]

    def _faulty(self, message: Message, label: str) -> Outgoing | None:
        """Return the message of our own that `message` refuses."""
        if label:
            return self._client.delivery.find(label)
        is_ours = message.command in MESSAGE_REFUSALS or (
            message.command == "FAIL" and message.param(0) == "PRIVMSG"
        )
        return self._client.delivery.oldest() if is_ours and not self._labels else None

    @property
    def _labels(self) -> bool:
        return self._client.negotiation.has("labeled-response")
