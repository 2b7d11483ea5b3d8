"""CHATHISTORY. https://ircv3.net/specs/extensions/chathistory"""

import pytest

from tests.protocols.irc.handlers import commands_of
from tests.protocols.irc.peer import BOB, INFO, registered, sent
from veche.core.commands import Direction, HistoryQuery, ReadHistory, ReadTargets, Refuse
from veche.core.exchange import Done
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.core.replies import HistoryPage, HistoryTargets
from veche.protocols.irc.encoding import IrcEncodings
from veche.protocols.irc.history import lines
from veche.protocols.irc.numerics import Client


@pytest.mark.parametrize(
    ("line", "query"),
    [
        ("LATEST #c * 50", HistoryQuery(Direction.LATEST, 50)),
        ("latest #c * 100000", HistoryQuery(Direction.LATEST, 200)),
        (f"BEFORE #c msgid={to_msgid(99)} 5", HistoryQuery(Direction.BEFORE, 5, msgid=99)),
        (
            "AFTER #c timestamp=2025-03-03T11:06:40.123Z 5",
            HistoryQuery(Direction.AFTER, 5, at_ms=1_741_000_000_123),
        ),
        (
            f"BETWEEN #c msgid={to_msgid(9)} timestamp=2025-03-03T11:06:40.123Z 5",
            HistoryQuery(Direction.BETWEEN, 5, msgid=9, until_ms=1_741_000_000_123),
        ),
        (f"AROUND #c msgid={to_msgid(9)} 5", HistoryQuery(Direction.AROUND, 5, msgid=9)),
        ("AFTER #c msgid=unheard-of 5", HistoryQuery(Direction.AFTER, 5, msgid=0)),
    ],
)
def test_parameters(line: str, query: HistoryQuery) -> None:
    """Selector and limit; more than CHATHISTORY= of ISUPPORT is cut to it."""
    assert commands_of(f"CHATHISTORY {line}") == [ReadHistory("#c", query)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "FAIL CHATHISTORY INVALID_PARAMS * :Unknown command"),
        ("SIDEWAYS #c * 5", "FAIL CHATHISTORY INVALID_PARAMS SIDEWAYS :Unknown command"),
        ("LATEST #c", "FAIL CHATHISTORY INVALID_PARAMS LATEST :Insufficient parameters"),
        ("LATEST #c * 5 5", "FAIL CHATHISTORY INVALID_PARAMS LATEST :Too many parameters"),
        ("LATEST #c * 0", "FAIL CHATHISTORY INVALID_PARAMS LATEST :Invalid limit"),
        ("LATEST #c * -1", "FAIL CHATHISTORY INVALID_PARAMS LATEST :Invalid limit"),
        ("BEFORE #c * 5", "FAIL CHATHISTORY INVALID_PARAMS BEFORE :Invalid message reference"),
        ("AROUND #c * 5", "FAIL CHATHISTORY INVALID_PARAMS AROUND :Invalid message reference"),
        (
            "BETWEEN #c timestamp=2025-03-03T11:06:40.123Z 5",
            "FAIL CHATHISTORY INVALID_PARAMS BETWEEN :Insufficient parameters",
        ),
        (
            "TARGETS timestamp=x timestamp=2025-03-03T11:06:40.123Z 5",
            "FAIL CHATHISTORY INVALID_PARAMS TARGETS :Invalid timestamp",
        ),
        ("BEFORE #c timestamp=x 5", "FAIL CHATHISTORY INVALID_PARAMS BEFORE :Invalid timestamp"),
    ],
)
def test_invalid_parameters(line: str, said: str) -> None:
    """INVALID_PARAMS with the subcommand ("Errors and Warnings")."""
    wire = registered("draft/chathistory")
    request = wire.ask(f"CHATHISTORY {line}")
    (refused,) = request.commands
    assert isinstance(refused, Refuse)
    assert wire.answer(request, refused.rejection) == [f":irc.test {said}"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code.NO_SUCH_CHANNEL, "INVALID_TARGET LATEST #c :Messages could not be retrieved"),
        (Code.OPERATOR_NEEDED, "INVALID_TARGET LATEST #c :Messages could not be retrieved"),
        (Code.NOT_IN_CHANNEL, "INVALID_TARGET LATEST #c :Messages could not be retrieved"),
        (Code.TRY_AGAIN, "MESSAGE_ERROR LATEST #c :Messages could not be retrieved"),
    ],
)
def test_refused(code: Code, said: str) -> None:
    """A channel that is not there and one that is not ours are told apart by nobody."""
    wire = registered("draft/chathistory")
    told = wire.said("CHATHISTORY LATEST #c * 5", Rejection(code, "#c"))
    assert told == [f":irc.test FAIL CHATHISTORY {said}"]


