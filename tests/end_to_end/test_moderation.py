"""Moderation from outside: operators, bans and ranks, on both doors and after a restart."""

from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.programs import Program
from tests.harness import ServerProcess
from veche.server.passwords import hasher

PASSWORD = "keep order"


@pytest.fixture
def config(tmp_path: Path) -> str:
    """A configuration with one operator, Olga."""
    path = tmp_path / "veche.toml"
    path.write_text(f'[operators]\nolga = "{hasher().hash(PASSWORD)}"\n')
    return str(path)


def oper(client: IrcClient, nick: str) -> None:
    """Be an operator."""
    client.send(f"OPER olga :{PASSWORD}")
    client.expect(rf"(@\S+ )?:{nick}!\S+ MODE {nick} \+o$")
    client.expect(rf":\S+ 381 {nick} ")


def test_a_ban_outlives_the_server(tmp_path: Path, config: str) -> None:
    """And so do the trail and the ban's end, by a crash."""
    args = ("--config", config)
    with ServerProcess(tmp_path / "data", args=args) as server:
        with join(server.connect, "olga") as olga:
            oper(olga, "olga")
            with join(server.connect, "eve") as eve:
                olga.send("KLINE eve!*@* :too loud")
                assert any("Banned (too loud)" in line for line in eve.wait_closed())
            olga.expect(r":\S+ NOTICE olga :eve!\*@\* is banned ")
        server.kill()
    with ServerProcess(tmp_path / "data", args=args) as server:
        with IrcClient(server.connect()) as eve:
            eve.send("NICK Eve", "USER e 0 * :e")
            eve.expect(r":\S+ 465 \* :You are banned from this server \(too loud\)$")
            eve.wait_closed()
        with join(server.connect, "olga") as olga:
            olga.send("AUDIT")
            olga.expect(r":\S+ 481 olga ")
            oper(olga, "olga")
            olga.send("AUDIT", "UNKLINE eve")
            olga.expect(r":\S+ NOTICE olga :\S+ olga ban eve!\*@\* for good: too loud$")
            olga.expect(r":\S+ NOTICE olga :eve!\*@\* is not banned ")
            with join(server.connect, "eve"):
                pass


def test_on_the_plain_door(config: str) -> None:
    """The same acts, in words."""
    with (
        ServerProcess(args=("--config", config)) as server,
        join(server.connect, "tom", "#a") as tom,
        Program([require_tool("nc"), server.host, str(server.port)]) as olga,
    ):
        olga.write("olga\n")
        olga.wait_for("You are olga in #lobby")
        olga.write("/kill tom\n")
        olga.wait_for("Only operators of this server may do that.")
        olga.write(f"/oper olga {PASSWORD}\n")
        olga.wait_for("You are an operator of this server.")
        olga.write("/kill tom spam\n")
        olga.wait_for("tom is gone.")
        assert any("Killed (olga (spam))" in line for line in tom.wait_closed())
        olga.write("/audit\n")
        olga.wait_for("olga kill tom spam")
