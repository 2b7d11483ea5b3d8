"""Web push, from a real server to a push service on loopback: what a device reads, and who says so.

The server is told to trust the push service's certificate as any program is, by SSL_CERT_FILE, and
that `localhost` may have any address.
"""

import base64
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess, wait_until
from tests.server.push.fake import Answer, FakePushService
from tests.server.push.reading import claims, keys

CONTACT = "mailto:me@example.org"
ON = ("--push-enabled", "true", "--push-contact", CONTACT, "--limits-push-delay-s", "0.01")
PASSWORD = "correct horse"
LOGIN = base64.b64encode(f"\0anna\0{PASSWORD}".encode()).decode()
CAPS = ("soju.im/webpush", "draft/webpush", "message-tags", "server-time", "account-tag")


@pytest.fixture
def push(tmp_path: Path) -> Iterator[FakePushService]:
    """A push service at localhost."""
    with FakePushService(tmp_path) as found:
        yield found


def served(
    push: FakePushService, data: Path, *more: str, hosts: str = "localhost"
) -> ServerProcess:
    """A server that pushes, which trusts that push service."""
    environment = {"SSL_CERT_FILE": str(push.cert)}
    return ServerProcess(data, args=(*ON, "--push-hosts", hosts, *more), env=environment)


def opened(server: ServerProcess) -> None:
    """Anna's account is there, and she in #a."""
    with IrcClient(server.connect()) as client:
        client.send("CAP REQ :draft/account-registration", "NICK anna", "USER a 0 * :Anna")
        client.send("CAP END", f"REGISTER * * :{PASSWORD}", "JOIN #a")
        client.expect(r"\S+ REGISTER SUCCESS")
        client.expect(r"\S+ 366 anna #a")


def anna(server: ServerProcess, *caps: str) -> IrcClient:
    """Anna's client, once it is in."""
    client = IrcClient(server.connect())
    client.send(f"CAP REQ :{' '.join(('sasl', *caps))}")
    client.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {LOGIN}")
    client.expect(r"(@\S+ )?\S+ 903")
    client.send("NICK anna", "USER a 0 * :Anna", "CAP END")
    client.expect(r"(@\S+ )?\S+ (422|376)")
    return client


def registered(server: ServerProcess, push: FakePushService, path: str = "device") -> str:
    """Anna's device is told by push from now on, and she is gone; the key that was announced."""
    with anna(server, *CAPS) as client:
        vapid = next(word for line in client.lines for word in line.split() if "VAPID=" in word)
        client.send(f"WEBPUSH REGISTER {push.url(path)} {keys()}")
        client.expect(rf"(@\S+ )?\S+ WEBPUSH REGISTER {push.url(path)}$")
    return vapid.removeprefix("VAPID=")


def test_a_device_is_told(tmp_path: Path, push: FakePushService) -> None:
    """Direct messages, mentions and invitations, encrypted, signed with the key announced."""
    with served(push, tmp_path / "data") as server:
        opened(server)
        key = registered(server, push)
        with join(server.connect, "boris", "#a", "#b") as boris:
            boris.say("anna", "привет")
            boris.say("#a", "nothing for her")
            boris.say("#a", "Anna: look here")
            boris.send("INVITE anna #b")
            boris.barrier()
            direct, mention, invitation = push.texts(3)
        assert server.stop() == 0, "and the server ends in order"
    assert direct.startswith("@time=")
    assert ";msgid=" in direct
    assert ":boris!" in direct
    assert direct.endswith(" PRIVMSG anna :привет")
    assert mention.endswith(" PRIVMSG #a :Anna: look here")
    assert invitation.endswith(" INVITE anna #b")
    assert len(push.requests) == 3
    for pushed in push.requests:
        told, signed_by = claims(pushed.headers["Authorization"])
        assert told["aud"] == f"https://localhost:{push.port}"
        assert told["sub"] == CONTACT
        assert signed_by == key
        assert pushed.headers["Content-Encoding"] == "aes128gcm"


def test_subscriptions_and_the_key_survive(tmp_path: Path, push: FakePushService) -> None:
    """A stop, and kill -9."""
    seen = []
    with served(push, tmp_path / "data") as server:
        opened(server)
        seen.append(registered(server, push))
        server.stop()
    for count in (1, 2):
        with served(push, tmp_path / "data") as server:
            with join(server.connect, "boris") as boris:
                boris.say("anna", f"number {count}")
                boris.barrier()
            texts = push.texts(count)
            server.kill()
        assert texts[-1].endswith(f":number {count}")
        seen.append(claims(push.requests[-1].headers["Authorization"])[1])
    assert len(set(seen)) == 1
    secret = tmp_path / "data" / "push.secret"
    assert secret.stat().st_mode & 0o777 == 0o600


