"""MARKREAD and PERSISTENCE. https://ircv3.net/specs/extensions/read-marker and persistence"""

import pytest

from tests.protocols.irc.handlers import commands_of as read
from veche.core import commands as c
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.capabilities import PERSISTENCE, READ_MARKER


def commands_of(line: str) -> list[c.Command]:
    """The commands of a client that knows both."""
    return read(line, caps=PERSISTENCE | READ_MARKER)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("MARKREAD #c", c.ReadMarker("#c")),
        (
            "MARKREAD bob timestamp=2025-03-03T11:06:40.123Z",
            c.MoveMarker("bob", 1_741_000_000_123),
        ),
        ("PERSISTENCE GET", c.ReadPersistence()),
        ("PERSISTENCE set on", c.SetPersistence(c.Persistence.ON)),
        ("PERSISTENCE SET DEFAULT", c.SetPersistence(c.Persistence.DEFAULT)),
    ],
)
def test_commands(line: str, command: c.Command) -> None:
    """Subcommands and settings in any case."""
    assert commands_of(line) == [command]


@pytest.mark.parametrize(
    ("line", "rejection"),
    [
        ("MARKREAD", Rejection(Code.NEED_MORE, "MARKREAD")),
        ("MARKREAD #c *", Rejection(Code.BAD_ARGUMENT, "*")),
        ("MARKREAD #c timestamp=soon", Rejection(Code.BAD_ARGUMENT, "timestamp=soon")),
        (
            "MARKREAD #c 2025-03-03T11:06:40.123Z",
            Rejection(Code.BAD_ARGUMENT, "2025-03-03T11:06:40.123Z"),
        ),
        ("PERSISTENCE", Rejection(Code.BAD_ARGUMENT)),
        ("PERSISTENCE SET", Rejection(Code.BAD_ARGUMENT)),
        ("PERSISTENCE SET maybe", Rejection(Code.BAD_ARGUMENT)),
    ],
)
def test_refused(line: str, rejection: Rejection) -> None:
    """A client never sets a marker to nothing."""
    assert commands_of(line) == [c.Refuse(rejection)]


def test_other_subcommands_are_ignored() -> None:
    """So that there can be more of them some day (persistence, "The PERSISTENCE command")."""
    assert commands_of("PERSISTENCE STATUS ON ON") == []
