"""What the log holds of an account."""

from tests.eventlog.contract import committed
from veche.core.events import (
    AccountBody,
    AccountCreated,
    Body,
    Credentials,
    CredentialsBody,
    CredentialsChanged,
    Event,
    Joined,
    LoggedIn,
    MarkerMoved,
    MessageSent,
    MetadataBody,
    MetadataSet,
    Reacted,
    Record,
    TextBody,
    Who,
)
from veche.eventlog.memory import MemoryLog
from veche.eventlog.personal import personal

OLGA, BORIS = 100, 101
"""Ids of accounts."""
HERS = Who("olga", "o", "h", "Olga")
HIS = Who("boris", "b", "h", "Boris")


def log_of(*happened: tuple[int, Event, Body]) -> MemoryLog:
    """A log with these records: id, event, body."""
    log = MemoryLog()
    committed(log, *(Record(number, 1, None, event, body) for number, event, body in happened))
    return log


def test_all_that_tells_something_of_it() -> None:
    """Wherever it stands, and nothing of others, of channels, or what was said."""
    log = log_of(
        (200, AccountCreated(OLGA), AccountBody("Olga", "olga", Credentials("hash"))),
        (201, CredentialsChanged(OLGA), CredentialsBody(Credentials("hash 2"))),
        (202, LoggedIn(7, OLGA), TextBody(HERS, "Olga")),
        (203, MetadataSet(7, target=7, account=OLGA), MetadataBody(HERS, "olga", "url", "x")),
        (204, MarkerMoved(7, OLGA, 5), TextBody(HERS, "#a")),
        (205, MetadataSet(7, channel=9), MetadataBody(HERS, "#a", "url", "x")),
        (206, LoggedIn(8, BORIS), TextBody(HIS, "Boris")),
        (207, MessageSent(7), TextBody(HERS, "#a", "hello")),
        (208, Joined(7, 9), TextBody(HERS, "#a")),
    )
    found = list(personal(log.reader(), OLGA, "Olga", messages=False))
    assert found == [200, 201, 202, 203, 204]


def test_what_was_said_goes_as_well_if_it_is_to() -> None:
    """By the account, not under its nick; not by somebody whose account had the name before."""
    log = log_of(
        (50, MessageSent(5), TextBody(HERS, "#a", "by another Olga, long ago")),
        (200, MessageSent(7), TextBody(HERS, "#a", "hello")),
        (201, Reacted(7, 200), TextBody(HERS, "#a", tags=(("+draft/react", "x"),))),
        (202, MessageSent(8), TextBody(HIS, "#a", "hello")),
        (203, MessageSent(9), TextBody(Who("olga", "o", "h"), "#a", "by a guest")),
        (204, MessageSent(7), TextBody(HERS, "boris", "for you")),
    )
    assert list(personal(log.reader(), OLGA, "OLGA", messages=True)) == [200, 201, 204]
    assert list(personal(log.reader(), OLGA, "Olga", messages=False)) == []


def test_a_long_log() -> None:
    """More than is read at once; what is erased already is not named again."""
    moved = ((n, MarkerMoved(7, OLGA, 5), TextBody(HERS, "#a")) for n in range(1, 2_501))
    log = log_of(*moved)
    log.erase([1, 2_500], lambda: None)
    assert list(personal(log.reader(), OLGA, "Olga", messages=False)) == list(range(2, 2_500))
