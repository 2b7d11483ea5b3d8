"""Sessions that come to a user and leave it."""

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, assert_consistent, deliveries, events
from veche.core import commands as c
from veche.core.events import Returned, SessionAttached, TextBody, UserResumed


def test_a_user_that_nobody_saw_is_announced() -> None:
    """In each of its channels, with its realname; the session hears all of them."""
    assembly = Assembly()
    user = assembly.enter(1, "guest", c.Join("#a"), secret=b"guest")
    assembly.do(1, c.Disconnected("gone"))
    assembly.enter(2, "bob", c.Join("#a"))
    (_, outs) = assembly.ask(3, c.Register("x", "u", "r", "h", resume=b"guest"))
    assert [type(e) for e in events([d.event for d in deliveries(outs)])][-3:] == [
        SessionAttached,
        UserResumed,
        Returned,
    ]
    body = deliveries(outs, Returned)[0].event.record.body
    assert isinstance(body, TextBody)
    assert body.text == user.realname
    assert_consistent(assembly.state)


def test_one_of_several_sessions_goes() -> None:
    """The user stays, and nobody is told."""
    assembly = Assembly()
    made(assembly, "Alice")
    user = logged_in(assembly, 1, "Alice")
    logged_in(assembly, 2, "Alice")
    (_, outs) = assembly.ask(1, c.Disconnected("gone"))
    assert len(deliveries(outs)) == 1
    assert list(user.sessions) == [2]
