"""What the other devices of a person are told."""

from tests.protocols.irc.peer import ALICE, AT_MS, INFO, STAMP, stored
from veche.core import events as ev
from veche.protocols.irc.capabilities import PERSISTENCE, READ_MARKER
from veche.protocols.irc.encoding import IrcEncodings

ENCODINGS = IrcEncodings(INFO)


def test_a_marker_moved() -> None:
    """MARKREAD for those who know it, nothing for others."""
    moved = stored(ev.MarkerMoved(1, 2, AT_MS), ev.TextBody(ALICE, "#c"), None)
    line = f":irc.test MARKREAD #c timestamp={STAMP}\r\n"
    assert ENCODINGS(READ_MARKER).encode(moved).decode() == line
    assert ENCODINGS(0).encode(moved) == b""


def test_a_setting_changed() -> None:
    """PERSISTENCE STATUS for those who know it; other settings are not told so."""
    line = ENCODINGS(PERSISTENCE).encode(stored(ev.SettingChanged(2, "persistence", "off")))
    assert line == b":irc.test PERSISTENCE STATUS OFF OFF\r\n"
    line = ENCODINGS(PERSISTENCE).encode(stored(ev.SettingChanged(2, "persistence")))
    assert line == b":irc.test PERSISTENCE STATUS DEFAULT ON\r\n"
    assert ENCODINGS(PERSISTENCE).encode(stored(ev.SettingChanged(2, "colour", "x"))) == b""
    assert ENCODINGS(0).encode(stored(ev.SettingChanged(2, "persistence"))) == b""
