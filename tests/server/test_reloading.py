"""What is read anew while the server runs."""

import asyncio
from pathlib import Path

from tests.certificates import self_signed
from veche.config import Config, ConfigError, Server
from veche.config import Tls as Settings
from veche.protocols.base import Peer, ServerInfo
from veche.protocols.irc.connection import IrcConnection
from veche.protocols.sniff import Door
from veche.server.doors import Doors
from veche.server.reloading import Reloading
from veche.server.tls import Tls


class Read:
    """Reads one configuration after another; None is a wrong one."""

    def __init__(self, *configs: Config | None) -> None:
        self.configs = list(configs)

    def __call__(self) -> Config:
        config = self.configs.pop(0)
        if config is None:
            raise ConfigError("no file")
        return config


def test_each_is_tried_whatever_becomes_of_the_other(tmp_path: Path) -> None:
    """And what is wrong is told, to who asked as well."""
    cert, key = self_signed(tmp_path, "one")
    told: list[str] = []
    reloading = Reloading(
        Config(operators={"tom": "old"}),
        Read(Config(operators={"alice": "hash"}), None, None),
        told.append,
    )
    tls = reloading.tls = Tls(Settings(cert=str(cert), key=str(key)))
    assert reloading.operators.encoded("tom") == "old"
    assert reloading.reload() == ()
    assert reloading.operators.encoded("alice") == "hash"
    assert reloading.operators.encoded("tom") == ""
    assert told == []
    before = tls.context
    assert reloading.reload() == ("no file",)
    assert tls.context is not before
    assert reloading.operators.encoded("alice") == "hash"
    cert.write_text("nonsense")
    wrong = reloading.reload()
    assert wrong[0] == "no file"
    assert "one.pem" in wrong[1]
    assert told == [f"not reloaded, the old ones stay: {text}" for text in ("no file", *wrong)]


def test_without_a_configuration() -> None:
    """That is told as well; without TLS there is less to do."""
    told: list[str] = []
    assert Reloading(Config(), None, told.append).reload() == ("there is no configuration to read",)
    assert len(told) == 1
    assert Reloading(Config(), Read(Config()), told.append).reload() == ()


def test_what_is_told_of_the_server() -> None:
    """On the doors' own loop; those who are connected are told the new as well."""
    doors = Doors(ServerInfo(motd=("old",), admin="anna", name="irc.test"), lambda: "secret")
    here = doors.of(Door.IRC, Peer("127.0.0.1"), False, 0.0)
    assert isinstance(here, IrcConnection)
    config = Config(server=Server(motd="new\nlines", admin="olga", name="other.test"))
    reloading = Reloading(Config(), Read(config), print)
    loop = asyncio.new_event_loop()
    reloading.add(loop, doors)
    assert reloading.reload() == ()
    assert here._encodings.info.motd == ("old",)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    for info in (here._encodings.info, doors._info, doors._plain.info):
        assert (info.motd, info.admin, info.name) == (("new", "lines"), "olga", "irc.test")
