"""Coming into channels and going out of them, and hearing what was said meanwhile.

Owns the way from wanting to be in a channel to having caught up with it. Must not know connections
before and after this one, but for what they left behind.
"""

from collections.abc import Callable

from veche.client.catch_up import CatchUp
from veche.client.connection import Connection
from veche.client.delivery import Delivery, Outgoing
from veche.client.events import CaughtUp, Event, JoinRefused, Left, Refused
from veche.client.historian import Historian
from veche.client.history import Anchor, Timeline
from veche.client.reports import Entered
from veche.client.roster import Roster
from veche.client.translate import same
from veche.client.wishes import Wish, Wishes
from veche.core.names import fold

# Refusals that pass by themselves (docs/protocol/seq-and-key.md): tried again, after seconds.
PASSING = ("READ_ONLY", "TRY_AGAIN")
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0)
_RETURNS = 20
_JOINS_PER_LINE = 10


class Rooms:
    """The parts that have to do with where we are, and how they act together."""

    def __init__(self, nick: str, prefix: str, clock: Callable[[], float]) -> None:
        """Want to be `nick`; keys of messages begin with `prefix`."""
        self.wishes = Wishes(nick)
        self.delivery = Delivery(prefix)
        self.timeline = Timeline()
        self.roster = Roster()
        self.historian = Historian(self.timeline, clock)
        self._met: dict[str, Wish] = {}
        # Until then nothing is asked for: the server has just said that it cannot.
        self.pause: float | None = None
        self._clock = clock

    def rest(self, tries: int) -> None:
        """Ask for nothing for a while; longer after more `tries`."""
        self.pause = self._clock() + PAUSES_S[min(tries, len(PAUSES_S) - 1)]

    def join_wanted(self, connection: Connection) -> None:
        """Ask to enter where we want to be and are not."""
        wanted = [
            wish
            for wish in self.wishes.channels.values()
            if not wish.asked and not self.roster.has(wish.name)
        ]
        for wish in wanted:
            wish.asked = True
            if wish.key:
                connection.join([wish.name], wish.key)
        open_to_all = [wish.name for wish in wanted if not wish.key]
        for first in range(0, len(open_to_all), _JOINS_PER_LINE):
            connection.join(open_to_all[first : first + _JOINS_PER_LINE])

    def ready(self, where: str) -> bool:
        """Return whether a message can be sent to `where`: we are in, or do not mean to be."""
        return self.roster.has(where) or not self.wishes.wants(where)

    def entered(self, report: Entered, connection: Connection) -> list[Event]:
        """We are in a channel."""
        event = report.joined
        key = fold(event.where)
        unwanted = self.wishes.unwanted.get(key)
        if unwanted is not None:
            connection.write("PART", unwanted.name, unwanted.reason, trailing=True)
            return []
        if not self.roster.enter(event.where):
            return []
        self.roster.apply(event)
        if not self.wishes.wants(key):
            self.wishes.want(self.wishes.expected.pop(key, Wish(event.where)))
        wish = self.wishes.channels[key]
        wish.asked, wish.tries = False, 0
        again, wish.entered = wish.entered, True
        wish.entered_at = wish.entered_at or report.at
        return [event, *self.catch_up(event.where, connection, again=again)]

    def catch_up(
        self, where: str, connection: Connection, *, again: bool, wish: Wish | None = None
    ) -> list[Event]:
        """Tell what was said in a conversation since we last heard it, if it is `again`.

        `wish`: what is to be told of it the first time, if it is not that of a channel.
        """
        supports = connection.supports
        anchor = self.timeline.anchor(where)
        wish = wish or self.wishes.channels.get(fold(where), Wish(where, backlog=0))
        if not connection.keeps_history:
            nothing = not (wish.since or wish.backlog or again or anchor)
            return [*self.historian.stop(where), CaughtUp(where, complete=nothing)]
        if anchor is None and wish.since is not None:
            since = wish.since
            anchor = Anchor(since, None) if isinstance(since, str) else Anchor("", since)
        catch_up = CatchUp(
            where,
            page=supports.history_page,
            backlog=wish.backlog,
            anchor=anchor,
            entered_at=wish.entered_at if supports.history_by_time else None,
            again=again,
            msgids=supports.history_by_msgid,
        )
        return self.historian.start(catch_up)

    def meet(self, connection: Connection) -> list[Event]:
        """Catch up with the people with whom it was asked for."""
        people, self.wishes.people = self.wishes.people, {}
        self._met |= people
        return [
            event
            for key, wish in people.items()
            if not self.historian.runs(key) and self.timeline.anchor(key) is None
            for event in self.catch_up(wish.name, connection, again=False, wish=wish)
        ]

    def lose(self) -> None:
        """The connection is lost: with whom it is not caught up, it is to be later."""
        for name in self.historian.unfinished():
            if (wish := self._met.get(fold(name))) and self.timeline.anchor(name) is None:
                self.wishes.people[fold(name)] = wish
        self._met.clear()
        self.historian.lost()

    def not_in(self, event: JoinRefused) -> list[Event]:
        """We did not get into a channel, and will not; unless it can only not be done just now."""
        wish = self.wishes.channels.get(fold(event.where))
        if wish is None:
            return []
        # Where we were once, we come in again, if the server only takes its time.
        passing = event.code in PASSING or (wish.entered and not event.code)
        if passing and wish.tries < (_RETURNS if wish.entered else len(PAUSES_S)):
            self.rest(wish.tries)
            wish.tries += 1
            wish.asked = False
            return []
        where = wish.name
        self.wishes.drop(where)
        self.roster.leave(where)
        told = self.historian.stop(where)
        self.timeline.forget(where)
        # A server that may have a message already can still say so.
        waiting = self.delivery.withdraw(lambda item: same(item.where, where) and not item.doubtful)
        rejected = [refused(item, event.reason) for item in waiting]
        return [*told, JoinRefused(where, event.code, event.reason), *rejected]

    def left(self, event: Left) -> list[Event]:
        """We are in a channel no longer, by our own will or not."""
        where = event.where
        if not where:
            return []
        parted = self.wishes.unwanted.pop(fold(where), None)
        if parted is None and not self.roster.has(where):
            return []
        told = self.historian.stop(where)
        if parted is None:
            self.wishes.drop(where)
            self.timeline.forget(where)
        left = self.roster.apply(event)
        return [*told, left] if parted is None or not parted.told else told


def refused(item: Outgoing, reason: str) -> Refused:
    """Return what is told of a message that comes to nothing."""
    return Refused(item.ticket, item.where, item.text, reason)
