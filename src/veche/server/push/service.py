"""One push to one push service: an HTTPS request (RFC 8030), and what came of it.

Owns where this server may be made to connect by strangers: only to public addresses, and the
address that is checked is the one that is connected to, so that no second answer of a name server
counts. Must not know when to send, nor whether to try again.
"""

import socket
import ssl
from collections.abc import Callable
from contextvars import ContextVar
from enum import Enum, unique
from typing import Any

import aiohttp
import msgspec
from aiohttp.abc import AbstractResolver
from yarl import URL

from veche.core.public_address import is_public
from veche.core.subscriptions import Subscription, host_of
from veche.server.push.encryption import encrypt
from veche.server.push.vapid import Vapid

TIMEOUT_S = 5.0
"""For looking up, connecting, TLS, sending, and the answer's head, all together."""
TTL_S = 604_800
"""So long a push service keeps what a device does not fetch."""
_ANSWER_BYTES = 4_096  # an answer's body is not wanted; more than this is never taken in
_PER_HOST = 4
_LONGEST_S = 3_600.0

# Addresses that one request was not let connect to: its error does not tell when there are several.
_forbidden: ContextVar[list[str]] = ContextVar("forbidden")


@unique
class Fate(Enum):
    """What came of a push."""

    SENT = "sent"
    GONE = "gone"  # the subscription is no more
    LATER = "later"  # it may work another time
    REFUSED = "refused"  # it will not work


class Result(msgspec.Struct, frozen=True):
    """The fate, and in how many seconds to try again, where the push service said it."""

    fate: Fate
    retry_s: float | None = None


class NotPublic(OSError):
    """The name stands for an address that strangers may not have us connect to."""


class PushService:
    """Makes the requests, on one loop. `hosts` are names that may have any address at all."""

    def __init__(
        self,
        vapid: Vapid,
        hosts: frozenset[str] = frozenset(),
        *,
        resolver: AbstractResolver | None = None,
        trust: ssl.SSLContext | None = None,
        allowed: Callable[[str], bool] = is_public,
    ) -> None:
        """Of the last three, tests give their own. On the loop's thread."""
        self._vapid = vapid
        self._hosts = hosts
        self._allowed = allowed
        self._trust = trust or ssl.create_default_context()
        self._resolver = resolver
        self._public = self._session(self._guarded)
        self._any = self._session(None)

    def _session(
        self, factory: Callable[[tuple[Any, ...]], socket.socket] | None
    ) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=self._trust,
            resolver=self._resolver,
            use_dns_cache=False,
            limit_per_host=_PER_HOST,
            socket_factory=factory,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_S),
            auto_decompress=False,
            trust_env=False,
            read_bufsize=_ANSWER_BYTES,
        )

    def _guarded(self, info: tuple[Any, ...]) -> socket.socket:
        """The socket that is about to be connected to this address, if it may be."""
        family, kind, proto, _, address = info
        if not self._allowed(address[0]):
            _forbidden.get().append(address[0])
            raise NotPublic(f"{address[0]} is not on the public internet")
        return socket.socket(family, kind, proto)

    async def send(self, subscription: Subscription, text: bytes) -> Result:
        """Send it, encrypted and signed. Never raises for what a push service does."""
        host = host_of(subscription.endpoint)
        session = self._any if host in self._hosts else self._public
        try:
            url = URL(subscription.endpoint, encoded=True)
            body = encrypt(text, subscription.public, subscription.secret)
        except ValueError:
            return Result(Fate.REFUSED)
        headers = {
            "Authorization": self._vapid.authorization(str(url.origin())),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL_S),
            "Urgency": "high",
            "User-Agent": "Veche",
        }
        forbidden: list[str] = []
        _forbidden.set(forbidden)
        try:
            async with session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as response:
                result = result_of(response.status, response.headers.get("Retry-After", ""))
                if not response.content.at_eof():
                    response.close()  # what it may still say is not read
                return result
        except aiohttp.InvalidURL:
            return Result(Fate.REFUSED)
        except (aiohttp.ClientError, OSError):
            return Result(Fate.REFUSED if forbidden else Fate.LATER)
        except UnicodeError:  # the name cannot be looked up
            return Result(Fate.REFUSED)

    async def close(self) -> None:
        """Close all connections."""
        await self._public.close()
        await self._any.close()


def result_of(status: int, retry_after: str = "") -> Result:
    """What the answer's status says (RFC 8030 sections 5, 7.3 and 8.4)."""
    if 200 <= status < 300:
        return Result(Fate.SENT)
    if status in (404, 410):
        return Result(Fate.GONE)
    if status == 429 or status >= 500:
        return Result(Fate.LATER, _seconds(retry_after))
    return Result(Fate.REFUSED)


def _seconds(text: str) -> float | None:
    """Of a Retry-After in seconds; one with a date (RFC 9110 section 10.2.3) counts as none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return min(float(text), _LONGEST_S)
