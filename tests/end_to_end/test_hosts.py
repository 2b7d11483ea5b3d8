"""Another host, from outside: whom it is told to, and how long it lasts."""

import re
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.programs import Program
from tests.harness import ServerProcess
from veche.server.passwords import hasher

PASSWORD = "keep order"
HASH = hasher().hash(PASSWORD)
KNOWN = ("chghost", "extended-join", "away-notify")
NOW = ":tom!t@staff/tom"


@pytest.fixture
def args(tmp_path: Path) -> tuple[str, ...]:
    """Flags of a server with one operator, Olga."""
    path = tmp_path / "veche.toml"
    path.write_text(f'[operators]\nolga = "{HASH}"\n')
    return ("--config", str(path), "--accounts-registration", "true")


def oper(client: IrcClient) -> None:
    """Be an operator."""
    client.send(f"OPER olga :{PASSWORD}")
    client.expect(r"(@\S+ )?:\S+ 381 ")


def bare(lines: list[str]) -> list[str]:
    """The lines without tags and the server's name."""
    return [re.sub(r"^:veche\.local ", ":s ", re.sub(r"^@\S+ ", "", line)) for line in lines]


def test_whom_it_is_told_to(args: tuple[str, ...]) -> None:
    """https://ircv3.net/specs/extensions/chghost: each in its own way, once."""
    with (
        ServerProcess(args=args) as server,
        join(server.connect, "olga", caps=()) as olga,
        join(server.connect, "tom", "#a", "#b", caps=()) as tom,
        join(server.connect, "modern", "#a", "#b", caps=KNOWN) as modern,
        join(server.connect, "old", "#a", "#b", caps=()) as old,
        join(server.connect, "joiner", "#b", caps=("extended-join", "away-notify")) as joiner,
        join(server.connect, "watcher", caps=("extended-monitor", "chghost")) as watcher,
        join(server.connect, "curious", caps=("extended-monitor",)) as curious,
    ):
        oper(olga)
        for client in (watcher, curious):
            client.send("MONITOR + tom")
        tom.send("AWAY :tea", "MODE #a +v tom")
        everybody = (tom, modern, old, joiner, watcher, curious, olga)
        for client in everybody:
            client.barrier()
        olga.send("CHGHOST Tom t staff/tom")
        olga.expect(r":\S+ NOTICE olga :tom is seen under that host now$")
        told = [bare(client.barrier()) for client in everybody]
        was = ":tom!746f6d@127.0.0.1"
        change = f"{was} CHGHOST t staff/tom"
        assert told == [
            [":s 396 tom staff/tom :is now your displayed host"],
            [change],
            [
                f"{was} QUIT :Changing host",
                f"{NOW} JOIN #a",
                ":s MODE #a +ov tom tom",
                f"{NOW} JOIN #b",
                ":s MODE #b +o tom",
            ],
            [
                f"{was} QUIT :Changing host",
                f"{NOW} JOIN #b * :tom",
                ":s MODE #b +o tom",
                f"{NOW} AWAY :tea",
            ],
            [change],
            [],
            [],
        ]
        tom.send("PRIVMSG #b :hello")
        for client in (modern, old, joiner):
            client.expect(rf"(@\S+ )?{NOW} PRIVMSG #b :hello$")
        olga.send("CHGHOST tom t staff/tom")
        olga.expect(r":\S+ NOTICE olga :tom is seen under that host now$")
        assert bare(old.barrier()) == bare(modern.barrier()) == bare(tom.barrier()) == []


