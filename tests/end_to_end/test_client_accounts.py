"""Accounts as people and scripts have them with our own programs, on a real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.certificates import digest, self_signed
from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Program, screen
from tests.end_to_end.test_accounts import opened, shell
from tests.harness import ServerProcess, environment, wait_until

PROMPT = "\n>"
VECHE = (sys.executable, "-m", "veche")


def _run(server: ServerProcess, command: str, *args: str, **env: str) -> tuple[int, str]:
    done = subprocess.run(
        [*VECHE, command, *args],
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_script_with_an_account(tmp_path: Path) -> None:
    """The password from a file or the environment; a wrong one ends it with a sentence."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        opened(server, "Alice", "sesame")
        place = f"{server.host}:{server.port}"
        path = tmp_path / "password"
        path.write_text("sesame\nmore\n", encoding="utf-8")
        to = ("--to", place, "--account", "alice")
        hello = ("#lobby", "hello", *to)
        assert _run(server, "send", *hello, "--password-file", str(path)) == (0, "")
        assert carol.messages(1)[0].text == "hello"
        assert _run(server, "send", *hello, VECHE_ACCOUNT_PASSWORD="sesame") == (0, "")
        carol.send("WHOIS alice")
        carol.expect(r"\S+ 330 carol alice Alice :")
        code, said = _run(server, "send", *hello, VECHE_ACCOUNT_PASSWORD="wrong")
        assert code == 4
        assert "The server does not let you in: the account or the password is wrong" in said
        code, said = _run(
            server, "tail", "#lobby", "--poll", "-n", "1", *to, VECHE_ACCOUNT_PASSWORD="sesame"
        )
        assert (code, said.splitlines()[-1].endswith("alice: hello")) == (0, True), said
        assert "sesame" not in server.errors()


def test_a_name_is_kept_and_asked_for(tmp_path: Path) -> None:
    """/register at a terminal; whoever comes by that name is asked for the password, unseen."""
    with ServerProcess() as server:
        command = [*VECHE, "join", "--plain", f"alice@{server.host}:{server.port}"]
        with screen(require_tool("tmux"), tmp_path, command, 100, 30) as alice:
            alice.wait_for("You joined #lobby", PROMPT)
            alice.enter("/register")
            alice.wait_for("A password for alice:")
            alice.enter("sesame")
            alice.wait_for("The same once more:")
            alice.enter("sesame")
            shown = alice.wait_for("You are logged in to alice", PROMPT)
            assert "sesame" not in shown
            alice.press("Up")
            alice.wait_for("> /register")
            alice.press("C-u")
            server.kill()
            server.start()
            alice.press("Enter")
            alice.wait_for("Connected again")
            alice.enter("still me")
            alice.wait_for("alice: still me")
            alice.enter("exit")
        folder = tmp_path / "again"
        folder.mkdir()
        with screen(require_tool("tmux"), folder, command, 100, 30) as alice:
            alice.wait_for("alice is an account's. Its password")
            alice.enter("wrong")
            alice.wait_for("alice: the account or the password is wrong. The password")
            alice.enter("sesame")
            shown = alice.wait_for("You are logged in to alice", "alice: still me")
            assert "sesame" not in shown


def test_the_full_screen_asks_too(tmp_path: Path) -> None:
    """In a dialog; without a password it asks for another name."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        command = [*VECHE, "join", f"alice@{server.host}:{server.port}"]
        for number, (typed, then) in enumerate(
            [("sesame", "alice"), ("", "Another name"), ("wrong", "is wrong")]
        ):
            folder = tmp_path / str(number)
            folder.mkdir()
            with screen(require_tool("tmux"), folder, command, 100, 30) as alice:
                alice.wait_for("Password", "alice is an account's")
                alice.enter(typed)
                shown = alice.wait_for(then)
                assert "sesame" not in shown
                if typed == "sesame":
                    alice.wait_for("Write in #lobby")


def test_an_account_outlives_the_server() -> None:
    """kill -9 in between: what is said is said once, by the same account, and nothing is missed."""
    with ServerProcess() as server:
        opened(server, "alice", "sesame")
        command = [*VECHE, "join", f"{server.host}:{server.port}", "#lobby", "--account", "alice"]
        env = {"VECHE_ACCOUNT_PASSWORD": "sesame"}
        with Program(command, env) as alice:
            alice.wait_for("You joined #lobby")
            alice.write("one\ntwo\n")
            alice.wait_for("alice: two")
            server.kill()
            alice.wait_for("Connection lost")
            alice.write("three\n")
            server.start()
            with join(server.connect, "carol", "#lobby") as carol:
                carol.say("#lobby", "meanwhile")
                alice.wait_for("carol: meanwhile", 30.0)
                alice.wait_for("alice: three", 30.0)
                alice.end_input()
                assert alice.wait_ended() == os.EX_OK
            assert [line for line in alice.lines() if line.startswith("alice: ")] == [
                "alice: one", "alice: two", "alice: three",
            ]  # fmt: skip


@pytest.mark.parametrize("name", ["join", "send", "tail"])
def test_there_is_nobody_to_ask(name: str) -> None:
    """Without a terminal: a sentence that says what helps."""
    words = ["#lobby"] if name != "send" else ["#lobby", "text"]
    done = subprocess.run(
        [*VECHE, name, *words, "--account", "alice"],
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.returncode == 2
    assert "--password-file, or VECHE_ACCOUNT_PASSWORD" in done.stderr


def test_a_certificate_is_enough(tmp_path: Path) -> None:
    """EXTERNAL, over TLS; somebody else's certificate is refused."""
    cert, key = self_signed(tmp_path, "server", "localhost")
    own = {}
    for name in ("alice", "eve"):
        shown, secret = self_signed(tmp_path, name)
        own[name] = (digest(shown), tmp_path / f"{name}.both")
        own[name][1].write_text(shown.read_text() + secret.read_text())
    config = tmp_path / "veche.toml"
    config.write_text(
        f'[tls]\ncert = "{cert}"\nkey = "{key}"\nclient_certificates = true\n', encoding="utf-8"
    )
    with ServerProcess(args=("--config", str(config))) as server:
        shell(server, "add", "alice", "--no-password")
        shell(server, "certificate", "alice", own["alice"][0])
        to = ("--to", f"ircs://localhost:{server.port}", "--create")
        for name, account, code in (
            ("alice", "", 0), ("alice", "alice", 0), ("eve", "alice", 4), ("eve", "", 4),
        ):  # fmt: skip
            given = ("--certificate", str(own[name][1]), "--account", account)
            ended, said = _run(
                server, "send", "#lobby", "hello", *to, *given, SSL_CERT_FILE=str(cert)
            )
            assert ended == code, said
        ended, said = _run(
            server, "send", "#a", "x", *to, "--certificate", str(config), SSL_CERT_FILE=str(cert)
        )
        assert (ended, "the certificate to show cannot be read" in said) == (3, True)


