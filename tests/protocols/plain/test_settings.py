"""The settings of a channel, as they are typed."""

import pytest

from veche.core.commands import AskedChange, ChangeModes, Refuse
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import parse


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("/slow 10", AskedChange(True, "W", "10")),
        ("/slow off", AskedChange(False, "W")),
        ("/key sesame", AskedChange(True, "k", "sesame")),
        ("/key off", AskedChange(False, "k", "*")),
        ("/limit 50", AskedChange(True, "l", "50")),
        ("/limit OFF", AskedChange(False, "l")),
        ("/visibility joined", AskedChange(True, "H", "joined")),
        ("/visibility all", AskedChange(True, "H", "all")),
        ("/retention 30", AskedChange(True, "E", "30")),
        ("/retention off", AskedChange(False, "E")),
    ],
)
def test_a_setting(line: str, change: AskedChange) -> None:
    """Of the channel where they are, or of another."""
    word, value = line.split()
    assert parse(line, "#lobby") == ChangeModes("#lobby", (change,))
    assert parse(f"{word} #dev {value}", "#lobby") == ChangeModes("#dev", (change,))


@pytest.mark.parametrize("line", ["/slow", "/key a b", "/visibility never", "/retention #dev"])
def test_what_is_none(line: str) -> None:
    """Is told with how it is typed."""
    assert parse(line, "#lobby") == Refuse(Rejection(Code.NEED_MORE, line.split()[0]))


def test_nowhere() -> None:
    """In no channel, nothing is meant."""
    assert parse("/slow 5", "") == Refuse(Rejection(Code.NO_RECIPIENT))
