"""A program's visit to a server: let in under some name, into one channel, until it leaves.

Owns the way in and the exit code. Must not know what the visit is for.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from veche.client.client import State
from veche.client.driver import Driver
from veche.client.errors import UnreachableError
from veche.client.events import (
    Disconnected,
    Ended,
    Event,
    Joined,
    JoinRefused,
    Left,
    LoginRefused,
    NickRefused,
    Problem,
    Registered,
    Told,
)
from veche.client.translate import same
from veche.terminal.ending import code_of, last_words
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.visit_words import VisitWords, visit_words
from veche.terminal.wording import nick_refusal, why, word

Tell = Callable[[str], None]
"""Takes one clean sentence of status, for a person."""

_NO_SUCH_CHANNEL = ("403", "NO_SUCH_CHANNEL")
# InspIRCd says so of a channel that MODE does not find.
_NO_SUCH_TARGET = (*_NO_SUCH_CHANNEL, "401")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to go: `channel` is "" for no channel; `create`: even if there is no such channel.

    `server` is what a person calls it; `since` and `backlog` are as in `Client.join`.
    """

    server: str
    channel: str = ""
    key: str = ""
    create: bool = False
    since: datetime | str | None = None
    backlog: int = 0


class Visit:
    """Give it every event of the driver, and stop as soon as `code` is set."""

    def __init__(
        self,
        driver: Driver,
        wish: Wish,
        spare_names: Iterator[str],
        tell: Tell,
        words: VisitWords | None = None,
    ) -> None:
        """Prepare; `spare_names` are tried one after another where the first is taken.

        `words` are English, unless others are given.
        """
        self.words = words or visit_words("en")
        self.entered = asyncio.Event()
        self.code: Exit | None = None
        self._driver = driver
        self._client = driver.client
        self._wish = wish
        self._spare_names = spare_names
        self._tell = tell
        self._asking = False
        self._joining = False

    @property
    def where(self) -> str:
        """The channel, "" for none."""
        return self._wish.channel

    async def begin(self) -> bool:
        """Make the first connection; if that fails, it is told and `code` is set."""
        if self.where:
            wish = self._wish
            self._client.expect(wish.channel, since=wish.since, backlog=wish.backlog)
        try:
            await self._driver.connect()
        except UnreachableError as error:
            words = self.words.others
            reason = why(str(error), words)
            address = clean_text(self._wish.server)
            self.fail(Exit.UNREACHABLE, words.unreachable.format(address=address, reason=reason))
            return False
        return True

    async def end(self) -> None:
        """Say goodbye, so that the name is free at once, and close."""
        if self._client.ended is None:
            self._client.abort()
        await self._driver.close()

    def fail(self, code: Exit, sentence: str) -> None:
        """Let it end with `code`; `sentence` is told."""
        self.code = code
        self._tell(sentence)

    def give_up(self, patience_s: float) -> None:
        """Let it end because nothing has happened for so many seconds."""
        seconds = f"{patience_s:g}"
        if self._client.state in (State.WAITING, State.CONNECTING):
            self.fail(Exit.UNREACHABLE, self.words.not_back.format(seconds=seconds))
        else:
            self.fail(Exit.TIMED_OUT, self.words.not_answered.format(seconds=seconds))

    def take(self, event: Event) -> None:
        """Do what the event asks for, as far as the way in and the ending go."""
        match event:
            case Registered():
                self._let_in(event)
            case NickRefused():
                self._other_name(event)
            case LoginRefused(detail=detail) if detail:
                self._tell(clean_text(detail))
            case Told(text=text) | Problem(text=text) if self._asking and self._is_answer(text):
                self._asking = False
                self._found(there=not isinstance(event, Problem) or not _is_missing(event))
            case JoinRefused(where=where) if same(where, self.where):
                self._not_in(event)
            case Joined(own=True, where=where) if same(where, self.where):
                self.entered.set()
            case Left(own=True, where=where) if same(where, self.where):
                [line] = word(event, "", self.words.others)
                self.fail(Exit.REFUSED, line.plain())
            case Disconnected(reason=reason, retry_in_s=wait_s):
                seconds = f"{max(wait_s, 0):.0f}"
                reason = why(reason, self.words.others)
                self._tell(self.words.retry.format(reason=reason, seconds=seconds))
            case Ended():
                self._ended(event)

    def _let_in(self, event: Registered) -> None:
        if event.again:
            self._tell(self.words.others.again_as.format(nick=clean_name(event.nick)))
        if not self.where:
            self.entered.set()
        elif not self._joining:
            self._find()

    def _find(self) -> None:
        """Ask first: to join a channel that does not exist would make it (RFC 2812, 3.2.1)."""
        if self._wish.create:
            self._found(there=True)
        else:
            self._asking = True
            # RPL_CHANNELMODEIS, whatever the modes are, or ERR_NOSUCHCHANNEL.
            self._client.command("MODE", self.where)

    def _is_answer(self, text: str) -> bool:
        return same(text.partition(" ")[0].rstrip(":"), self.where)

    def _found(self, *, there: bool) -> None:
        if there:
            wish = self._wish
            self._joining = True
            self._client.join(wish.channel, wish.key, since=wish.since, backlog=wish.backlog)
        else:
            where = clean_name(self.where)
            self.fail(Exit.NO_CHANNEL, self.words.no_channel.format(where=where))

    def _not_in(self, event: JoinRefused) -> None:
        missing = Exit.NO_CHANNEL if event.code in _NO_SUCH_CHANNEL else Exit.REFUSED
        code = missing if event.code else Exit.TIMED_OUT
        words = self.words.others
        reason = why(event.reason, words) or words.no_answer
        self.fail(code, words.not_in.format(where=clean_name(event.where), reason=reason))

    def _other_name(self, event: NickRefused) -> None:
        name = next(self._spare_names, None)
        if name is None:
            self.fail(Exit.REFUSED, nick_refusal(event, self.words.others))
        else:
            self._client.take_nick(name)

    def _ended(self, event: Ended) -> None:
        code = code_of(event, refused=False)
        if sentence := last_words(event, 0, self.words.others):
            self.fail(code, sentence)
        else:
            self.code = code


def _is_missing(event: Problem) -> bool:
    return event.code in _NO_SUCH_TARGET


def spare_names(name: str, room: int, chance: Callable[[], float]) -> Iterator[str]:
    """Give other names like `name`, none longer than `room` letters: the first two are plain.

    The last one is for servers that know no such letters. `chance` is like random.random.
    """
    for ending in ("_", "__"):
        yield f"{name[: room - len(ending)]}{ending}"
    for _ in range(5):
        yield f"{name[: room - 5]}_{int(chance() * 9_000) + 1_000}"
    yield f"guest{int(chance() * 9_000) + 1_000}"
