"""Answers about who is, comes and was here."""

import msgspec

from veche.core.events import Who


class Watching(msgspec.Struct, frozen=True, gc=False):
    """Of the nicks that were asked about: who is here, and which are nobody's.

    `refused`: they would be more than `limit`.
    """

    online: tuple[Who, ...] = ()
    offline: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    limit: int = 0


class WatchList(msgspec.Struct, frozen=True, gc=False):
    """The nicks that the session watches, as it typed them, and who of them is here."""

    nicks: tuple[str, ...]
    online: tuple[Who, ...]
    offline: tuple[str, ...]


class WasHere(msgspec.Struct, frozen=True, gc=False):
    """Somebody who had a nick until `at_ms`."""

    who: Who
    realname: str
    at_ms: int


class Whowas(msgspec.Struct, frozen=True, gc=False):
    """WHOWAS: the latest first."""

    rows: tuple[WasHere, ...]


class Time(msgspec.Struct, frozen=True, gc=False):
    """The server's time, Unix milliseconds."""

    at_ms: int
