"""Who to be, from the command line, a file and the environment."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from veche.cli import credentials as module
from veche.cli.credentials import Credentials, account_options, credentials
from veche.config import load
from veche.core.secret import Secret

PASSWORD = "VECHE_ACCOUNT_PASSWORD"


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)


def test_nobody() -> None:
    """No account, no question."""
    assert credentials("", "", "") == Credentials()
    assert credentials("", "", "x.pem") == Credentials(certificate="x.pem")


def test_a_file_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first line, spaces and all."""
    path = tmp_path / "password"
    path.write_text(" пароль \r\nmore", encoding="utf-8")
    monkeypatch.setenv(PASSWORD, "other")
    assert credentials("alice", str(path), "") == Credentials("alice", Secret(" пароль "))
    assert credentials("alice", "", "") == Credentials("alice", Secret("other"))


def test_a_terminal_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a certificate is enough; and where there is none, it is said what to do."""
    asked: list[str] = []
    monkeypatch.setattr(module, "_somebody_is_there", lambda: True)

    def ask(text: str, **_: object) -> str:
        asked.append(text)
        return "sesame"

    monkeypatch.setattr(click, "prompt", ask)
    assert credentials("alice", "", "").password.value == "sesame"
    assert credentials("alice", "", "x.pem").password.value == ""
    assert asked == ["Password of alice"]
    monkeypatch.setattr(module, "_somebody_is_there", lambda: False)
    with pytest.raises(click.UsageError, match="no terminal"):
        credentials("alice", "", "")


@pytest.mark.parametrize(
    ("account", "content", "words"),
    [
        ("", b"x", "is for --account"),
        ("alice", b"", "is no password"),
        ("alice", b"\n", "is no password"),
        ("alice", b"\xff\n", "it is no text"),
        ("a b", b"x", "cannot be sent"),
        ("alice", b"x\0y", "cannot be sent"),
        ("alice", None, "No such file"),
    ],
)
def test_wrong_usage(tmp_path: Path, account: str, content: bytes | None, words: str) -> None:
    """One sentence, without the password."""
    path = tmp_path / "password"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(click.UsageError, match=words):
        credentials(account, str(path), "")


def test_options_and_variables() -> None:
    """Each option has a variable; none of them disturbs the settings of a server."""

    @click.command()
    @account_options
    def command(account: str, password_file: str, certificate: str) -> None:
        click.echo(f"{account} {password_file} {certificate}")

    variables = {
        "VECHE_ACCOUNT": "alice",
        "VECHE_ACCOUNT_PASSWORD_FILE": "a",
        "VECHE_ACCOUNT_CERTIFICATE": "b",
        PASSWORD: "sesame",
    }
    assert CliRunner().invoke(command, env=variables).output == "alice a b\n"
    options = ["--account", "bob", "--password-file", "c", "--certificate", "d"]
    assert CliRunner().invoke(command, options, env=variables).output == "bob c d\n"
    assert "sesame" not in CliRunner().invoke(command, ["--help"], env=variables).output
    load(None, environment=variables)
