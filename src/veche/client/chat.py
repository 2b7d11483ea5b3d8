"""A conversation for bots and scripts: say, and listen.

Owns the task that runs the driver, and who waits for which answer. Must not know sockets.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from veche.client.address import Address, parse_address
from veche.client.answers import Answers
from veche.client.client import Client
from veche.client.driver import Driver
from veche.client.errors import EndedError
from veche.client.events import (
    CaughtUp,
    Ended,
    Event,
    How,
    JoinRefused,
    Kind,
    NickRefused,
    Said,
)
from veche.client.inbox import Inbox
from veche.client.profile import Profile
from veche.client.transport import CONNECT_S
from veche.core.names import fold
from veche.core.secret import Secret

# How long one waits for the last acknowledgements when leaving, in seconds.
LEAVE_S = 10.0


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody else said."""

    chat: "Chat"
    said: Said

    @property
    def who(self) -> str:
        """The nick of the one who said it."""
        return self.said.who

    @property
    def text(self) -> str:
        """The text, as it was sent: hostile until cleaned."""
        return self.said.text

    @property
    def where(self) -> str:
        """The conversation: the channel, or the person it is with."""
        is_channel = self.chat.client.supports.is_channel(self.said.where)
        return self.said.where if is_channel else self.said.who

    async def reply(self, text: str, *, kind: Kind = Kind.TEXT) -> tuple[str, ...]:
        """Answer where it was said: in the channel, or to the person. As `Chat.say`."""
        return await self.chat.say(self.where, text, kind=kind, reply_to=self.said.msgid)


