"""Moderation from outside: operators, bans and ranks, on both doors and after a restart."""

import signal
from pathlib import Path

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.programs import Program
from tests.harness import ServerProcess, wait_until
from veche.server.passwords import hasher

PASSWORD = "keep order"
HASH = hasher().hash(PASSWORD)


@pytest.fixture
def config(tmp_path: Path) -> str:
    """A configuration with one operator, Olga."""
    path = tmp_path / "veche.toml"
    path.write_text(f'[operators]\nolga = "{HASH}"\n')
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


def test_who_removes_somebody_sees_it_once(config: str) -> None:
    """Where both are, as everybody there does; on both doors."""
    args = ("--config", config)
    with ServerProcess(args=args) as server:
        with join(server.connect, "olga", "#lobby") as olga, join(server.connect, "tom") as tom:
            oper(olga, "olga")
            tom.send("JOIN #lobby")
            olga.expect(r"(@\S+ )?:tom!\S+ JOIN #lobby$")
            olga.send("KILL tom :enough")
            olga.expect(r"(@\S+ )?:tom!\S+ QUIT :Killed \(olga \(enough\)\)$")
            assert not any(" QUIT " in line for line in olga.barrier())
        with (
            Program([require_tool("nc"), server.host, str(server.port)]) as pia,
            join(server.connect, "una", "#lobby"),
        ):
            pia.write("pia\n")
            pia.wait_for("You are pia in #lobby")
            pia.write(f"/oper olga {PASSWORD}\n")
            pia.wait_for("You are an operator of this server.")
            pia.write("/kill una enough\n/time\n")
            pia.wait_for("UTC")
            assert len(pia.lines("Killed (pia")) == 1


def test_a_channels_operators_read_what_was_done_there(tmp_path: Path, config: str) -> None:
    """After a restart, too, on both doors; others do not, and nobody reads what was said."""
    args = ("--config", config, "--accounts-registration", "true")
    with ServerProcess(tmp_path / "data", args=args) as server:
        with join(server.connect, "anna") as anna, join(server.connect, "eve", "#lobby") as eve:
            anna.send("REGISTER * * sesame-1")
            anna.expect(r":\S+ REGISTER SUCCESS anna ")
            anna.send("JOIN #a")
            anna.expect(r":\S+ 366 ")
            eve.send("JOIN #a")
            eve.expect(r":\S+ 366 ")
            anna.send("MODE #a +bk m:eve door-key", "KICK #a eve :enough of it")
            eve.expect(r"(@\S+ )?:anna!\S+ KICK #a eve ")
            eve.send("AUDIT #a")
            eve.expect(r":\S+ 442 eve #a ")
        server.kill()
    with (
        ServerProcess(tmp_path / "data", args=args) as server,
        Program([require_tool("nc"), server.host, str(server.port)]) as anna,
    ):
        anna.write("anna\nsesame-1\n")
        anna.wait_for("anna. You are in #a")
        anna.write("/join #a\n/audit\n/audit #a\n")
        anna.wait_for("Only operators of this server may do that.")
        anna.wait_for("anna mode #a +b+k m:eve")
        anna.wait_for("anna kick #a eve enough of it")
        assert "door-key" not in anna.output


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


def test_the_configuration_is_read_anew(config: str) -> None:
    """By REHASH as by SIGHUP: operators and what is told of the server, and what is wrong."""
    path = Path(config)
    before = path.read_text()
    with (
        ServerProcess(args=("--config", config)) as server,
        join(server.connect, "olga") as olga,
        join(server.connect, "tom") as tom,
    ):
        tom.send("MOTD")
        tom.expect(r":\S+ 422 ")
        oper(olga, "olga")
        path.write_text(f'[server]\nmotd = "Tea at five"\n{before}tom = "{HASH}"\n')
        olga.send("REHASH")
        olga.expect(r":\S+ 382 olga \S+ :Rehashing")
        tom.send("OPER tom :keep order", "MOTD")
        tom.expect(r":\S+ 381 tom ")
        tom.expect(r":\S+ 372 tom :- Tea at five$")
        path.write_text(f'[server]\nmotd = "Tea at six"\n{before}')
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "reloaded" in server.errors(), what="the reload")
        tom.send("MOTD")
        tom.expect(r":\S+ 372 tom :- Tea at six$")
        path.write_text("nonsense")
        olga.send("REHASH")
        olga.expect(r":\S+ 382 olga ")
        olga.expect(r":\S+ NOTICE olga :Not reloaded, the old ones stay: .*not valid TOML")
        assert "not valid TOML" in server.errors()
