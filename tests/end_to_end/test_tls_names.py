"""Certificates for several names, new ones while the server runs, and those of clients."""

import shutil
import signal
import ssl
from pathlib import Path

import pytest

from tests.certificates import der, digest, self_signed
from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess, run_veche, wait_until


def secured(
    server: ServerProcess, name: str | None = None, own: tuple[Path, Path] | None = None
) -> ssl.SSLSocket:
    """A connection through TLS that asks for `name`, and shows `own`; verifies nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if own:
        context.load_cert_chain(*own)
    return context.wrap_socket(server.connect(), server_hostname=name)


def shown(server: ServerProcess, name: str | None) -> bytes | None:
    """The certificate that the server shows for a name."""
    with secured(server, name) as sock:
        return sock.getpeercert(binary_form=True)


def test_each_name_gets_its_certificate(tmp_path: Path) -> None:
    """The first where nothing is asked for; a name that is not ours ends the handshake."""
    one, key = self_signed(tmp_path, "one", "one.example")
    other, _ = self_signed(tmp_path / "more", "other", "other.example", "*.other.example")
    args = ["--tls-cert", str(one), "--tls-key", str(key)]
    args += ["--tls-directories", str(tmp_path / "more"), "--tls-names", "alias.example"]
    with ServerProcess(args=args) as server:
        assert shown(server, "one.example") == der(one)
        assert shown(server, "other.example") == der(other)
        assert shown(server, "sub.OTHER.example") == der(other)
        assert shown(server, None) == shown(server, "alias.example") == der(one)
        with pytest.raises(ssl.SSLError):
            secured(server, "nobody.example")


def test_new_certificates_without_dropping_anybody(tmp_path: Path) -> None:
    """SIGHUP; files that cannot be used are told, and the old ones stay."""
    old, key = self_signed(tmp_path / "old", "a", "a.example")
    new, new_key = self_signed(tmp_path / "new", "a", "a.example")
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    shutil.copy(old, cert_file)
    shutil.copy(key, key_file)
    args = ("--tls-cert", str(cert_file), "--tls-key", str(key_file))
    with (
        ServerProcess(args=args) as server,
        join(lambda: secured(server, "a.example"), "alice", "#lobby") as alice,
    ):
        cert_file.write_text("nonsense")
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "not reloaded" in server.errors(), what="the complaint")
        assert shown(server, "a.example") == der(old)
        shutil.copy(new, cert_file)
        shutil.copy(new_key, key_file)
        server.process.send_signal(signal.SIGHUP)
        wait_until(lambda: shown(server, "a.example") == der(new), what="the new certificate")
        alice.say("#lobby", "still here")
        assert alice.messages(1)[0].text == "still here"


def test_clients_may_show_a_certificate(tmp_path: Path) -> None:
    """SASL EXTERNAL is offered to who has shown one, whoever has signed it; nobody needs one."""
    cert, key = self_signed(tmp_path, "server", "server.example")
    own = self_signed(tmp_path, "alice")
    args = ("--tls-cert", str(cert), "--tls-key", str(key), "--tls-client-certificates", "true")
    with ServerProcess(args=args) as server:
        for mine, offered in ((own, True), (None, False)):
            with IrcClient(secured(server, "server.example", mine)) as client:
                client.send("CAP LS 302")
                listed = client.expect(r"\S+ CAP \* LS .*sasl=(\S+)")[1].split(",")
                assert ("EXTERNAL" in listed) is offered


def test_a_certificate_is_a_login(tmp_path: Path) -> None:
    """SASL EXTERNAL, once the account has been told of it (sasl-3.1; RFC 4422, appendix A)."""
    cert, key = self_signed(tmp_path, "server", "server.example")
    own = self_signed(tmp_path, "alice")
    args = ("--tls-cert", str(cert), "--tls-key", str(key), "--tls-client-certificates", "true")
    with ServerProcess(args=args) as server:
        with IrcClient(server.connect()) as client:
            client.send("CAP REQ :draft/account-registration", "NICK alice")
            client.send("REGISTER * * correct-horse-battery")
            client.expect(r"\S+ REGISTER SUCCESS alice ")
        of = ("account", "--data", str(server.data))
        done = run_veche(*of, "certificate", "alice", digest(own[0]))
        assert done.returncode == 0, done.stderr
        with IrcClient(secured(server, "server.example", own)) as client:
            client.send("CAP REQ :sasl", "NICK alice", "USER a 0 * :a")
            client.send("AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "CAP END")
            client.expect(r"\S+ 900 \S+ \S+ alice ")
            client.expect(r"\S+ 001 alice ")


def test_sts_tells_where_to_go_and_for_how_long(tmp_path: Path) -> None:
    """https://ircv3.net/specs/extensions/sts: `port` in clear text, `duration` through TLS."""
    cert, key = self_signed(tmp_path, "a", "a.example")
    args = ["--tls-cert", str(cert), "--tls-key", str(key)]
    args += ["--tls-sts", "true", "--tls-sts-days", "2"]
    with ServerProcess(args=args) as server:
        with IrcClient(server.connect()) as client:
            client.send("CAP LS 302")
            assert client.expect(r"\S+ CAP \* LS .*:sts=(\S+)")[1] == f"port={server.port}"
            client.send("CAP REQ :sts")
            client.expect(r"\S+ CAP \* NAK :sts")
        with IrcClient(secured(server, "a.example")) as client:
            client.send("CAP LS 302")
            assert client.expect(r"\S+ CAP \* LS .*:sts=(\S+)")[1] == "duration=172800"
