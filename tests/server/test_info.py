"""What the doors know of the server, from the settings."""

from veche.config import Config, Server, Tls, Webirc
from veche.protocols.base import Sts, UploadsAt
from veche.server.info import listening, server_info, sts, trusted


def test_the_settings_reach_the_doors() -> None:
    """What is not set is not there."""
    info = server_info(Config(), b"own")
    assert (info.password, info.gateways, info.secret) == (None, None, b"own")
    assert info.icon == ""
    server = Server(name="a.example", motd="one\ntwo", password="p", icon="https://a.example/i")
    info = server_info(Config(server, webirc=Webirc("192.0.2.1", "q")), b"")
    assert (info.name, info.motd) == ("a.example", ("one", "two"))
    assert info.icon == "https://a.example/i"
    assert info.password is not None
    assert info.password.matches("p")
    assert info.gateways is not None


def test_where_clients_are_told_to_use_tls() -> None:
    """The port that is listened on, unless another is named."""
    assert sts(Config(), 8080) is None
    assert sts(Config(tls=Tls(sts=True, sts_days=2)), 8080) == Sts(8080, 172_800)
    assert sts(Config(tls=Tls(sts=True, sts_port=6697)), 8080) == Sts(6697, 30 * 86_400)


def test_what_needs_the_port() -> None:
    """STS, where files are brought, and the key of pushes."""
    info = listening(server_info(Config(), b""), Config(), ("127.0.0.1", 8080), (), "key")
    assert info.sts is None
    assert info.uploads == UploadsAt("http://127.0.0.1:8080/upload")
    assert info.push_key == "key"


def test_who_brings_others() -> None:
    """Proxies and gateways."""
    proxies, gateways = trusted(
        Config(Server(proxies="192.0.2.1"), webirc=Webirc("192.0.2.2", "q"))
    )
    assert "192.0.2.1" in proxies
    assert "192.0.2.2" in gateways