def test_what_was_missed_while_no_device_was_there() -> None:
    """In channels and from people, once: what one device has told, the next one does not repeat."""
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        opened(server, "alice", "sesame")
        command = [*VECHE, "join", f"{server.host}:{server.port}", "#lobby", "--account", "alice"]
        env = {"VECHE_ACCOUNT_PASSWORD": "sesame"}
        with Program(command, env) as alice:
            alice.wait_for("You joined #lobby")
            alice.end_input()
            assert alice.wait_ended() == os.EX_OK
        carol.say("alice", "psst")
        for number in range(60):  # more than is told of a channel anyway
            carol.say("#lobby", f"news {number}.")
        carol.send("PING all")
        carol.expect(r"\S+ PONG .*all")
        server.kill()
        server.start()
        with Program(command, env) as alice:
            alice.wait_for("[private] carol: psst")
            alice.wait_for("carol: news 59.")
            assert len(alice.lines("carol: news")) == 60
            alice.end_input()
            assert alice.wait_ended() == os.EX_OK
        with join(server.connect, "carol", "#lobby") as carol, Program(command, env) as alice:
            carol.say("alice", "again")
            alice.wait_for("[private] carol: again")
            assert alice.lines("psst") == []
            server.kill()
            alice.wait_for("Connection lost")
            server.start()
            with join(server.connect, "dave", "#lobby") as dave:
                dave.say("alice", "a new face")
                alice.wait_for("[private] dave: a new face", 30.0)
            assert len(alice.lines("carol: again")) == 1


def test_reading_on_one_device_is_seen_on_the_other(tmp_path: Path) -> None:
    """The count in the sidebar goes; a room opened by hand shows what was said there."""
    env = {"VECHE_ACCOUNT_PASSWORD": "sesame"}
    with ServerProcess() as server, join(server.connect, "carol", "#lobby") as carol:
        opened(server, "alice", "sesame")
        command = ["env", *(f"{key}={value}" for key, value in env.items()), *VECHE, "join"]
        command += [f"{server.host}:{server.port}", "--account", "alice"]
        folders = [tmp_path / name for name in ("one", "two")]
        for folder in folders:
            folder.mkdir()
        tmux = require_tool("tmux")
        with screen(tmux, folders[0], command) as one, screen(tmux, folders[1], command) as two:
            for each in (one, two):
                each.wait_for("Write in #lobby")
            carol.say("alice", "psst")
            wait_until(lambda: _counted(one.text()) and _counted(two.text()), 15.0, "the count")
            one.press("M-2")
            one.wait_for("Write in carol", "psst")
            wait_until(lambda: not _counted(two.text()), 15.0, "the count going")
        folder = tmp_path / "three"
        folder.mkdir()
        with screen(tmux, folder, command) as three:
            three.wait_for("Write in #lobby")
            three.enter("/query carol")
            three.wait_for("Write in carol", "psst")


def _counted(shown: str) -> bool:
    """Whether somebody calls, by the sidebar."""
    return any(re.match(r" ?carol +1\b", line) for line in shown.split("\n"))


def test_scripts_speak_russian() -> None:
    """By the locale; so that a person understands what went wrong."""
    with ServerProcess() as server:
        to = ("--to", f"{server.host}:{server.port}")
        code, said = _run(server, "tail", "#nowhere", *to, LC_ALL="ru_RU.UTF-8")
        assert (code, said) == (
            5, "Канала #nowhere нет, или он скрыт; --create всё равно войдёт в него\n",
        )  # fmt: skip
        opened(server, "alice", "sesame")
        env = {"LC_ALL": "ru_RU.UTF-8", "VECHE_ACCOUNT_PASSWORD": "wrong"}
        code, said = _run(server, "send", "#lobby", "x", *to, "--account", "alice", **env)
        assert (code, said) == (4, "Сервер не пускает вас: неверное имя или пароль\n")
