"""The tables of who is where, kept from events alone."""

from tests.server.fakes import LOCAL, FakeConnection, FakeEncoding, FakeTransport
from veche.core.events import (
    Event,
    Joined,
    Kicked,
    NickChanged,
    Parted,
    Returned,
    SessionAttached,
    SessionDetached,
    UserDetached,
    UserLeft,
)
from veche.server.membership import AFTER, BEFORE, WHEN, Membership
from veche.server.session import Session

INDEX = 2


def attach(membership: Membership, number: int, user: int, *channels: int) -> Session:
    """A session of the user's, in these channels."""
    encoding = FakeEncoding()
    session = Session(number, FakeTransport(), FakeConnection(encoding), LOCAL)
    session.encoding = encoding
    membership.sessions[number] = session
    membership.change(SessionAttached(number, INDEX, user, channels))
    return session


def test_joins_reach_all_sessions_of_the_user() -> None:
    """And nobody else's."""
    membership = Membership(INDEX)
    one, other, far = (attach(membership, n, user) for n, user in ((1, 5), (2, 5), (3, 6)))
    membership.change(Joined(5, 7))
    membership.change(Returned(6, 8))
    assert list(membership.in_channel(7)) == [one, other]
    assert list(membership.in_channel(8)) == [far]


def test_a_session_of_another_worker_is_not_ours() -> None:
    """Though its number may be in our table."""
    membership = Membership(INDEX)
    attach(membership, 1, 5)
    membership.change(SessionAttached(1, INDEX + 1, 6, (7,)))
    assert list(membership.of_user(5)) != []
    assert list(membership.of_user(6)) == list(membership.in_channel(7)) == []


def test_every_way_out_leaves_nothing_behind() -> None:
    """Empty tables go as well, or memory would grow with every channel that ever was."""
    ways: list[Event] = [Parted(5, 7), Kicked(9, 7, 5), UserLeft(5), UserDetached(5)]
    for way in [*ways, SessionDetached(1)]:
        membership = Membership(INDEX)
        session = attach(membership, 1, 5, 7)
        membership.change(way)
        assert membership.channels == {}
        assert session.channels == {}
        membership.forget(session)
        assert (membership.users, membership.sessions) == ({}, {})


def test_an_encoding_that_comes_later() -> None:
    """Before it has one, a session in a channel hears nothing; then it does."""
    membership = Membership(INDEX)
    session = attach(membership, 1, 5)
    membership.refile(session, None)
    membership.change(Joined(5, 7))
    assert list(membership.in_channel(7)) == []
    membership.refile(session, FakeEncoding())
    assert list(membership.in_channel(7)) == [session]


def test_when_the_tables_change() -> None:
    """Who comes hears of it from then on; who goes has heard it."""
    assert (WHEN[Joined], WHEN[Parted]) == (BEFORE, AFTER)
    assert NickChanged not in WHEN
