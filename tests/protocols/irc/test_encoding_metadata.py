"""Values of metadata as others are told. https://ircv3.net/specs/extensions/metadata"""

from tests.protocols.irc.peer import ALICE, INFO, lines_of, stored, transient
from veche.core import events as ev
from veche.protocols.irc.capabilities import METADATA_2, METADATA_3, SERVER_TIME
from veche.protocols.irc.encoding import IrcEncodings

SET = stored(ev.MetadataSet(1, target=1), ev.MetadataBody(ALICE, "alice", "url", "x y"), seq=None)
GONE = stored(ev.MetadataSet(1, channel=5), ev.MetadataBody(ALICE, "#c", "url", ""), seq=None)


def lines(happened: ev.Happened, flags: int) -> list[str]:
    """As sent to those with these capabilities."""
    return lines_of(IrcEncodings(INFO)(flags).encode(happened))


def test_version_2() -> None:
    """A message by who set it; without a value it is gone."""
    assert lines(SET, METADATA_2) == [":alice!al@127.0.0.1 METADATA alice url * :x y"]
    assert lines(GONE, METADATA_2) == [":alice!al@127.0.0.1 METADATA #c url *"]


def test_version_3() -> None:
    """A numeric, which goes before version 2 where a client has asked for both."""
    for flags in (METADATA_3, METADATA_3 | METADATA_2):
        assert lines(SET, flags) == [":irc.test 761 * alice url * :x y"]
        assert lines(GONE, flags) == [":irc.test 766 * #c url :That key has no value"]


def test_of_somebody_who_came_in() -> None:
    """The same."""
    shown = transient(ev.MetadataShown(1), ev.MetadataBody(ALICE, "alice", "url", "x"))
    assert lines(shown, METADATA_3) == [":irc.test 761 * alice url * :x"]


def test_nobody_else() -> None:
    """Nor what was erased."""
    assert lines(SET, SERVER_TIME) == []
    assert lines(stored(ev.MetadataSet(1, target=1)), METADATA_3) == []
