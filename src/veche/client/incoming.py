"""What each line of the server means to the connection.

Owns the open batches and half-told lists, and knows which answer belongs to which request. Must
not know sockets; it changes the connection only through the methods of `Desk`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from veche.client.batches import Batch, Batches
from veche.client.capabilities import Negotiation
from veche.client.events import AwayChanged, Event, Joined, Left, Members, Renamed, Said, Told
from veche.client.gathering import Gathering
from veche.client.history import Anchor
from veche.client.listings import Listings
from veche.client.logins import COMMANDS as LOGIN
from veche.client.message import Message
from veche.client.modes import rank_changes
from veche.client.reports import Echoed, Entered, Named, RankChanged, Report
from veche.client.requests import Paging, Request, Requests, Saying, Targeting
from veche.client.roster import MAX_CHANNELS
from veche.client.supports import Supports
from veche.client.timers import Due
from veche.client.translate import (
    MESSAGE_REFUSALS,
    NICK_REFUSALS,
    clean_msgid,
    is_refusal,
    parse_time,
    reason,
    same,
    translate,
)
from veche.core.names import fold

_NICK_TAKEN = ("433", "436")
# Of larger channels the answer would be long, and of little use.
_MOST_ASKED = 200
_SPOKEN = ("PRIVMSG", "NOTICE")
_TELLING = (*_SPOKEN, "EDIT")


class Desk(Protocol):
    """What `Incoming` needs of a connection."""

    nick: str
    registered: bool
    negotiation: Negotiation
    supports: Supports
    requests: Requests

    def write(self, command: str, *params: str, trailing: bool = False) -> bool:
        """Put a line out."""

    def negotiate(self, params: Sequence[str]) -> list[Report]:
        """Take the parameters of a CAP message."""

    def authenticate(self, message: Message) -> list[Report]:
        """Take a line about logging in."""

    def welcome(self, nick: str) -> list[Report]:
        """We are registered as `nick`."""

    def resume(self, words: Sequence[str]) -> list[Report]:
        """Take the parameters of a RESUME message."""

    def persist(self, words: Sequence[str]) -> list[Report]:
        """Take the parameters of a PERSISTENCE message."""

    def heard(self, stamp: str) -> None:
        """Something was said at that moment, by the server's clock; "": it did not say."""

    def finish(self, label: str) -> list[Report]:
        """The answer to a request, or to a PING, is whole."""

    def entered(self, report: Entered, source: str) -> list[Report]:
        """We are in a channel; others see us as `source`."""

    def moved(self, user: str, host: str) -> None:
        """Others see us under this username and host from now on."""

    def refuse_nick(self, nick: str, reason: str, *, taken: bool) -> list[Report]:
        """The server does not let us have that nick."""

    def refuse(self, message: Message) -> list[Report]:
        """Something that is no message was refused."""

    def answered(self, due: Due, subject: str = "") -> bool:
        """What was awaited has come; return whether it was awaited."""

    def farewell(self, words: str) -> list[Report]:
        """The server closes now."""


