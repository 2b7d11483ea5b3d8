"""What is kept only so long, on a real server: gone from every file, list and search; and said so
honestly by the numbers of what is left."""

import sqlite3
import sys
from pathlib import Path

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.test_history_events import PLAYBACK, acts, page, tags
from tests.harness import ServerProcess, wait_until

DAY_MS = 86_400_000
# The server as it is, but for how often it looks.
OFTEN = """
import sys
from veche.cli.main import main
from veche.server import hub_thread
hub_thread.KEEP_HOUSE_S = 0.1
sys.argv = ["veche", *sys.argv[3:]]
main()
"""
CAPS = (*PLAYBACK, "soju.im/search")


def _aged(data: Path, days: int) -> None:
    """All that is in the log happened so much earlier."""
    database = sqlite3.connect(data / "veche.db")
    database.execute("UPDATE events SET at_ms = at_ms - ?", (days * DAY_MS,))
    database.execute("DELETE FROM snapshots")
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _stands_somewhere(data: Path, text: str) -> bool:
    return any(text.encode() in _bytes(file) for file in data.rglob("*") if file.is_file())


def _bytes(file: Path) -> bytes:
    """What stands in it; nothing, if it went while it was looked for."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _found(client: IrcClient, word: str) -> int:
    client.send(f"SEARCH text={word}")
    return sum("PRIVMSG" in line for line in client.barrier())


def _say_all(server: ServerProcess) -> None:
    with (
        join(server.connect, "anna", "#short", "#long", caps=CAPS) as anna,
        join(server.connect, "boris", "#short", "#long", caps=CAPS) as boris,
    ):
        anna.send("MODE #short -t+E 1")
        anna.barrier()
        for channel in ("#short", "#long"):
            boris.say(channel, f"elephant in {channel[1:]}")
        boris.send("TOPIC #short :zebra in short")
        anna.say("@#short", "giraffe among us")
        boris.say("anna", "rhinoceros between us")
        boris.barrier()
        anna.barrier()
        wait_until(lambda: _found(anna, "elephant") == 2, what="being indexed")


@pytest.mark.parametrize("days", [(), ("--limits-history-days", "2")], ids=["channel", "server"])
def test_it_goes_from_everywhere(tmp_path: Path, days: tuple[str, ...]) -> None:
    """A channel's by its mode E, all by the server's setting; what is new stays."""
    data = tmp_path / "data"
    everything = bool(days)
    with ServerProcess(data) as server:
        _say_all(server)
    _aged(data, 3)
    often = (sys.executable, "-c", OFTEN)
    with (
        ServerProcess(data, python=often, args=days) as server,
        join(server.connect, "cara", "#short", "#long", caps=CAPS) as cara,
    ):
        cara.say("#short", "elephant of today")
        texts = ["elephant in short", "giraffe among us"]
        if everything:
            texts += ["elephant in long", "rhinoceros between us"]
        for text in texts:
            wait_until(lambda text=text: not _stands_somewhere(data, text), what=text)  # type: ignore[misc]
        wait_until(lambda: _found(cara, "elephant") == 2 - everything, what="the search's news")
        left = page(cara, "LATEST #short * 50")
        assert [act for act in acts(left) if "PRIVMSG" in act] == [
            "cara PRIVMSG #short :elephant of today"
        ]
        numbers = [int(tags(line)["veche/seq"]) for line in left if "veche/seq" in tags(line)]
        assert numbers == sorted(numbers)
        assert set(range(1, numbers[-1] + 1)) - set(numbers) == {4}, "the number is not given again"
        assert [act for act in acts(left) if "TOPIC" in act] == [
            "boris TOPIC #short :zebra in short"
        ]
        long_ = acts(page(cara, "LATEST #long * 50"))
        assert ("boris PRIVMSG #long :elephant in long" in long_) is not everything
        assert _stands_somewhere(data, "elephant of today")
        assert _stands_somewhere(data, "rhinoceros between us") is not everything


def test_a_page_is_asked_from_what_is_gone(tmp_path: Path) -> None:
    """Its place is known for ever: nothing after it is missed, and nothing is told twice."""
    data = tmp_path / "data"
    with (
        ServerProcess(data) as server,
        join(server.connect, "anna", "#short", caps=(*CAPS, "echo-message")) as anna,
    ):
        anna.say("#short", "elephant in short")
        msgid = tags(anna.expect(r"(@\S+) :anna!\S+ PRIVMSG #short")[1])["msgid"]
        anna.send("MODE #short +E 1")
        anna.barrier()
    _aged(data, 3)
    with (
        ServerProcess(data, python=(sys.executable, "-c", OFTEN)) as server,
        join(server.connect, "cara", "#short", caps=CAPS) as cara,
    ):
        wait_until(lambda: not _stands_somewhere(data, "elephant"), what="its end")
        cara.say("#short", "today")
        cara.barrier()
        after = acts(page(cara, f"AFTER #short msgid={msgid} 50"))
        assert [act for act in after if "PRIVMSG" in act] == ["cara PRIVMSG #short :today"]
        before = acts(page(cara, f"BEFORE #short msgid={msgid} 50"))
        assert not [act for act in before if "PRIVMSG" in act]