def test_a_device_that_is_gone_is_forgotten(tmp_path: Path, push: FakePushService) -> None:
    """410: nothing more is sent there, before a restart and after; registered anew, it is told."""
    push.answers.append(Answer(410))
    with served(push, tmp_path / "data") as server:
        opened(server)
        registered(server, push, "old")
        with join(server.connect, "boris") as boris:
            boris.say("anna", "one")
            boris.barrier()
            push.wait(1)
            wait_until(lambda: dropped(server), what="the end of the subscription")
            registered(server, push, "new")
            boris.say("anna", "two")
            boris.barrier()
            push.wait(2)
    assert [pushed.path for pushed in push.requests] == ["/old", "/new"]


def dropped(server: ServerProcess) -> bool:
    """The log says so: asking would change it."""
    with closing(sqlite3.connect(f"file:{server.data / 'veche.db'}?mode=ro", uri=True)) as log:
        found = log.execute("SELECT count(*) FROM events WHERE kind = 'push-dropped'").fetchone()
    return bool(found[0])


def test_a_push_service_that_is_busy(tmp_path: Path, push: FakePushService) -> None:
    """It is asked again."""
    push.answers.append(Answer(503))
    with served(push, tmp_path / "data") as server:
        opened(server)
        registered(server, push)
        with join(server.connect, "boris") as boris:
            boris.say("anna", "hello")
            boris.barrier()
        one, two = push.texts(2)
    assert one == two


def test_nobody_waits_for_a_push_service(tmp_path: Path, push: FakePushService) -> None:
    """One that does not answer holds neither people nor the end of the server."""
    push.holding.clear()
    with served(push, tmp_path / "data") as server:
        opened(server)
        registered(server, push)
        with join(server.connect, "boris") as boris:
            for number in range(5):
                boris.say("anna", f"number {number}")
                boris.barrier()
            push.wait(1)
        assert server.stop() == 0
    assert len(push.requests) == 1


def test_unregistered(tmp_path: Path, push: FakePushService) -> None:
    """Nothing more is sent there."""
    with served(push, tmp_path / "data") as server:
        opened(server)
        registered(server, push, "one")
        registered(server, push, "two")
        with anna(server, *CAPS) as client:
            client.send(f"WEBPUSH UNREGISTER {push.url('one')}")
            client.expect(rf"(@\S+ )?\S+ WEBPUSH UNREGISTER {push.url('one')}$")
        with join(server.connect, "boris") as boris:
            boris.say("anna", "hello")
            boris.barrier()
        push.wait(1)
    assert [pushed.path for pushed in push.requests] == ["/two"]


def test_who_may_not(tmp_path: Path, push: FakePushService) -> None:
    """A guest, and whoever wants us to connect to our own network by its address."""
    with served(push, tmp_path / "data") as server:
        opened(server)
        with join(server.connect, "boris", caps=("soju.im/webpush",)) as boris:
            boris.send(f"WEBPUSH REGISTER {push.url()} {keys()}")
            boris.expect(rf"\S+ FAIL WEBPUSH ACCOUNT_REQUIRED REGISTER {push.url()} :")
        with anna(server, "soju.im/webpush") as client:
            for bad in ("https://127.0.0.1/x", "https://[::1]/x", "http://a.example/", "x"):
                client.send(f"WEBPUSH REGISTER {bad} {keys()}")
                client.expect(r"\S+ FAIL WEBPUSH INVALID_PARAMS REGISTER \S+ :Invalid parameters")
            client.send(f"WEBPUSH REGISTER {push.url()} p256dh=x;auth=y")
            client.expect(r"\S+ FAIL WEBPUSH INVALID_PARAMS REGISTER ")


def test_a_name_for_our_own_network(tmp_path: Path, push: FakePushService) -> None:
    """Nothing is connected to, as long as the owner has not said that it may be."""
    with served(push, tmp_path / "data", hosts="push.example.org") as server:
        opened(server)
        registered(server, push)
        with join(server.connect, "boris") as boris:
            boris.say("anna", "hello")
            boris.barrier()
        server.stop()
        assert "veche_push_failed_total=1" in server.errors()
    assert push.connections == 0


def test_off_by_default(tmp_path: Path) -> None:
    """Nothing is offered."""
    with ServerProcess(tmp_path / "data") as server, IrcClient(server.connect()) as client:
        client.send("CAP LS 302", "CAP REQ :soju.im/webpush")
        client.expect(r"\S+ CAP \S+ NAK :soju.im/webpush")
        assert not any("webpush" in line for line in client.lines if " LS " in line)
        client.send("NICK anna", "USER a 0 * :Anna", "CAP END")
        client.expect(r"\S+ (422|376)")
        assert not any("VAPID" in line for line in client.lines)
    assert not (tmp_path / "data" / "push.secret").exists()
