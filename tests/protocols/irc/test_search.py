"""SEARCH."""

import pytest

from tests.protocols.irc.handlers import commands_of
from tests.protocols.irc.peer import registered, sent
from veche.core.commands import Refuse, Search
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Found
from veche.protocols.irc.capabilities import DRAFT_SEARCH, SEARCH


@pytest.mark.parametrize(
    ("line", "search"),
    [
        ("text=hello", Search(100, "hello")),
        ("TEXT=a\\sb\\:c", Search(100, "a b;c")),
        ("in=#c;from=bob;limit=5", Search(5, place="#c", author="bob")),
        ("in=#c text=x", Search(100, "x", "#c")),
        (
            "after=2025-03-03T11:06:40.123Z;before=timestamp=2025-03-03T11:06:41.000Z",
            Search(100, after_ms=1_741_000_000_123, before_ms=1_741_000_001_000),
        ),
    ],
)
def test_attributes(line: str, search: Search) -> None:
    """As message tags are written."""
    for caps in (SEARCH, DRAFT_SEARCH):
        assert commands_of(f"SEARCH {line}", caps=caps) == [search]


@pytest.mark.parametrize(
    ("line", "rejection"),
    [
        ("", Rejection(Code.NEED_MORE, "SEARCH")),
        ("colour=red", Rejection(Code.BAD_ARGUMENT, "colour")),
        ("limit=0", Rejection(Code.BAD_ARGUMENT, "limit")),
        ("after=soon", Rejection(Code.BAD_ARGUMENT, "after")),
    ],
)
def test_refused(line: str, rejection: Rejection) -> None:
    """What is not understood is not left out: more would be found."""
    assert commands_of(f"SEARCH {line}", caps=SEARCH) == [Refuse(rejection)]


def test_without_the_capability() -> None:
    """Unknown."""
    refused = Refuse(Rejection(Code.UNKNOWN_COMMAND, "SEARCH"))
    assert commands_of("SEARCH text=x", caps=0) == [refused]


@pytest.mark.parametrize("name", ["soju.im/search", "draft/search"])
def test_batch(name: str) -> None:
    """Named as what the client knows."""
    told = registered(f"{name} batch").said("SEARCH text=one", Done(reply=Found((sent("one"),))))
    ref = told[-1].rpartition("-")[2]
    assert told == [
        f":irc.test BATCH +{ref} {name}",
        f"@batch={ref} :alice!al@127.0.0.1 PRIVMSG #c :one",
        f":irc.test BATCH -{ref}",
    ]
    bare = registered(name).said("SEARCH text=one", Done(reply=Found((sent("one"),))))
    assert bare == [":alice!al@127.0.0.1 PRIVMSG #c :one"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code.NEED_MORE, "NEED_MORE_PARAMS :Missing parameters"),
        (Code.BAD_ARGUMENT, "INVALID_PARAMS x :Invalid parameters"),
        (Code.NO_SUCH_CHANNEL, "INVALID_PARAMS in :Messages could not be searched there"),
        (Code.NOT_IN_CHANNEL, "INVALID_PARAMS in :Messages could not be searched there"),
        (Code.TRY_AGAIN, "INTERNAL_ERROR :The messages could not be searched"),
    ],
)
def test_failures(code: Code, said: str) -> None:
    """A channel that is not there and one that is not ours are told apart by nobody."""
    told = registered("soju.im/search").said("SEARCH in=#c", Rejection(code, "x"))
    assert told == [f":irc.test FAIL SEARCH {said}"]
