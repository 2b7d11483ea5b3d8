"""Which pages of history to ask for, and when all is told.

Owns one conversation's way from what was told last to now (IRCv3 chathistory). Must not know
connections; whoever holds it asks what it says, and brings what was answered.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from veche.client.events import Said
from veche.client.history import BEGINNING, Anchor
from veche.client.reports import PageRead

# A server that always has one more page is not followed for ever.
MAX_PAGES = 1_000
# Asked for where the server does not say how much it gives.
_PAGE = 50
# How often a page that the server could not give just now is asked for again.
MAX_FAULTS = 4
_TICK = timedelta(milliseconds=1)
# What is shown of a conversation whose thread is lost.
_AFRESH = 20
_MOST_BACKLOG = 5_000


class Stage(Enum):
    """What is asked for."""

    AFTER = auto()  # what came after the anchor, oldest first
    PROBE = auto()  # the newest: an empty page may also mean that the anchor is unknown
    LATEST = auto()  # the last messages
    BEFORE = auto()  # more of them
    DONE = auto()


class CatchUp:
    """Ask what `ask` says, give the page to `take` and tell what it returns, until `done`."""

    def __init__(
        self,
        where: str,
        *,
        page: int,
        backlog: int = 0,
        anchor: Anchor | None = None,
        entered_at: datetime | None = None,
        again: bool = False,
        proven: bool = False,
        msgids: bool = True,
    ) -> None:
        """Tell all after `anchor`, or the last `backlog` messages if it is None.

        `entered_at`: when we came in, so that those are the last before it; `again`: and what was
        said since then was not heard.
        `page`: how many messages an answer may have, 0 if the server does not say; `proven`: the
        server surely knows the anchor; `msgids`: it can be asked by msgid.
        """
        self.where = where
        self.complete = True
        self.afresh = False
        self.faults = 0
        # Up to when it was read: what is later belongs to the last messages, however many.
        self.read_at: datetime | None = None
        self._page = page
        self._backlog = min(backlog, _MOST_BACKLOG)
        if anchor is not None and anchor.at is None and not msgids:
            # There is no way to ask what came after it.
            anchor, self.complete, self._backlog = None, False, max(self._backlog, _AFRESH)
        self._anchor = anchor
        self._msgids = msgids
        self._proven = proven or anchor is None or not (anchor.msgid and msgids)
        self._doubted = False
        self._stage = Stage.LATEST if anchor is None else Stage.AFTER
        self._pages = 0
        self._gathered: list[Said] = []
        self._first: Anchor | None = None
        self._entry = entered_at
        self._again = again
        if anchor is None and entered_at is not None:
            self._first = Anchor("", entered_at)
            self._stage = Stage.BEFORE if backlog else self._since_entry(entered_at)
        elif anchor is None and again:
            self.complete = False

    @property
    def done(self) -> bool:
        """Whether nothing more is to be asked."""
        return self._stage is Stage.DONE

    @property
    def anchor(self) -> Anchor:
        """Up to where all is told."""
        return self._anchor or BEGINNING

    def onward(self, anchor: Anchor) -> "CatchUp":
        """Return what catches up after `anchor`, which the server has just told."""
        page, msgids = self._page, self._msgids
        return CatchUp(self.where, page=page, anchor=anchor, proven=True, msgids=msgids)

    def ask(self) -> tuple[str, ...]:
        """Return the parameters of the next CHATHISTORY."""
        match self._stage:
            case Stage.AFTER:
                return "AFTER", self.where, self._select(self.anchor), str(self._page or _PAGE)
            case Stage.BEFORE if self._first is not None:
                return "BEFORE", self.where, self._select(self._first), str(self._wanted())
            case Stage.PROBE:
                return "LATEST", self.where, "*", "1"
            case _:
                return "LATEST", self.where, "*", str(self._wanted())

    def take(self, page: PageRead, knows: Callable[[str], bool]) -> list[Said]:
        """Take the answer; return what is to be told, in order."""
        self._pages += 1
        self.faults = 0
        match self._stage:
            case Stage.AFTER:
                return self._after(page)
            case Stage.PROBE:
                return self._probed(page, knows)
            case _:
                return self._latest(page, knows)

    def give_up(self) -> list[Said]:
        """The rest cannot be had; return what is to be told nevertheless."""
        self._stage, self.complete = Stage.DONE, False
        return self._newest()

    def _since_entry(self, entered_at: datetime) -> Stage:
        # Others may have spoken in the millisecond of the entry.
        self._anchor = Anchor("", entered_at - _TICK)
        return Stage.AFTER if self._again else Stage.DONE

    def _after(self, page: PageRead) -> list[Said]:
        if not page.count and not self._proven:
            if self._doubted:
                self._begin_afresh()
                return []
            self._stage = Stage.PROBE
        elif self._is_short(page, self._page):
            self._stage = Stage.DONE
        elif page.last is None or page.last == self._anchor or self._pages >= MAX_PAGES:
            self.give_up()
        self._anchor = page.last or self._anchor
        self._proven = self._proven or page.count > 0
        return list(page.said)

    def _probed(self, page: PageRead, knows: Callable[[str], bool]) -> list[Said]:
        msgid = page.last.msgid if page.last else ""
        if msgid and (msgid == self.anchor.msgid or knows(msgid)):
            self._stage = Stage.DONE
        else:
            # It may have come since the page that was empty: then it is after the anchor now.
            self._stage, self._doubted = Stage.AFTER, True
        return []

    def _begin_afresh(self) -> None:
        """The server does not know the anchor."""
        self._stage, self.complete, self.afresh = Stage.LATEST, False, True
        self._anchor = None
        self._backlog = max(self._backlog, _AFRESH)

    def _latest(self, page: PageRead, knows: Callable[[str], bool]) -> list[Said]:
        asked = self._wanted()
        stuck = page.first is None or page.first == self._first or self._pages >= MAX_PAGES
        # What came in live since we asked is told in its turn.
        self._gathered[:0] = [said for said in page.said if not knows(said.msgid)]
        self._first = page.first
        self._anchor = self._anchor or page.last
        if not (self._is_short(page, asked) or stuck or self._has_enough()):
            self._stage = Stage.BEFORE
            return []
        entered_at = None if self.afresh else self._entry
        self._stage = Stage.DONE if entered_at is None else self._since_entry(entered_at)
        return self._newest()

    def _select(self, anchor: Anchor) -> str:
        return selector(anchor if self._msgids else by_time(anchor))

    def _newest(self) -> list[Said]:
        gathered, self._gathered = self._gathered, []
        count = max(self._backlog, sum(map(self._is_unread, gathered)))
        return gathered[-count:] if self._backlog else []

    def _has_enough(self) -> bool:
        gathered = self._gathered
        if len(gathered) < self._backlog:
            return False
        return len(gathered) >= _MOST_BACKLOG or not self._is_unread(gathered[0])

    def _is_unread(self, said: Said) -> bool:
        return bool(self.read_at and said.at and said.at > self.read_at)

    def _is_short(self, page: PageRead, asked: int) -> bool:
        return page.count < asked if self._page else not page.count

    def _wanted(self) -> int:
        page = self._page or _PAGE
        missing = self._backlog - len(self._gathered)
        if missing > 0:
            return min(page, missing)
        return page if self._gathered else 1


def selector(anchor: Anchor) -> str:
    """Return how CHATHISTORY is told of `anchor`."""
    if anchor.msgid:
        return f"msgid={anchor.msgid}"
    at = anchor.at or datetime.fromtimestamp(0, UTC)
    return f"timestamp={stamp(at)}"


def stamp(moment: datetime) -> str:
    """Return a moment as server-time has it: UTC, milliseconds."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return f"{text}Z"


def by_time(anchor: Anchor) -> Anchor:
    """Return the same anchor without its msgid, for servers that take none.

    A little before it: others may have been said in the same millisecond.
    """
    if anchor.at is None or not anchor.msgid:
        return anchor
    return Anchor("", anchor.at - _TICK)
