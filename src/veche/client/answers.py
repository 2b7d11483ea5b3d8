"""Who waits for which answer in a conversation.

Owns the futures. Must not know how the questions are put.
"""

import asyncio
from collections.abc import Container, Iterable
from typing import TypeVar

from veche.client.errors import (
    ClientError,
    LoginFailedError,
    NoSuchChannelError,
    NotLetInError,
    RefusedError,
    UnreachableError,
)
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    Ended,
    Event,
    How,
    JoinRefused,
    Members,
    NickRefused,
    Refused,
    Registered,
)
from veche.core.names import fold

_Result = TypeVar("_Result")
_NO_SUCH_CHANNEL = ("403", "NO_SUCH_CHANNEL")


class Answers:
    """Make it inside the event loop. Every wait may be cancelled."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._let_in: asyncio.Future[None] = self._loop.create_future()
        self._joins: dict[str, asyncio.Future[None]] = {}
        self._messages: dict[int, asyncio.Future[str]] = {}

    @property
    def awaited(self) -> bool:
        """Whether anybody waits."""
        return not self._let_in.done() or bool(self._joins or self._messages)

    @property
    def let_in(self) -> bool:
        """Whether it is known how the registration came out."""
        return self._let_in.done()

    async def registered(self) -> None:
        """Wait until we are let in. Raises NotLetInError, UnreachableError, EndedError."""
        await self._let_in

    async def joined(self, channels: Iterable[str]) -> None:
        """Wait until we are in all of them, and know who is there; for one task a channel.

        Raises RefusedError.
        """
        keys = [fold(channel) for channel in channels]
        futures = {key: self._loop.create_future() for key in keys}
        self._joins |= futures
        try:
            for future in futures.values():
                await future
        finally:
            for key, future in futures.items():
                self._joins.pop(key, None)
                _look_at(future)

    async def acknowledged(self, tickets: Iterable[int]) -> tuple[str, ...]:
        """Wait for all, and return their msgids. Raises RefusedError for the first refused."""
        futures = {ticket: self._loop.create_future() for ticket in tickets}
        self._messages |= futures
        try:
            return tuple([await future for future in futures.values()])
        finally:
            for ticket, future in futures.items():
                self._messages.pop(ticket, None)
                _look_at(future)

    def take(self, event: Event, channels: Container[str]) -> None:
        """Give those who wait for this event their answer; `channels`: ours, folded."""
        match event:
            case Registered():
                _resolve(self._let_in, None)
            case NickRefused(nick=nick, reason=reason):
                _fail(self._let_in, NotLetInError(f"{nick}: {reason}"))
            case Members(where=where) | CaughtUp(where=where) if fold(where) in channels:
                _resolve(self._joins.get(fold(where)), None)
            case JoinRefused(where=where):
                _fail(self._joins.get(fold(where)), _refusal(event))
            case Acknowledged(ticket=ticket, msgid=msgid):
                _resolve(self._messages.get(ticket), msgid)
            case Refused(ticket=ticket, reason=reason):
                _fail(self._messages.get(ticket), RefusedError(reason))
            case Ended(how=How.LOGIN, reason=reason):
                _fail(self._let_in, LoginFailedError(reason))
            case Ended(how=How.REFUSED, reason=reason):
                _fail(self._let_in, NotLetInError(reason))
            case Ended(reason=reason):
                _fail(self._let_in, UnreachableError(reason))

    def fail(self, error: ClientError) -> None:
        """Let nobody wait for what will not come."""
        for waiting in (self._let_in, *self._joins.values()):
            _fail(waiting, error)
        for message in self._messages.values():
            _fail(message, error)


def _resolve(future: asyncio.Future[_Result] | None, result: _Result) -> None:
    if future is not None and not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[_Result] | None, error: ClientError) -> None:
    if future is not None and not future.done():
        future.set_exception(error)
        _look_at(future)


def _look_at(future: asyncio.Future[_Result]) -> None:
    """Keep quiet about an exception that nobody waits for; end a wait that nobody is in."""
    if not future.done():
        future.cancel()
    elif not future.cancelled():
        future.exception()


def _refusal(event: JoinRefused) -> RefusedError:
    kind = NoSuchChannelError if event.code in _NO_SUCH_CHANNEL else RefusedError
    return kind(f"{event.where}: {event.reason}")
