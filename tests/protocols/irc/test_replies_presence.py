"""Replies about who is, comes and was here. https://modern.ircdocs.horse/#whowas-message"""

import pytest

from tests.protocols.irc.peer import ALICE, AT_MS, BOB, INFO, STAMP
from veche.core import replies as core
from veche.protocols.irc import replies_presence as presence
from veche.protocols.irc.numerics import Client

CLIENT = Client(":irc.test", "al")


def test_watching() -> None:
    """730 and 731, and 734 with those that were too many."""
    reply = core.Watching((ALICE, BOB), ("vera", "gleb"), ("dina", "e f"), 100)
    assert list(presence.watching(CLIENT, reply)) == [
        ":irc.test 730 al :alice!al@127.0.0.1,bob!bo@10.0.0.2",
        ":irc.test 731 al :vera,gleb",
        ":irc.test 734 al 100 dina,e :Monitor list is full.",
    ]
    assert list(presence.watching(CLIENT, core.Watching())) == []


def test_watch_list() -> None:
    """`L`: 732 and 733; `S`: who of them is here."""
    reply = core.WatchList(("Bob", "vera"), (BOB,), ("vera",))
    assert list(presence.watch_list(CLIENT, reply, ["L"])) == [
        ":irc.test 732 al :Bob,vera",
        ":irc.test 733 al :End of MONITOR list",
    ]
    assert list(presence.watch_list(CLIENT, reply, ["s"])) == [
        ":irc.test 730 al :bob!bo@10.0.0.2",
        ":irc.test 731 al :vera",
    ]
    empty = core.WatchList((), (), ())
    assert list(presence.watch_list(CLIENT, empty, ["L"])) == [
        ":irc.test 733 al :End of MONITOR list"
    ]


def test_long_lists_go_on_in_further_lines() -> None:
    """None longer than 510 bytes, no nick lost or cut."""
    nicks = tuple(f"имя{number}" for number in range(200))
    *lists, _ = presence.watch_list(CLIENT, core.WatchList(nicks, (), nicks), ["L"])
    assert len(lists) > 1
    assert all(len(line.encode()) <= 510 for line in lists)
    found = [nick for line in lists for nick in line.partition(" :")[2].split(",")]
    assert tuple(found) == nicks


def test_whowas() -> None:
    """314 and 312 for each; 406 where there was nobody; 369 with what was asked."""
    reply = core.Whowas((core.WasHere(BOB, "Bob B", AT_MS),))
    assert list(presence.whowas(CLIENT, INFO, reply, ["BOB,x", "1"])) == [
        ":irc.test 314 al bob bo 10.0.0.2 * :Bob B",
        f":irc.test 312 al bob irc.test :{STAMP}",
        ":irc.test 369 al BOB,x :End of WHOWAS",
    ]
    assert list(presence.whowas(CLIENT, INFO, core.Whowas(()), ["x"])) == [
        ":irc.test 406 al x :There was no such nickname",
        ":irc.test 369 al x :End of WHOWAS",
    ]


@pytest.mark.parametrize(
    ("command", "params", "expected"),
    [
        ("TIME", [], [":irc.test 391 al irc.test 1741000000 0 :2025-03-03T11:06:40.000Z"]),
        ("TIME", ["*.test"], [":irc.test 391 al irc.test 1741000000 0 :2025-03-03T11:06:40.000Z"]),
        ("TIME", ["x.y"], [":irc.test 402 al x.y :No such server"]),
        (
            "STATS",
            ["u"],
            [
                ":irc.test 242 al :Server Up 20150 days 11:06:40",
                ":irc.test 219 al u :End of /STATS report",
            ],
        ),
        ("STATS", ["x"], [":irc.test 219 al x :End of /STATS report"]),
    ],
)
def test_time_and_stats(command: str, params: list[str], expected: list[str]) -> None:
    """Seconds and words; of the statistics only the uptime."""
    assert list(presence.time(CLIENT, INFO, core.Time(AT_MS), command, params)) == expected