def test_batch() -> None:
    """One batch with the target as typed, each message in it with its own tags."""
    wire = registered("draft/chathistory batch message-tags server-time")
    page = HistoryPage("#C", (sent("one", who=BOB), sent("two", who=BOB)))
    opening, one, two, end = wire.said("CHATHISTORY LATEST #c * 5", Done(reply=page))
    head, ref, kind, name = opening.removeprefix(":irc.test ").split(" ")
    assert (head, kind, name) == ("BATCH", "chathistory", "#c")
    assert end == f":irc.test BATCH -{ref[1:]}"
    for line, text in ((one, "one"), (two, "two")):
        assert line.startswith(f"@batch={ref[1:]};time=")
        assert line.endswith(f";veche/seq=7 :bob!bo@10.0.0.2 PRIVMSG #c :{text}")


def test_label_is_on_the_batch() -> None:
    """The batch is the whole response, so it is not wrapped into another."""
    wire = registered("draft/chathistory batch labeled-response")
    page = HistoryPage("#c", (sent("one"),))
    told = wire.said("@label=9 CHATHISTORY LATEST #c * 5", Done(reply=page))
    assert told[0].startswith("@label=9 :irc.test BATCH +")
    assert not any("label" in line for line in told[1:])
    assert len(told) == 3
    empty = wire.said("@label=9 CHATHISTORY LATEST #c * 5", Done(reply=HistoryPage("#c", ())))
    assert len(empty) == 2


def test_without_the_capability() -> None:
    """An unknown command, as any other (CAP LS is where it is offered)."""
    told = registered().said(
        "CHATHISTORY LATEST #c * 5", Rejection(Code.UNKNOWN_COMMAND, "CHATHISTORY")
    )
    assert told == [":irc.test 421 alice CHATHISTORY :Unknown command"]


def test_without_batch() -> None:
    """Limited, but it works."""
    page = HistoryPage("#c", (sent("one"),))
    told = list(lines(Client(":irc.test", "al"), page, IrcEncodings(INFO)(0), "x", "#c"))
    assert told == [":alice!al@127.0.0.1 PRIVMSG #c :one"]


def test_event_playback() -> None:
    """Only those who have asked for it are shown what else has happened."""
    for caps, wanted in (("", False), (" draft/event-playback", True)):
        wire = registered(f"draft/chathistory{caps}")
        (command,) = wire.ask("CHATHISTORY LATEST #c * 5").commands
        assert command == ReadHistory("#c", HistoryQuery(Direction.LATEST, 5, events=wanted))


def test_targets() -> None:
    """Their names and times, in a batch of its own kind ("TARGETS")."""
    stamps = "timestamp=2025-03-03T11:06:40.123Z timestamp=2025-03-03T11:06:41.000Z"
    wire = registered("draft/chathistory batch")
    request = wire.ask(f"CHATHISTORY TARGETS {stamps} 5")
    assert request.commands == (ReadTargets(1_741_000_000_123, 1_741_000_001_000, 5),)
    told = wire.answer(request, Done(reply=HistoryTargets((("#c", 1_741_000_000_500),))))
    ref = told[-1].rpartition("-")[2]
    assert told == [
        f":irc.test BATCH +{ref} draft/chathistory-targets",
        f"@batch={ref} :irc.test CHATHISTORY TARGETS #c 2025-03-03T11:06:40.500Z",
        f":irc.test BATCH -{ref}",
    ]
