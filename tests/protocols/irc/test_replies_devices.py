"""What MARKREAD and PERSISTENCE are answered with."""

import pytest

from tests.protocols.irc.peer import registered
from veche.core.commands import Persistence
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Marker, Persisting

CAPS = "draft/read-marker draft/persistence"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Marker("#C", 0), "MARKREAD #C *"),
        (Marker("bob", 1_741_000_000_123), "MARKREAD bob timestamp=2025-03-03T11:06:40.123Z"),
    ],
)
def test_markers(reply: Marker, said: str) -> None:
    """`*` when nothing is known; the target as typed."""
    told = registered(CAPS).said(f"MARKREAD {reply.target}", Done(reply=reply))
    assert told == [f":irc.test {said}"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Persisting(Persistence.DEFAULT, True), "DEFAULT ON"),
        (Persisting(Persistence.OFF, False), "OFF OFF"),
    ],
)
def test_status(reply: Persisting, said: str) -> None:
    """What was said, and what holds."""
    told = registered(CAPS).said("PERSISTENCE GET", Done(reply=reply))
    assert told == [f":irc.test PERSISTENCE STATUS {said}"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("MARKREAD", Code.NEED_MORE, "MARKREAD NEED_MORE_PARAMS :Missing parameters"),
        ("MARKREAD #c *", Code.BAD_ARGUMENT, "MARKREAD INVALID_PARAMS x :Invalid parameters"),
        ("MARKREAD a,b", Code.BAD_NICK, "MARKREAD INVALID_PARAMS x :Invalid parameters"),
        (
            "MARKREAD #c",
            Code.READ_ONLY,
            "MARKREAD INTERNAL_ERROR x :The read timestamp could not be set",
        ),
        (
            "PERSISTENCE GET",
            Code.NOT_LOGGED_IN,
            "PERSISTENCE ACCOUNT_REQUIRED :An account is required",
        ),
        (
            "PERSISTENCE SET",
            Code.BAD_ARGUMENT,
            "PERSISTENCE INVALID_PARAMETERS :Invalid parameters",
        ),
        ("PERSISTENCE SET ON", Code.READ_ONLY, "PERSISTENCE INTERNAL_ERROR :An error occurred"),
    ],
)
def test_failures(line: str, code: Code, said: str) -> None:
    """In the words of the specifications, also to those without standard-replies."""
    told = registered(CAPS).said(line, Rejection(code, "x"))
    assert told == [f":irc.test FAIL {said}"]
