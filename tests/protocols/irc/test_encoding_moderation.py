"""Acts of moderation as others see them. https://ircv3.net/specs/extensions/channel-rename"""

from tests.protocols.irc.peer import ALICE, BOB, INFO, lines_of, transient
from veche.core import events as ev
from veche.core.events.bodies import SERVER
from veche.protocols.irc.capabilities import CHANNEL_RENAME, EXTENDED_JOIN
from veche.protocols.irc.encoding import IrcEncodings

ENCODINGS = IrcEncodings(INFO)
RENAMED = ev.RenamedBody(ALICE, "#a", "#b", "#b", "better")
MOVED = ev.MovedBody(
    BOB, "Bob B", "#a", "#b", "better", True, ("tea", "alice", 5_000), (("o", ALICE), ("", BOB))
)


def told(flags: int, event: ev.Event, body: ev.Body) -> list[str]:
    """The lines for a client with these capabilities."""
    return lines_of(ENCODINGS(flags).encode(transient(event, body)))


def test_wallops() -> None:
    """https://modern.ircdocs.horse/#wallops-message"""
    line = told(0, ev.WallopsSent(1), ev.TextBody(ALICE, "", "hello"))
    assert line == [":alice!al@127.0.0.1 WALLOPS :hello"]


def test_rename() -> None:
    """One line for those who know it; for the others as if they went over ("Fallback")."""
    line = ":alice!al@127.0.0.1 RENAME #a #b :better"
    assert told(CHANNEL_RENAME, ev.ChannelRenamed(1, 5), RENAMED) == [line]
    assert told(0, ev.ChannelRenamed(1, 5), RENAMED) == []
    assert told(CHANNEL_RENAME, ev.ChannelMoved(2, 5), MOVED) == []
    assert told(0, ev.ChannelMoved(2, 5), MOVED) == [
        ":bob!bo@10.0.0.2 PART #a :better",
        ":bob!bo@10.0.0.2 JOIN #b",
        ":irc.test 332 bob #b :tea",
        ":irc.test 333 bob #b alice 5",
        ":irc.test 353 bob @ #b :@alice bob",
        ":irc.test 366 bob #b :End of /NAMES list",
    ]
    assert ":bob!bo@10.0.0.2 JOIN #b * :Bob B" in told(EXTENDED_JOIN, ev.ChannelMoved(2, 5), MOVED)


def test_ranks_that_the_server_gives() -> None:
    """In its own name."""
    changes = tuple(ev.ModeChange(True, letter, "bob", 2) for letter in "qo")
    body = ev.ModesBody(SERVER, "#a", changes)
    assert told(0, ev.ModesChanged(2, 5), body) == [":irc.test MODE #a +qo bob bob"]
