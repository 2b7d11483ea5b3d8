"""History with all that happened in a channel (IRCv3 chathistory, event-playback), from outside."""

import re
from pathlib import Path

from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess

PLAYBACK = ("batch", "server-time", "message-tags", "draft/chathistory", "draft/event-playback")


def page(client: IrcClient, words: str) -> list[str]:
    """The lines of one CHATHISTORY batch, tags first."""
    client.send(f"CHATHISTORY {words}")
    client.expect(r"(@\S+ )?:\S+ BATCH \+\S+ chathistory ")
    first = len(client.lines)
    client.expect(r"(@\S+ )?:\S+ BATCH -")
    return [line for line in client.lines[first:-1] if line.startswith("@batch=")]


def acts(lines: list[str]) -> list[str]:
    """Who did what: `nick COMMAND rest`."""
    return [re.sub(r"^@\S+ :([^! ]+)\S* ", r"\1 ", line) for line in lines]


def tags(line: str) -> dict[str, str]:
    """The tags of a line."""
    return dict(tag.partition("=")[::2] for tag in line[1:].split(" ")[0].split(";"))


def test_nick_and_quit_are_played_back(tmp_path: Path) -> None:
    """In their place among all else, in every channel that they were seen in, and after a crash;
    with the msgid that they had, and without a number of the channel."""
    with (
        ServerProcess(tmp_path / "data") as server,
        join(server.connect, "anna", "#a", caps=PLAYBACK) as anna,
    ):
        with (
            join(server.connect, "boris", "#a", "#b", caps=PLAYBACK) as boris,
            join(server.connect, "cara", "#b", caps=PLAYBACK) as cara,
        ):
            boris.say("#a", "one")
            boris.send("NICK bob")
            boris.say("#a", "two")
            boris.barrier()
            boris.send("QUIT :tired")
            boris.wait_closed()
            live = tags(anna.expect(r"(@\S+) :bob!\S+ QUIT")[1])
            anna.say("#a", "three")
            anna.barrier()
            wanted = [
                "boris JOIN #a",
                "boris PRIVMSG #a :one",
                "boris NICK bob",
                "bob PRIVMSG #a :two",
                "bob QUIT :Quit: tired",
                "anna PRIVMSG #a :three",
            ]
            lines = page(anna, "LATEST #a * 6")
            assert acts(lines) == wanted
            quit_ = tags(lines[4])
            assert quit_["msgid"] == live["msgid"]
            assert (quit_["time"], "veche/seq" in quit_) == (live["time"], False)
            numbers = [int(tags(lines[place])["veche/seq"]) for place in (0, 1, 3, 5)]
            assert numbers == [2, 3, 4, 5]
            anchor = f"msgid={quit_['msgid']}"
            before = acts(page(anna, f"BEFORE #a {anchor} 2"))  # more with equal stamps
            assert before in (wanted[2:4], wanted[1:4], wanted[:4])
            assert acts(page(anna, f"AFTER #a {anchor} 2")) == wanted[5:]
            assert acts(page(anna, f"AROUND #a {anchor} 3"))[-3:] == wanted[3:]
            assert acts(page(cara, "LATEST #b * 2")) == [wanted[2], wanted[4]]
        server.kill()
    with (
        ServerProcess(tmp_path / "data") as server,
        join(server.connect, "dora", "#a", caps=PLAYBACK) as dora,
        join(server.connect, "emil", "#a", caps=PLAYBACK[:-1]) as emil,
    ):
        assert set(wanted) <= set(acts(page(dora, "LATEST #a * 50")))
        assert acts(page(emil, "LATEST #a * 50")) == [w for w in wanted if "PRIVMSG" in w]
