"""What outlives the server: channels, topics, modes, history, numbers, and guests who resume."""

import signal
from pathlib import Path

import pytest

from tests.end_to_end.irc import TAGS, IrcClient, join
from tests.harness import ServerProcess

CAPS = (*TAGS, "veche/resume", "draft/chathistory")


def resumed(server: ServerProcess, secret: str) -> IrcClient:
    """A guest who comes back with its secret."""
    client = IrcClient(server.connect())
    client.send(f"CAP REQ :{' '.join(CAPS)}", f"RESUME {secret}", "NICK any", "USER any 0 * :any")
    client.send("CAP END")
    return client


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["SIGTERM", "SIGKILL"])
def test_everything_is_there_again(tmp_path: Path, how: signal.Signals) -> None:
    """After an orderly stop and after `kill -9`."""
    with ServerProcess(tmp_path / "data") as server:
        with (
            join(server.connect, "Алиса", "#новости", caps=CAPS) as alice,
            join(server.connect, "bob", "#новости") as bob,
        ):
            secret = _secret(alice)
            alice.send("TOPIC #новости :Сегодня", "MODE #новости +mk ключ", "MODE #новости +v bob")
            bob.expect(r"(@\S+ )?:Алиса!\S+ MODE #новости \+v bob")
            for number in range(10):
                bob.say("#новости", f"before {number}")
            before = bob.messages(10)
            if how == signal.SIGKILL:
                server.kill()
            else:
                assert server.stop() == 0
                assert any(line.startswith("ERROR ") for line in bob.wait_closed())
        server.start()
        with resumed(server, secret) as alice:
            assert alice.expect(r"\S+ RESUME SUCCESS (\S+)")[1] == "Алиса"
            alice.expect(r"(@\S+ )?:Алиса!\S+ JOIN :?#новости")
            alice.expect(r"\S+ 332 Алиса #новости :Сегодня")
            assert "@Алиса" in alice.expect(r"\S+ 353 Алиса . #новости :(.*)")[1].split()
            alice.send("MODE #новости")
            modes = alice.expect(r"\S+ 324 Алиса #новости (\S+) ?(.*)")
            assert set(modes[1]) == set("+kmnt")
            assert modes[2].lstrip(":") == "ключ"
            alice.send("CHATHISTORY LATEST #новости * 50")
            alice.expect(r"(@\S+ )?\S+ BATCH -")
            history = alice.messages()
            assert [(m.text, m.tags["msgid"], m.seq) for m in history] == [
                (m.text, m.tags["msgid"], m.seq) for m in before
            ]
            alice.say("#новости", "after")
            after = alice.messages(11)[-1]
            assert after.text == "after"
            assert after.seq > before[-1].seq
            assert after.tags["msgid"] not in [m.tags["msgid"] for m in before]


def _secret(client: IrcClient) -> str:
    return next(line.rpartition(" ")[2] for line in client.lines if " RESUME TOKEN " in line)


def test_a_message_said_again_with_its_key_is_said_once(tmp_path: Path) -> None:
    """After `kill -9` the same key gets the first acknowledgement again, and nobody hears it."""
    with ServerProcess(tmp_path / "data") as server:
        with join(server.connect, "alice", "#lobby", caps=CAPS) as alice:
            secret = _secret(alice)
            alice.say("#lobby", "once", "label=a;veche/key=k1")
            first = alice.messages(1)[0]
            server.kill()
        server.start()
        with join(server.connect, "bob", "#lobby") as bob, resumed(server, secret) as alice:
            alice.expect(r"\S+ RESUME SUCCESS ")
            alice.say("#lobby", "once", "label=b;veche/key=k1")
            again = alice.messages(1)[0]
            assert (again.text, again.seq) == ("once", first.seq)
            assert again.tags["msgid"] == first.tags["msgid"]
            assert again.tags["label"] == "b"
            alice.say("#lobby", "something else", "label=c;veche/key=k1")
            alice.expect(r"@label=c\S* \S+ (FAIL PRIVMSG|400 alice PRIVMSG) ")
            alice.say("#lobby", "next")
            assert [m.text for m in bob.messages(1)] == ["next"]


def test_who_cannot_resume_leaves_nothing_behind(tmp_path: Path) -> None:
    """A guest without a secret is gone with the server's life; its nick is free."""
    with ServerProcess(tmp_path / "data") as server:
        with join(server.connect, "alice", "#lobby") as alice:
            alice.barrier()
            server.kill()
        server.start()
        with join(server.connect, "bob", "#lobby") as bob:
            names = bob.lines[next(n for n, line in enumerate(bob.lines) if " 353 " in line)]
            assert names.rpartition(":")[2].split() == ["bob"]
            with join(server.connect, "alice", "#lobby") as alice:
                alice.barrier()


def test_resuming_takes_over_from_a_connection_that_hangs(tmp_path: Path) -> None:
    """The broken connection's successor does not wait until its silence is noticed."""
    with (
        ServerProcess(tmp_path / "data") as server,
        join(server.connect, "bob", "#lobby") as bob,
        join(server.connect, "alice", "#lobby", caps=CAPS) as hanging,
        resumed(server, _secret(hanging)) as alice,
    ):
        assert alice.expect(r"\S+ RESUME SUCCESS (\S+)")[1] == "alice"
        assert any("ERROR" in line for line in hanging.wait_closed())
        alice.barrier()
        alice.say("#lobby", "here again")
        assert [(m.nick, m.text) for m in bob.messages(1)] == [("alice", "here again")]
        assert not any(" QUIT " in line for line in bob.lines)
