"""MONITOR, SETNAME, WHOWAS. https://ircv3.net/specs/extensions/monitor"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core.commands import (
    ChangeRealname,
    Command,
    ReadTime,
    ReadWatched,
    ReadWhowas,
    UnwatchNicks,
    WatchNicks,
)
from veche.core.rejections import Code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MONITOR + a,b", WatchNicks(("a", "b"))),
        ("MONITOR - a,,b", UnwatchNicks(("a", "b"))),
        ("MONITOR C", UnwatchNicks()),
        ("MONITOR c", UnwatchNicks()),
        ("MONITOR L", ReadWatched()),
        ("MONITOR s", ReadWatched()),
        ("SETNAME :Anna A", ChangeRealname("Anna A")),
        ("SETNAME Anna A", ChangeRealname("Anna A")),
        ("WHOWAS a", ReadWhowas(("a",))),
        ("WHOWAS a,b 2", ReadWhowas(("a", "b"), 2)),
        ("WHOWAS a -1", ReadWhowas(("a",))),
        ("WHOWAS a 0", ReadWhowas(("a",))),
        ("WHOWAS a ٣", ReadWhowas(("a",))),
        ("TIME", ReadTime()),
        ("STATS u", ReadTime()),
    ],
)
def test_parameters(line: str, expected: Command) -> None:
    """Each form."""
    assert commands_of(line) == [expected]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("MONITOR", Code.NEED_MORE),
        ("MONITOR +", Code.NEED_MORE),
        ("MONITOR - ,", Code.NEED_MORE),
        ("MONITOR X a", Code.BAD_ARGUMENT),
        ("SETNAME", Code.NEED_MORE),
        ("WHOWAS", Code.NO_NAME),
        ("WHOWAS ,", Code.NO_NAME),
        ("WHOWAS a,b,c,d,e,f,g,h,i", Code.TOO_MANY_TARGETS),
    ],
)
def test_refused(line: str, why: Code) -> None:
    """What is missing or too much."""
    assert refusal(line) is why
