"""Whom each event concerns."""

import pytest

from tests.core.driver import START_MS, Assembly
from veche.core import commands as c
from veche.core.audience import (
    NOBODY,
    Around,
    Audience,
    InChannel,
    OfUsers,
    OneSession,
    audience,
)
from veche.core.events import (
    AwayChanged,
    ChannelCreated,
    ChannelExpired,
    DirectOpened,
    Event,
    Invited,
    Joined,
    Kicked,
    MessageSent,
    ModesChanged,
    NickChanged,
    Parted,
    Record,
    Returned,
    ServerStarted,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    TagsSent,
    TopicSet,
    UserDetached,
    UserLeft,
    UserModesChanged,
    UserRegistered,
    UserResumed,
)

ROOM = 99
IN_ROOM = InChannel(ROOM)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (MessageSent(1), IN_ROOM),
        (MessageSent(1, 2), OfUsers((2, 1))),
        (MessageSent(1, 1), OfUsers((1,))),
        (TagsSent(1, ROOM), IN_ROOM),
        (TagsSent(1, 0, 2), OfUsers((2, 1))),
        (TagsSent(1, 0, 1), OfUsers((1,))),
        (Joined(1, ROOM), IN_ROOM),
        (Returned(1, ROOM), IN_ROOM),
        (Parted(1, ROOM), IN_ROOM),
        (Kicked(1, ROOM, 2), IN_ROOM),
        (TopicSet(1, ROOM), IN_ROOM),
        (ModesChanged(1, ROOM), IN_ROOM),
        (UserModesChanged(1), OfUsers((1,))),
        (Invited(1, ROOM, 2), OfUsers((2,))),
        (SessionEnded(5), OneSession(5)),
        (SessionAttached(5, 0, 1), NOBODY),
        (SessionDetached(5), NOBODY),
        (UserRegistered(1), NOBODY),
        (UserResumed(1), NOBODY),
        (ServerStarted(), NOBODY),
        (ChannelCreated(ROOM), NOBODY),
        (ChannelExpired(ROOM), NOBODY),
        (DirectOpened(7, 1, 2), NOBODY),
    ],
    ids=repr,
)
def test_by_what_the_event_says(event: Event, expected: Audience) -> None:
    """Whoever is there; the state is not asked."""
    assert audience(Assembly().state, Record(1, START_MS, ROOM, event)) == expected


@pytest.mark.parametrize("kind", [NickChanged, UserLeft, UserDetached, AwayChanged])
def test_all_who_know_the_user(kind: type[NickChanged | UserLeft]) -> None:
    """The user itself and its channels, as they are before the event; nobody for the unseen."""
    assembly = Assembly()
    anna = assembly.enter(1, "anna", c.Join("#a"), c.Join("#b"), secret=b"anna")
    record = Record(1, START_MS, None, kind(anna.id))
    assert audience(assembly.state, record) == Around(anna.id, tuple(anna.channels))
    assembly.do(1, c.Disconnected())
    assert audience(assembly.state, record) == NOBODY
    assert audience(assembly.state, Record(1, START_MS, None, kind(12345))) == NOBODY