def test_an_operator_in_the_channel(args: tuple[str, ...]) -> None:
    """Is told as the others are, also of its own, and answered beside that."""
    with (
        ServerProcess(args=args) as server,
        join(server.connect, "olga", "#a", caps=("chghost", "labeled-response", "batch")) as olga,
        join(server.connect, "tom", "#a", caps=("chghost",)) as tom,
    ):
        oper(olga)
        tom.send("CHGHOST tom t staff/tom")
        tom.expect(r":\S+ 481 tom ")
        olga.barrier()
        olga.send("@label=1 CHGHOST tom t staff/tom", "CHGHOST olga o staff/olga")
        told = olga.barrier()
        assert [line.startswith("@label=1 ") for line in told] == [False, True, False, False]
        assert bare(told) == [
            ":tom!746f6d@127.0.0.1 CHGHOST t staff/tom",
            ":s NOTICE olga :tom is seen under that host now",
            ":olga!6f6c6761@127.0.0.1 CHGHOST o staff/olga",
            ":s NOTICE olga :olga is seen under that host now",
        ]
        assert bare(tom.barrier()) == [
            ":tom!746f6d@127.0.0.1 CHGHOST t staff/tom",
            ":olga!6f6c6761@127.0.0.1 CHGHOST o staff/olga",
        ]
        olga.send("CHGHOST tom t :not a host", "CHGHOST nobody t h", "CHGHOST tom t")
        olga.expect(r":\S+ 400 olga CHGHOST :A host has ")
        olga.expect(r":\S+ 401 olga nobody ")
        olga.expect(r":\S+ 461 olga CHGHOST ")
        olga.send("AUDIT")
        olga.expect(r":\S+ NOTICE olga :\S+ olga chghost tom t@staff/tom$")


def test_masks_whois_and_history(args: tuple[str, ...]) -> None:
    """See what others see; what was said before keeps the mask of then."""
    caps = ("message-tags", "batch", "draft/chathistory", "chghost")
    with (
        ServerProcess(args=args) as server,
        join(server.connect, "olga", "#a", caps=caps) as olga,
        join(server.connect, "tom", "#a", caps=()) as tom,
    ):
        oper(olga)
        tom.send("PRIVMSG #a :before")
        olga.expect(r"(@\S+ )?:tom!\S+ PRIVMSG #a :before")
        olga.send("CHGHOST tom t staff/tom")
        tom.expect(r":\S+ 396 ")
        tom.send("PRIVMSG #a :after", "WHOIS tom")
        tom.expect(r":\S+ 311 tom tom t staff/tom \* ")
        olga.send("CHATHISTORY LATEST #a * 10")
        olga.expect(r"@\S+ :tom!746f6d@127\.0\.0\.1 PRIVMSG #a :before")
        olga.expect(rf"@\S+ {NOW} PRIVMSG #a :after")
        olga.send("MODE #a +b *!*@staff/*")
        tom.expect(r":\S+ MODE #a \+b ")
        tom.send("PRIVMSG #a :unheard")
        tom.expect(r":\S+ 404 tom #a ")


def test_it_outlives_the_server(tmp_path: Path, args: tuple[str, ...]) -> None:
    """For an account's user, by a crash; and a ban of where it came from still finds it."""
    with ServerProcess(tmp_path / "data", args=args) as server:
        with (
            join(server.connect, "olga", caps=()) as olga,
            join(server.connect, "tom", "#a", caps=()) as tom,
        ):
            tom.send("REGISTER * * sesame-1")
            tom.expect(r":\S+ REGISTER SUCCESS tom ")
            oper(olga)
            olga.send("CHGHOST tom t staff/tom")
            tom.expect(r":\S+ 396 ")
        server.kill()
    with (
        ServerProcess(tmp_path / "data", args=args) as server,
        join(server.connect, "olga", caps=()) as olga,
    ):
        olga.send("WHOIS tom")
        olga.expect(r":\S+ 311 olga tom t staff/tom \* ")
        oper(olga)
        olga.send("KLINE 127.0.0.0/8 :no more")
        olga.expect(r":\S+ NOTICE olga :127\.0\.0\.0/8 is banned ")
        olga.send("WHOIS tom")
        olga.expect(r":\S+ 401 olga tom ")


def test_on_the_plain_door(args: tuple[str, ...]) -> None:
    """It is done by words; who is there is not told."""
    with (
        ServerProcess(args=args) as server,
        join(server.connect, "tom", "#lobby", caps=("chghost",)) as tom,
        Program([require_tool("nc"), server.host, str(server.port)]) as olga,
    ):
        olga.write("olga\n")
        olga.wait_for("You are olga in #lobby")
        olga.write(f"/cloak tom t staff/tom\n/oper olga {PASSWORD}\n")
        olga.wait_for("Only operators of this server may do that.")
        olga.wait_for("You are an operator of this server.")
        olga.write("/cloak tom t -\n")
        olga.wait_for("That host did not work: a host has ")
        olga.write("/cloak tom t staff/tom\n")
        olga.wait_for("tom is seen under that host now.")
        tom.expect(r":tom!\S+ CHGHOST t staff/tom$")
        assert "tom is gone" not in olga.output
        assert "tom joined" not in olga.output
