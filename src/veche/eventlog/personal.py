"""What the log holds of an account: the records whose bodies go when it is erased.

Owns the choice. Must not know who erases them.
"""

from collections.abc import Iterator

from veche.core.events import MessageSent, Reacted, Stored, Who
from veche.core.ids import Id
from veche.core.names import fold
from veche.eventlog.base import Reader

_AT_ONCE = 1_000


def personal(reader: Reader, account: Id, name: str, *, messages: bool) -> Iterator[Id]:
    """What is of the account, and with `messages` what it said, as `name`. Goes through the whole
    log. Raises LogError."""
    pos = 0
    while found := reader.after(pos, _AT_ONCE):
        pos = found[-1].pos
        for stored in found:
            if is_of(stored, account) or (messages and is_said_by(stored, account, name)):
                yield stored.record.id


def is_of(stored: Stored, account: Id) -> bool:
    """Whether it tells something of the account: its keys, settings, markers, logins."""
    record = stored.record
    return record.body is not None and getattr(record.event, "account", 0) == account


def is_said_by(stored: Stored, account: Id, name: str) -> bool:
    """Whether its user said it, being logged in; not what others of that name said before."""
    record = stored.record
    who = getattr(record.body, "who", None)
    return (
        isinstance(record.event, MessageSent | Reacted)
        and record.id > account
        and isinstance(who, Who)
        and fold(who.account) == fold(name)
    )
