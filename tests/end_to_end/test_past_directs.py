"""What was said between two of whom one has left, and what was said to some of a channel: who
reads it later, on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.test_devices import device, opened
from tests.end_to_end.test_history_events import PLAYBACK, acts, page
from tests.harness import ServerProcess

CAPS = (*PLAYBACK[:-1], "standard-replies")
EVER = "timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 50"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "data") as server:
        opened(server)
        yield server


def _targets(client: IrcClient) -> list[str]:
    client.send(f"CHATHISTORY TARGETS {EVER}")
    found = [line.split("CHATHISTORY TARGETS ") for line in client.barrier()]
    return sorted(words[1].split(" ")[0] for words in found if len(words) > 1)


def _refused(client: IrcClient, words: str) -> bool:
    client.send(f"CHATHISTORY {words}")
    return any("FAIL CHATHISTORY INVALID_TARGET" in line for line in client.barrier())


def test_a_guest_has_left(tmp_path: Path, server: ServerProcess) -> None:
    """The account reads on, after a crash as well; the next of that nick reads nothing."""
    with device(server, *CAPS) as anna:
        with join(server.connect, "boris", caps=CAPS) as boris:
            boris.say("anna", "the key is under the mat")
            anna.expect(r"@\S+ :boris!\S+ PRIVMSG anna :the key")
            anna.say("boris", "thanks")
            anna.barrier()
            boris.send("QUIT :bye")
            boris.wait_closed()
        said = ["boris PRIVMSG anna :the key is under the mat", "anna PRIVMSG boris :thanks"]
        assert acts(page(anna, "LATEST boris * 50")) == said
        assert "boris" in _targets(anna)
        with join(server.connect, "boris", "#a", caps=CAPS) as false:
            assert page(false, "LATEST anna * 50") == page(false, "LATEST boris * 50") == []
            assert _targets(false) == []
            assert acts(page(anna, "LATEST boris * 50")) == said
            false.say("anna", "where was it?")
            anna.expect(r"@\S+ :boris!\S+ PRIVMSG anna :where")
            assert acts(page(false, "LATEST anna * 50")) == ["boris PRIVMSG anna :where was it?"]
            said.append("boris PRIVMSG anna :where was it?")
            assert acts(page(anna, "LATEST boris * 50")) == said
    server.kill()
    with ServerProcess(tmp_path / "data") as again:
        with device(again, *CAPS) as anna:
            assert acts(page(anna, "LATEST boris * 50")) == said
            assert _targets(anna).count("boris") == 1
        with join(again.connect, "boris", "#a", caps=CAPS) as false:
            assert page(false, "LATEST anna * 50") == []
            assert _refused(false, "LATEST nobody * 50")


def test_what_was_missed_from_somebody_who_has_left(server: ServerProcess) -> None:
    """Comes on return, though its author is gone."""
    with join(server.connect, "boris", "#a") as boris:
        boris.say("anna", "I was here")
        boris.send("QUIT")
        boris.wait_closed()
    with device(server) as anna:
        anna.expect(r":boris!\S+ PRIVMSG anna :I was here")


def test_a_part_of_a_channel(server: ServerProcess) -> None:
    """For those with the rank, as long as they have it."""
    with (
        join(server.connect, "boris", "#b", caps=CAPS) as boris,
        join(server.connect, "cara", "#b", caps=CAPS) as cara,
        join(server.connect, "dora", caps=CAPS) as dora,
    ):
        boris.say("@#b", "among us")
        boris.barrier()
        said = ["boris PRIVMSG @#b :among us"]
        assert acts(page(boris, "LATEST @#b * 50")) == said
        for client, words in ((cara, "LATEST @#b * 50"), (dora, "LATEST @#b * 50")):
            assert _refused(client, words)
        assert acts(page(cara, "LATEST #b * 50")) == []
        boris.send("MODE #b +o cara")
        cara.expect(r"@\S+ :boris!\S+ MODE #b \+o cara")
        assert acts(page(cara, "LATEST @#b * 50")) == said
        boris.send("MODE #b -o cara")
        cara.expect(r"@\S+ :boris!\S+ MODE #b -o cara")
        assert _refused(cara, "LATEST @#b * 50")
        assert "@#b" not in _targets(boris)
