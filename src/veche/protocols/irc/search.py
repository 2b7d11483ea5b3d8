"""SEARCH: its attributes, and its batch (IRCv3 search, draft; soju.im/search).

Owns both directions of that one command. What there is, and who may read it, is decided elsewhere.
"""

from collections.abc import Callable, Iterator, Sequence

from veche.core.commands import Command, Search
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Found
from veche.protocols.base import Encoding
from veche.protocols.irc.capabilities import BATCH, SEARCH
from veche.protocols.irc.history import told
from veche.protocols.irc.message import Message, middle, unescape
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import need_more, refuse
from veche.protocols.irc.timestamps import from_stamp

_DEFAULT_LIMIT = 100


def search(message: Message, limits: Limits) -> Sequence[Command]:
    """`SEARCH key=value;key=value`, escaped as message tags are. Unknown keys are refused: what
    they leave out would be found."""
    if not any(message.params):
        return need_more("SEARCH")
    given: dict[str, str] = {}
    for param in message.params:
        for attribute in filter(None, param.split(";")):
            key, _, value = attribute.partition("=")
            given[key.lower()] = unescape(value)
    fields: dict[str, object] = {"limit": min(_DEFAULT_LIMIT, limits.history_page)}
    for key, value in given.items():
        known = _ATTRIBUTES.get(key)
        found = None if known is None else known[1](value)
        if known is None or found is None:
            return refuse(Code.BAD_ARGUMENT, key)
        fields[known[0]] = found
    return (Search(**fields),)  # type: ignore[arg-type]


def _stamp(value: str) -> int | None:
    return from_stamp(value.removeprefix("timestamp="))


def _count(value: str) -> int | None:
    good = value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if good and int(value) else None


_ATTRIBUTES: dict[str, tuple[str, Callable[[str], str | int | None]]] = {
    "text": ("text", str),
    "in": ("place", str),
    "from": ("author", str),
    "after": ("after_ms", _stamp),
    "before": ("before_ms", _stamp),
    "limit": ("limit", _count),
}


def lines(client: Client, reply: Found, encoding: Encoding, ref: str) -> Iterator[str]:
    """What was found as a batch named `ref`; without the batch capability, its bare lines."""
    kind = "soju.im/search" if client.caps & SEARCH else "draft/search"
    batch = bool(client.caps & BATCH)
    if batch:
        yield f"{client.server} BATCH +{ref} {kind}"
    for event in reply.events:
        yield from told(encoding.encode(event), ref if batch else "")
    if batch:
        yield f"{client.server} BATCH -{ref}"


def fail(client: Client, rejection: Rejection) -> str | None:
    """The FAIL line; None for what every command may be refused for."""
    head = f"{client.server} FAIL SEARCH"
    code = rejection.code
    if code is Code.UNKNOWN_COMMAND:
        return None
    if code is Code.BAD_ARGUMENT:
        return f"{head} INVALID_PARAMS {middle(rejection.subject)} :Invalid parameters"
    if code is Code.NEED_MORE:
        return f"{head} NEED_MORE_PARAMS :Missing parameters"
    if code in (Code.READ_ONLY, Code.TRY_AGAIN):
        return f"{head} INTERNAL_ERROR :The messages could not be searched"
    return f"{head} INVALID_PARAMS in :Messages could not be searched there"