class Incoming:
    """Reads the lines of one connection, in order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._gathering = Gathering()
        self._batches = Batches()
        self._listings = Listings()
        # Channels that we have just entered: nobody knows yet who is away there.
        self._unknown: set[str] = set()

    def receive(self, message: Message) -> list[Report]:
        """Take one message; return what it tells."""
        return [report for whole in self._gathering.take(message) for report in self._read(whole)]

    def _read(self, message: Message) -> list[Report]:
        if message.command == "BATCH":
            closed = self._batches.change(message)
            return [] if closed is None else self._closed(closed)
        self._desk.heard(message.tags.get("time", ""))
        batch = self._batches.of(message)
        label = message.tags.get("label", "") or (batch.label if batch else "")
        if batch is not None and batch.past:
            return self._past(message, batch)
        reports = self._act(message, label)
        if label and batch is None:
            reports += self._desk.finish(label)
        return reports

    def _closed(self, batch: Batch) -> list[Report]:
        if batch.label:
            return self._desk.finish(batch.label) if batch.outermost else []
        paging = self._paging(batch) if batch.past else None
        return self._desk.finish(paging.label) if paging is not None else []

    def _paging(self, batch: Batch) -> Paging | None:
        """Return our request that a batch of history answers."""
        requests = self._desk.requests
        found = requests.find(batch.label) if batch.label else requests.oldest(Paging)
        if not isinstance(found, Paging):
            return None
        return found if batch.label or same(found.where, batch.target) else None

    def _past(self, message: Message, batch: Batch) -> list[Report]:
        """Take a line of history: it tells what was said, and changes nothing."""
        event: Event | None = None
        if message.command in _TELLING:
            event = translate(message, self._desk.nick, past=True)
        said = event if isinstance(event, Said) else None
        paging = self._paging(batch)
        if paging is not None:
            tags = message.tags
            at = parse_time(tags.get("time", ""))
            paging.add(Anchor(clean_msgid(tags.get("msgid", "")), at), said)
            return []
        # History that a server plays by itself; or late, and then it is not listened to.
        return [] if said is None or batch.label else [said]

    def _act(self, message: Message, label: str) -> list[Report]:
        desk = self._desk
        match message.command:
            case "PING":
                desk.write("PONG", message.param(-1), trailing=True)
            case "PONG":
                return desk.finish(message.param(-1))
            case "CAP":
                return desk.negotiate(message.params)
            case "001":
                return desk.welcome(message.param(0))
            case "005":
                desk.supports.take(message.params[1:-1])
            case "CHGHOST":
                if same(message.nick, desk.nick):  # of others only the nick is kept
                    desk.moved(message.param(0), message.param(1))
            case "RESUME":
                return desk.resume(message.params)
            case "CHATHISTORY":
                self._targeted(message, label)
            case "PERSISTENCE":
                return desk.persist(message.params)
            case "ERROR":
                return desk.farewell(message.param(-1))
            case command if command in LOGIN:
                return desk.authenticate(message)
            case "352" | "354":
                return self._asked_about(message)
            case "322" | "323" | "353" | "366":
                return self._listed(message)
            case _ if is_refusal(message):
                return self._refused(message, label)
            case _:
                return self._told(message, label)
        return []

    def _targeted(self, message: Message, label: str) -> None:
        """Take a line of the answer to CHATHISTORY TARGETS."""
        requests = self._desk.requests
        request = requests.find(label) if label else requests.oldest(Targeting)
        if isinstance(request, Targeting):
            request.add(message.param(1), parse_time(message.param(2)))

    def _listed(self, message: Message) -> list[Report]:
        listing = self._listings.receive(message, self._desk.supports.ranks)
        if listing is None:
            return []
        if isinstance(listing, Named):
            self._desk.answered(Due.NAMES, listing.where)
            self._ask_who_is_away(listing)
            nicks = tuple(member.nick for member in listing.members)
            return [listing, Members(listing.where, nicks)]
        self._desk.answered(Due.LIST)
        return [listing]

    def _ask_who_is_away(self, named: Named) -> None:
        """Ask it once for a channel; what changes later is told (IRCv3 away-notify)."""
        desk, where = self._desk, fold(named.where)
        entered = where in self._unknown
        self._unknown.discard(where)
        if entered and desk.negotiation.has("away-notify") and len(named.members) <= _MOST_ASKED:
            # WHOX, "WHO message": the nick and the flags, where the server knows that.
            desk.write("WHO", named.where, *(["%nf"] if desk.supports.whox else []))

    def _asked_about(self, message: Message) -> list[Report]:
        """Take a line about somebody: of those who are away it is told."""
        short = message.command == "354"
        nick, flags = message.param(1 if short else 5), message.param(2 if short else 6)
        known = len(message.params) == 3 if short else True
        if not known or not flags.startswith("G") or same(nick, self._desk.nick):
            return []
        return [AwayChanged(nick, "")]

    def _told(self, message: Message, label: str) -> list[Report]:
        desk = self._desk
        event = translate(message, desk.nick)
        match event:
            case None:
                return []
            case Joined(own=True):
                at = parse_time(message.tags.get("time", ""))
                if len(self._unknown) < MAX_CHANNELS:
                    self._unknown.add(fold(event.where))
                return desk.entered(Entered(event, at), message.source)
            case Left(own=True, where=where) if where:
                desk.answered(Due.JOIN, where)
            case Renamed(own=True, to=nick) if nick:
                desk.nick = nick
                desk.answered(Due.NICK)
            case Said(edits="") if item := self._echoed(event, label):
                item.echoed = True
                return [Echoed(item.ticket, replace(event, own=True))]
        return [*self._ranks(message), event]

    def _ranks(self, message: Message) -> list[RankChanged]:
        if message.command != "MODE":
            return []
        return rank_changes(message.params, self._desk.supports)

    def _echoed(self, said: Said, label: str) -> Saying | None:
        """Return the message of our own that `said` is the echo of."""
        requests = self._desk.requests
        if label:
            found = requests.find(label)
            return found if isinstance(found, Saying) else None
        item = requests.oldest(Saying) if said.own else None
        if item is None or self._labels or item.echoed:
            return None
        alike = same(item.where, said.where) and (item.text, item.kind) == (said.text, said.kind)
        return item if alike else None

    def _refused(self, message: Message, label: str) -> list[Report]:
        desk, command = self._desk, message.command
        if command in NICK_REFUSALS and (not desk.registered or desk.answered(Due.NICK)):
            taken = command in _NICK_TAKEN
            return desk.refuse_nick(message.param(1), message.param(-1), taken=taken)
        if command == "FAIL" and message.param(0) == "RESUME":
            return desk.resume(("INVALID",))
        if not desk.registered:
            # An old server does not know CAP; all else that stops us ends with ERROR.
            return [] if command in ("421", "451") else [Told(reason(message))]
        if command == "422":
            return []  # ERR_NOMOTD: a numeric of an error, and none
        if item := self._faulty(message, label):
            item.code = message.param(1) if command == "FAIL" else command
            item.fault = reason(message) or item.code
            # Nothing else would end a page that was asked for without a label.
            return [] if label or isinstance(item, Saying) else desk.finish(item.label)
        return desk.refuse(message)

    def _faulty(self, message: Message, label: str) -> Request | None:
        """Return the request of our own that `message` refuses."""
        requests = self._desk.requests
        if label:
            return requests.find(label)
        about = message.param(0) if message.command == "FAIL" else ""
        if about == "CHATHISTORY":
            return requests.oldest(Paging) or requests.oldest(Targeting)
        if about in (*_SPOKEN, "BATCH") or message.command in MESSAGE_REFUSALS:
            return requests.oldest(Saying) if not self._labels else None
        return None

    @property
    def _labels(self) -> bool:
        return self._desk.negotiation.has("labeled-response")
