"""METADATA. https://ircv3.net/specs/extensions/metadata"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core import commands as c
from veche.core.rejections import Code


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("METADATA * SET url :a b", c.SetMetadata("*", "url", "a b")),
        ("METADATA * set url", c.SetMetadata("*", "url")),
        ("METADATA #c GET a b", c.ReadMetadata("#c", ("a", "b"))),
        ("METADATA bob LIST", c.ReadMetadata("bob")),
        ("METADATA #c CLEAR", c.ClearMetadata("#c")),
        ("METADATA #c SYNC", c.SyncMetadata("#c")),
        ("METADATA * SUB a b", c.Subscribe(("a", "b"))),
        ("METADATA * UNSUB a", c.Unsubscribe(("a",))),
        ("METADATA * SUBS", c.ReadSubscriptions()),
    ],
)
def test_subcommands(line: str, command: c.Command) -> None:
    """In any case."""
    assert commands_of(line) == [command]


@pytest.mark.parametrize(
    "line", ["METADATA", "METADATA *", "METADATA * SET", "METADATA * GET", "METADATA * SUB"]
)
def test_too_few(line: str) -> None:
    """461."""
    assert refusal(line) is Code.NEED_MORE


def test_unknown_subcommand() -> None:
    """A FAIL of its own."""
    assert refusal("METADATA * DESTROY") is Code.BAD_ARGUMENT
