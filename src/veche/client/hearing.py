"""What each report of a connection does to what outlives the connection, and what it tells.

Owns the order of things after a welcome, an entry and a loss. Must not know bytes and sockets, nor
when to connect.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from veche.client.catch_up import stamp
from veche.client.connection import Connection
from veche.client.events import (
    Acknowledged,
    ChannelList,
    Event,
    How,
    JoinRefused,
    Left,
    LoggedIn,
    LoginRefused,
    Members,
    NickRefused,
    Problem,
    Read,
    Registered,
    Renamed,
    Said,
    Told,
)
from veche.client.identity import Identity
from veche.client.markers import Markers
from veche.client.missed import Missed
from veche.client.reports import (
    Answered,
    Echoed,
    Entered,
    Named,
    PageRead,
    RankChanged,
    Report,
    SecretTold,
    Settled,
    TargetsRead,
    Welcomed,
)
from veche.client.rooms import PASSING, PAUSES_S, Rooms, refused
from veche.client.translate import is_channel, parse_time, same
from veche.core.names import fold

MAY_HAVE_BEEN_SENT = "the connection was lost before the answer; it may have been sent"
NEVER_SENT = "it was not sent"
_MAX_SPARE_NICKS = 5
# People with whom one speaks at a time; the longest silent are not asked about.
_MAX_DIRECTS = 20
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Hearing(Rooms, Identity):
    """All that outlives a connection, and how it acts together."""

    def __init__(self, nick: str, prefix: str, clock: Callable[[], float]) -> None:
        """Want to be `nick`; keys of messages begin with `prefix`."""
        Rooms.__init__(self, nick, prefix, clock)
        Identity.__init__(self)
        self.secret = ""
        self.unread = False
        # When anything was last heard, by the server's clock.
        self._heard_at: datetime | None = None
        self.registered_before = False
        self.settled = False
        self.markers = Markers()
        self.missed = Missed()
        # Not before the resume secret is here: what is sent could not be sent again.
        self._may_send = False
        self._spare_nicks = 0

    def hear(self, report: Report, connection: Connection) -> list[Event]:
        """Take one report; return what it tells."""
        match report:
            case Welcomed():
                return self._welcomed(report, connection)
            case Settled():
                self._may_send = True
                return [] if self.settled else self._come_back(connection)
            case SecretTold(secret=secret):
                self.secret = secret
            case Echoed(ticket=ticket, said=said):
                item = self.delivery.find(ticket)
                if item is not None:
                    item.shown, item.msgid = True, said.msgid
                return self.timeline.order([said])
            case Answered():
                return self._answered(report, connection)
            case PageRead():
                return self.historian.read(report)
            case Named():
                self.roster.named(report)
            case RankChanged():
                self.roster.rank(report, connection.supports.ranks)
            case Entered():
                return self.entered(report, connection)
            case JoinRefused():
                return self.not_in(report)
            case Left(own=True):
                return self.left(report)
            case TargetsRead():
                self._take_targets(report, connection)
            case Read(where=where, at=at):
                self._was_read(where, at)
                return [report]
            case LoggedIn(account=account):
                self.logged_in(account)
                return [report]
            case Told(code="PASSWORD_CHANGED"):
                self.password_changed()
                return [report]
            case LoginRefused():
                self.not_logged_in(report, connection)
                return [report]
            case NickRefused() if self.registered_before and not connection.registered:
                self._next_nick(connection)
            case _:
                return self._happened(report)
        return []

    def flush(self, connection: Connection) -> list[Event]:
        """Do what may be done now; return what that tells."""
        if not self.settled or connection.ended is not None:
            return []
        if self.pause is None or self.pause <= self._clock():
            self.pause = None
            self.join_wanted(connection)
            for item in self.delivery.take(self.ready) if self._may_send else ():
                connection.say(item)
        if connection.has("draft/read-marker"):
            for where, at in self.markers.take_unsent():
                connection.write("MARKREAD", where, f"timestamp={stamp(at)}")
        if not connection.keeps_history:
            return [*self.meet(connection), *self.historian.stop_looking()]
        if self.missed.due:
            self.missed.due = False
            connection.targets(self.missed.since or _LONG_AGO)
        met = self.meet(connection)
        return met + self.historian.due(connection.page, connection.supports.history_page)

    def deadline(self) -> float | None:
        """Return when `flush` has more to do, by the clock."""
        times = [at for at in (self.pause, self.historian.deadline()) if at is not None]
        return min(times, default=None)

    def lost(self, connection: Connection) -> list[Event]:
        """The connection is lost: sort what is certain from what is not."""
        self.settled, self._may_send = False, False
        self.pause, self._spare_nicks = None, 0
        self.roster.lost()
        self.markers.lost()
        self.missed.lost()
        self._heard_at = parse_time(connection.latest) or self._heard_at
        self.wishes.lost()
        self.lose()
        if connection.keeps_history:
            for nick in self._directs():
                self.timeline.hold(nick)
        self.delivery.all_again()
        events: list[Event] = []
        if connection.registered:
            self.kept = connection.lasting
        same_user = self.secret or self.kept
        if connection.registered and not (same_user and connection.has("veche/key")):
            events += self._refuse_doubtful()
        for channel in self.wishes.unwanted.values():
            if not channel.told:
                channel.told = True
                events += self.historian.stop(channel.name)
                events.append(Left(connection.nick, channel.name, channel.reason, "", own=True))
        return events

    def over(self) -> list[Event]:
        """There will be no other connection: tell what was held, refuse what is unfinished."""
        self.settled = False
        held = [event for where in self.timeline.held() for event in self.historian.stop(where)]
        doubtful = self._refuse_doubtful()
        rest = self.delivery.withdraw(lambda _: True)
        return [*held, *doubtful, *(refused(item, NEVER_SENT) for item in rest)]

    def _welcomed(self, report: Welcomed, connection: Connection) -> list[Event]:
        again, wishes = self.registered_before, self.wishes
        events: list[Event] = [Registered(report.nick, again, report.resumed)]
        if not (report.resumed and connection.has("veche/key")):
            events += self._refuse_doubtful()
        if wishes.renamed and not same(report.nick, wishes.nick):
            connection.take_nick(wishes.nick)
        elif report.resumed or not again:
            wishes.nick = report.nick
        wishes.renamed = False
        if not report.resumed:
            events += self._come_back(connection)
        self.registered_before = True
        return events

    def _come_back(self, connection: Connection) -> list[Event]:
        """All is as the server remembers it: bring it to what is wanted."""
        wishes = self.wishes
        self.settled = True
        wishes.unwanted = {k: each for k, each in wishes.unwanted.items() if self.roster.has(k)}
        self.join_wanted(connection)
        if wishes.away:
            connection.write("AWAY", wishes.away, trailing=True)
        for words in wishes.take_later():
            connection.write(*words)
        for channel in wishes.names.values():
            connection.names(channel)
        if wishes.list:
            connection.list_channels()
        if not self.registered_before:
            return []
        if self._heard_at is not None:
            self.missed.want(self._heard_at)
        return [
            event
            for nick in self._directs()
            for event in self.catch_up(nick, connection, again=True)
        ]

    def _was_read(self, where: str, at: datetime | None) -> None:
        self.markers.told(where, at)
        self.historian.was_read(where, at if self.unread else None)
        if (missed := self.missed.marked(where, at)) is not None:
            self.wishes.people[fold(where)] = missed
        wish = self.wishes.channels.get(fold(where))
        if at is None and wish and wish.entered_at and self.unread and self.proven:
            # Nobody has read anything there: what is missed begins at the first entry.
            self.markers.read(where, wish.entered_at)

    def _take_targets(self, report: TargetsRead, connection: Connection) -> None:
        """Catch up with people who have written, and with whom that is not done anyway."""
        known = [fold(name) for name in self.timeline.conversations()]
        rows = tuple(
            (name, at) for name, at in report.rows if not connection.supports.is_channel(name)
        )
        wishes, unmarked = self.missed.read(TargetsRead(rows), known)
        self.wishes.people |= {fold(wish.name): wish for wish in wishes}
        if connection.has("draft/read-marker"):
            for name in unmarked:
                connection.write("MARKREAD", name)

    def _answered(self, report: Answered, connection: Connection) -> list[Event]:
        item = self.delivery.find(report.ticket)
        if item is None:
            return []
        if report.code in PASSING and item.tries < len(PAUSES_S):
            self.rest(item.tries)
            item.tries += 1
            self.delivery.again(item.ticket)
            return []
        self.delivery.finish(item.ticket)
        if report.fault:
            return [refused(item, report.fault)]
        told: list[Event] = []
        if not item.shown:
            said = Said(connection.nick, item.where, item.text, item.kind, own=True)
            if connection.keeps_history:
                self.timeline.told_unnamed(item.where, item.text)
            told = self.timeline.order([said])
        return [*told, Acknowledged(item.ticket, item.msgid)]

    def _happened(self, event: Event) -> list[Event]:
        match event:
            case Renamed(own=True, to=to):
                self.wishes.nick = to
            case Renamed(who=who, to=to):
                self.timeline.rename(who, to)
            case Members(where=where):
                self.wishes.names.pop(fold(where), None)
            case ChannelList():
                self.wishes.list = False
            case Problem(code="NAMES"):
                self.wishes.names.clear()
            case Problem(code="LIST"):
                self.wishes.list = False
            case _:
                pass
        return self.timeline.order([self.roster.apply(event)])

    def _next_nick(self, connection: Connection) -> None:
        self._spare_nicks += 1
        if self._spare_nicks > _MAX_SPARE_NICKS:
            connection.end(How.REFUSED, "the server wants another nick")
            return
        tail = "_" * self._spare_nicks
        room = connection.supports.nick_length or len(self.wishes.nick) + len(tail)
        connection.take_nick(self.wishes.nick[: room - len(tail)] + tail)

    def _directs(self) -> list[str]:
        people = [name for name in self.timeline.conversations() if not is_channel(name)]
        return people[-_MAX_DIRECTS:]

    def _refuse_doubtful(self) -> list[Event]:
        lost = self.delivery.withdraw(lambda item: item.doubtful)
        return [refused(item, MAY_HAVE_BEEN_SENT) for item in lost]
