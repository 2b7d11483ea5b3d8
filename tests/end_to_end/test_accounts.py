"""Accounts from outside: opened, entered by every proof, on both doors, and after a restart."""

import base64
import hashlib
import hmac
import subprocess
import sys

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient
from tests.end_to_end.programs import Program
from tests.harness import ServerProcess, environment, wait_until

CAPS = "sasl draft/account-registration account-notify account-tag extended-join"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def opened(server: ServerProcess, name: str, password: str) -> None:
    """An account of this name, by a client that then goes away."""
    with IrcClient(server.connect()) as client:
        client.send(f"CAP REQ :{CAPS}", f"NICK {name}", f"REGISTER * * {password}")
        client.expect(rf"\S+ REGISTER SUCCESS {name} ")
        client.send("QUIT")


def arriving(server: ServerProcess, caps: str = CAPS) -> IrcClient:
    """A client that has its capabilities and nothing else."""
    client = IrcClient(server.connect())
    client.send("CAP LS 302", f"CAP REQ :{caps}")
    client.expect(r"\S+ CAP \S+ ACK")
    return client


def plain(client: IrcClient, name: str, password: str) -> None:
    """Log in with a password."""
    client.send("AUTHENTICATE PLAIN")
    client.expect(r"AUTHENTICATE \+")
    client.send("AUTHENTICATE " + b64(b"\0".join(x.encode() for x in (name, name, password))))


def enter(client: IrcClient, nick: str) -> None:
    """Finish the registration."""
    client.send(f"NICK {nick}", "USER u 0 * :Real Name", "CAP END")
    client.expect(rf"\S+ 001 {nick} ")


def shell(server: ServerProcess, *args: str, text: str = "") -> str:
    """`veche account ARGS`, which must succeed: what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "veche", "account", "--data", str(server.data), *args],
        env=environment(),
        input=text,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_account_and_what_others_see_of_it() -> None:
    """Registered before connecting, entered with SASL PLAIN; tagged, in JOIN, WHOIS and ACCOUNT."""
    with ServerProcess() as server:
        opened(server, "jilles", "sesame")
        with arriving(server) as other, arriving(server) as client:
            enter(other, "foo")
            other.send("JOIN #chan")
            other.expect(r"(@\S+ )?:\S+ 366 ")
            plain(client, "jilles", "wrong")
            client.expect(r"\S+ 904 \* ")
            plain(client, "jilles", "sesame")
            client.expect(r"\S+ 900 \* \S+ jilles :")
            client.expect(r"\S+ 903 \* ")
            enter(client, "bar")
            client.send("JOIN #chan", "PRIVMSG #chan :hi")
            other.expect(r"@account=jilles :bar!\S+ JOIN #chan jilles :Real Name$")
            other.expect(r"@account=jilles :bar!\S+ PRIVMSG #chan :hi$")
            other.send("WHOIS bar")
            other.expect(r"\S+ 330 foo bar jilles :")
            other.send("NICK jilles")
            other.expect(r"\S+ 433 foo jilles ")
        assert "sesame" not in server.errors()


def test_reauthentication_after_registration() -> None:
    """sasl-3.2: a guest logs in, and again as somebody else; others see ACCOUNT."""
    with ServerProcess() as server:
        for name in ("jilles", "foo"):
            opened(server, name, f"of-{name}")
        with arriving(server) as client, arriving(server) as other:
            for who, nick in ((client, "user"), (other, "other")):
                enter(who, nick)
                who.send("JOIN #chan")
                who.expect(r"(@\S+ )?:\S+ 366 ")
            for name in ("foo", "jilles"):
                plain(client, name, f"of-{name}")
                client.expect(rf"\S+ 900 user user!\S+ {name} ")
                client.expect(r"\S+ 903 user ")
                other.expect(rf"(@\S+ )?:user!\S+ ACCOUNT {name}$")


def test_scram_sha_256() -> None:
    """The server proves that it knows the password too; a wrong proof is refused."""
    with ServerProcess() as server, arriving(server) as client:
        opened(server, "Scramtest", "sesame")
        for password in ("millet", "sesame"):
            bare = "n=Scramtest,r=clientnonce"
            client.send("AUTHENTICATE SCRAM-SHA-256")
            client.expect(r"AUTHENTICATE \+")
            client.send(f"AUTHENTICATE {b64(f'n,,{bare}'.encode())}")
            first = base64.b64decode(client.expect(r"AUTHENTICATE (\S+)")[1]).decode()
            nonce, salt, rounds = (part.split("=", 1)[1] for part in first.split(","))
            salted = hashlib.pbkdf2_hmac(
                "sha256", password.encode(), base64.b64decode(salt), int(rounds)
            )
            message = f"{bare},{first},c=biws,r={nonce}".encode()
            key = hmac.digest(salted, b"Client Key", "sha256")
            own = hmac.digest(hashlib.sha256(key).digest(), message, "sha256")
            proof = b64(bytes(a ^ b for a, b in zip(key, own, strict=True)))
            client.send(f"AUTHENTICATE {b64(f'c=biws,r={nonce},p={proof}'.encode())}")
            if password == "millet":
                client.expect(r"\S+ 904 ")
        signed = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), message, "sha256")
        told = base64.b64decode(client.expect(r"AUTHENTICATE (\S+)")[1]).decode()
        assert told == f"v={b64(signed)}"
        client.send("AUTHENTICATE +")
        client.expect(r"\S+ 900 \S+ \S+ Scramtest ")
        client.expect(r"\S+ 903 ")


def test_an_operators_shell_and_a_restart() -> None:
    """Accounts are made and listed beside a running server and a stopped one; they survive."""
    with ServerProcess() as server:
        shell(server, "add", "Alice", text="sesame\n")
        token = shell(server, "token", "Alice", "--label", "phone").strip()
        assert "phone" in shell(server, "list")
        assert token not in shell(server, "list")
        server.stop()
        shell(server, "add", "Bob", text="secret\n")
        server.start()
        assert [line.split()[0] for line in shell(server, "list").splitlines()] == ["Alice", "Bob"]
        with arriving(server) as client:
            client.send("AUTHENTICATE IRCV3BEARER")
            client.expect(r"AUTHENTICATE \+")
            client.send("AUTHENTICATE " + b64(b"\0oauth2 " + token.encode()))
            client.expect(r"\S+ 903 ")
            enter(client, "Alice")
            assert "here as Alice" in shell(server, "list")
            shell(server, "disable", "Alice")
            assert "disabled" in client.wait_closed()[-1]
        database = (server.data / "veche.db").read_bytes()
        for secret in (token, "sesame", "secret\n"):
            assert secret.encode() not in database


def test_the_plain_door_asks_for_the_password() -> None:
    """Of a name that is an account's; `/register` makes one, and who started the server owns it."""
    nc = require_tool("nc")
    with ServerProcess() as server:
        command = [nc, server.host, str(server.port)]
        with Program(command) as first:
            first.wait_for("Enter your username: ")
            first.write("anna\n")
            first.wait_for("#lobby")
            first.write("/register\n")
            first.wait_for("Password: ")
            first.write("sesame\n")
            first.wait_for("The account anna is yours.")
            code = (server.data / "owner.code").read_text()
            first.write(f"/claim {code}")
            first.wait_for("This server is yours.")
        with Program(command) as second:
            second.wait_for("Enter your username: ")
            second.write("anna\n")
            second.wait_for("Password: ")
            second.write("wrong\n")
            second.wait_for("That is not the password of anna.")
            second.write("sesame\n")
            second.wait_for("Welcome back, anna.")
        assert "owner" in shell(server, "list")