class Chat:
    """Use as `async with Chat("nick@host:port", "#channel") as chat:`.

    A lost connection comes back by itself, and what was said meanwhile is made up for.
    """

    def __init__(
        self,
        address: str | Address,
        *channels: str,
        nick: str = "",
        password: str = "",
        account: str = "",
        account_password: str = "",
        certificate: str = "",
        since: datetime | str | None = None,
        backlog: int = 0,
        tls: bool | None = None,
        reconnect: bool = True,
        spare_nicks: int = 2,
        connect_s: float = CONNECT_S,
    ) -> None:
        """Prepare to talk in `channels`.

        `nick` is that of the address where none is given, or "guest"; if it is taken, nick_ and so
        on are tried, `spare_nicks` of them. `account` and the rest are as in `Profile`; the nick is
        then the account's where none is given. `since` and `backlog` are as in `Client.join`.
        Raises ValueError for an address or a nick that is none.
        """
        place = parse_address(address) if isinstance(address, str) else address
        profile = Profile(
            nick or place.nick or account or "guest",
            password=password,
            reconnect=reconnect,
            account=account,
            account_password=Secret(account_password),
            certificate=certificate,
        )
        self._driver = Driver(place, profile, tls=tls, connect_s=connect_s)
        self._client = self._driver.client
        self._channels = channels
        self._since = since
        self._backlog = backlog
        self._spare_nicks = spare_nicks
        self._pump: asyncio.Task[None] | None = None
        self._answers: Answers | None = None
        self._failure: EndedError | None = None
        # Each with whether it is of the backlog: said before we came.
        self._inbox: Inbox[tuple[Event, bool]] = Inbox()
        self._behind: set[str] = set()

    @property
    def nick(self) -> str:
        """What the server calls us."""
        return self._client.nick

    @property
    def client(self) -> Client:
        """The client, for what is not offered here; call `flush` after asking anything of it."""
        return self._client

    def flush(self) -> None:
        """Send what was asked of the client."""
        self._driver.flush()
        self._inbox.stir()

    async def __aenter__(self) -> Self:
        """Connect, register and enter the channels.

        Raises UnreachableError, NotLetInError, RefusedError (NoSuchChannelError) or EndedError.
        """
        if self._pump is not None:
            raise RuntimeError("a conversation begins once")
        await self._driver.connect()
        self._answers = Answers()
        self._pump = asyncio.create_task(self._run(self._answers))
        try:
            await self._answers.registered()
            await self._enter(self._channels, self._since, self._backlog)
        except BaseException:
            await self._end(wait_s=0.0)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave, once what was said is acknowledged, or after 10 s; at once after an error."""
        await self._end(wait_s=LEAVE_S if kind is None else 0.0)

    async def join(
        self, channel: str, *, since: datetime | str | None = None, backlog: int = 0
    ) -> None:
        """Enter a channel; return when it is known who is there. Raises RefusedError, EndedError.

        The backlog comes after that.
        """
        await self._enter([channel], since, backlog)

    async def say(
        self, where: str, text: str, *, kind: Kind = Kind.TEXT, reply_to: str = ""
    ) -> tuple[str, ...]:
        """Say it; return the msgids, one for each piece of a long text, once acknowledged.

        While the connection is lost this waits for the next. Raises RefusedError, EndedError;
        ValueError for what cannot be sent.
        """
        answers = self._open()
        tickets = self._client.say(where, text, kind, reply_to=reply_to)
        self.flush()
        return await answers.acknowledged(tickets)

    async def events(self) -> AsyncIterator[Event]:
        """Give everything that happens, until the conversation ends; Ended is the last.

        What happens is told once: two readers at the same time share it.
        """
        async for event, _ in self._read():
            yield event

    async def messages(self, *, past: bool = False) -> AsyncIterator[Message]:
        """Give what others say, until the conversation ends; notices and edits are in `events`
        only.

        What was said while the connection was lost is among it; what was said before we came only
        with `past`. Raises EndedError if the conversation ends otherwise than by leaving.
        """
        async for event, backlog in self._read():
            if not isinstance(event, Said) or event.own or (backlog and not past):
                continue
            # Who has obeyed a message is not to obey it once more.
            if event.edits:
                continue
            # RFC 2812 section 3.3.2: nothing may answer a notice by itself.
            if event.kind is not Kind.NOTICE:
                yield Message(self, event)
        if self._failure is not None:
            raise self._failure

    # What happens.

    async def _read(self) -> AsyncIterator[tuple[Event, bool]]:
        self._inbox.readers += 1
        try:
            while (item := await self._inbox.get()) is not None:
                yield item
        finally:
            self._inbox.readers -= 1

    async def _run(self, answers: Answers) -> None:
        try:
            while self._client.ended is None:
                for event in await self._driver.events():
                    self._take(event, answers)
                # Who waits for an answer cannot read at the same time.
                if not (answers.awaited or self._client.leaving):
                    await self._inbox.room()
        except EndedError as error:
            self._failure = error
        finally:
            self._answers = None
            self._inbox.close()
            answers.fail(self._failure or EndedError("the conversation is over"))

    def _take(self, event: Event, answers: Answers) -> None:
        backlog = isinstance(event, Said) and event.past and fold(event.where) in self._behind
        self._inbox.put((event, backlog))
        match event:
            case NickRefused(taken=True) if not answers.let_in and self._spare_nicks > 0:
                self._spare_nicks -= 1
                self._client.take_nick(f"{event.nick}_")
                return
            case CaughtUp(where=where) | JoinRefused(where=where):
                self._behind.discard(fold(where))
            case Ended(how=how, reason=reason) if how is not How.LEFT:
                self._failure = EndedError(reason)
        answers.take(event, self._client.channels)

    # What is asked.

    async def _enter(
        self, channels: Iterable[str], since: datetime | str | None, backlog: int
    ) -> None:
        answers = self._open()
        wanted = [name for name in channels if fold(name) not in self._client.channels]
        for channel in wanted:
            self._client.join(channel, since=since, backlog=backlog)
            self._behind.add(fold(channel))
        self.flush()
        await answers.joined(wanted)

    def _open(self) -> Answers:
        if self._answers is None:
            raise self._failure or EndedError("the conversation is over, or has not begun")
        return self._answers

    async def _end(self, wait_s: float) -> None:
        pump = self._pump
        assert pump is not None
        try:
            if wait_s and not pump.done():
                self._client.leave()
                self.flush()
                await asyncio.wait([pump], timeout=wait_s)
            if not pump.done():
                self._client.abort()
        finally:
            pump.cancel()
            await self._driver.close()
        await asyncio.wait([pump])
        if not pump.cancelled():
            pump.result()