def test_an_account_ban() -> None:
    """`a:NAME` keeps an account out, whatever its nick, and no guest; `+e` lets it in again."""
    with ServerProcess() as server:
        opened(server, "bob", "sesame")
        with arriving(server) as chanop, arriving(server) as bob, arriving(server) as guest:
            enter(chanop, "chanop")
            chanop.send("JOIN #chan", "MODE #chan +b account:bob")
            chanop.expect(r"(@\S+ )?:chanop!\S+ MODE #chan \+b \S*account:bob$")
            plain(bob, "bob", "sesame")
            enter(bob, "robert")
            bob.send("JOIN #chan")
            bob.expect(r"\S+ 474 robert #chan ")
            enter(guest, "guest")
            guest.send("JOIN #chan")
            guest.expect(r"(@\S+ )?:guest!\S+ JOIN #chan")
            chanop.send("MODE #chan +e a:BOB")
            chanop.expect(r"(@\S+ )?:chanop!\S+ MODE #chan \+e \S*a:BOB$")
            bob.send("JOIN #chan")
            bob.expect(r"(@\S+ )?:robert!\S+ JOIN #chan")


def test_another_password_for_oneself() -> None:
    """On both doors, with the old one; other sessions hear of it, and the old one is no good."""
    with ServerProcess() as server:
        opened(server, "jilles", "sesame")
        with arriving(server) as client, arriving(server) as other:
            for session in (client, other):
                plain(session, "jilles", "sesame")
                session.expect(r"\S+ 903 \* ")
                enter(session, "jilles")
            client.send("PASSWD millet barley")
            client.expect(r":\S+ FAIL PASSWD INVALID_CREDENTIALS ")
            client.send("PASSWD sesame barley")
            client.expect(r":\S+ NOTE PASSWD PASSWORD_CHANGED jilles :You have")
            other.expect(r":\S+ NOTE PASSWD PASSWORD_CHANGED jilles :Your account has")
        with Program([require_tool("nc"), server.host, str(server.port)]) as door:
            door.write("jilles\nsesame\n")
            door.wait_for("is not the password of jilles")
            door.write("barley\n")
            door.wait_for("#lobby")
            door.write("/passwd\nbarley\nrye-bread\n")
            door.wait_for("The account jilles has the new password.")
        with arriving(server) as client:
            plain(client, "jilles", "rye-bread")
            client.expect(r"\S+ 903 \* ")
        for word in ("sesame", "barley", "rye-bread"):
            assert word not in server.errors()


def test_an_account_is_erased_with_all_that_it_said() -> None:
    """While the server runs: metadata, markers and messages are nowhere in its files any more."""
    with ServerProcess() as server:
        opened(server, "jilles", "sesame")
        with arriving(server, f"{CAPS} draft/metadata-2 draft/read-marker") as client:
            plain(client, "jilles", "sesame")
            client.expect(r"\S+ 903 \* ")
            enter(client, "jilles")
            client.send("METADATA * SET url :of-jilles.example", "JOIN #chan")
            client.send("PRIVMSG #chan :something-to-forget", "MARKREAD #chan timestamp=2020-01-01")
            client.send("PING end")
            client.expect(r"\S+ PONG \S+ :end")
            kept = b"".join(path.read_bytes() for path in server.data.glob("veche.db*"))
            assert b"of-jilles.example" in kept
            assert b"something-to-forget" in kept
            assert "erased" in shell(server, "erase", "--yes", "--messages", "jilles")
            assert any("disabled" in line for line in client.wait_closed())

        def gone() -> bool:
            kept = b"".join(path.read_bytes() for path in server.data.glob("veche.db*"))
            return b"of-jilles.example" not in kept and b"something-to-forget" not in kept

        wait_until(gone, what="the erasure")
        assert shell(server, "list") == ""
