"""`veche account` on data that no server uses. (Beside a running one: tests/end_to_end.)"""

import contextlib
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from veche.cli.account import account
from veche.core.events import (
    AccountBody,
    AccountCreated,
    MessageSent,
    MetadataBody,
    MetadataSet,
    Record,
    TextBody,
    Who,
)
from veche.core.ids import IdSource
from veche.eventlog.sqlite import SqliteLog
from veche.server.data_dir import DATABASE


class Shell:
    """Runs `veche account` on a data directory."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def run(self, *args: str, text: str = "") -> Result:
        return CliRunner().invoke(account, ["--data", str(self._data), *args], input=text)

    def __call__(self, *args: str, text: str = "") -> str:
        result = self.run(*args, text=text)
        assert result.exit_code == 0, result.output
        return result.output


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "data")


def test_the_life_of_an_account(shell: Shell) -> None:
    """Made, listed, changed, disabled, enabled, erased; each says what it did."""
    assert shell("add", "Alice", "--owner", text="sesame\n") == "The account Alice is there.\n"
    assert re.fullmatch(r"Alice +\d{4}-\d\d-\d\d  owner\n", shell("list"))
    assert "changed" in shell("passwd", "alice", text="other\n")
    assert shell("disable", "alice") == "The account alice is disabled.\n"
    assert "owner; disabled" in shell("list")
    assert shell("enable", "alice") == "The account alice is enabled.\n"
    assert shell("erase", "--yes", "alice") == "The account alice is erased.\n"
    assert shell("list") == ""


def test_the_server_is_found_as_serve_finds_it(shell: Shell, tmp_path: Path) -> None:
    """By the environment or the configuration, of which a flag counts most."""
    shell("add", "Alice", "--no-password")
    config = tmp_path / "veche.toml"
    config.write_text(f'[server]\ndata = "{tmp_path / "data"}"\n')
    elsewhere = {"VECHE_SERVER_DATA": str(tmp_path / "elsewhere")}
    for args, env, found in (
        (["list"], {"VECHE_SERVER_DATA": str(tmp_path / "data")}, True),
        (["--config", str(config), "list"], {}, True),
        (["--config", str(config), "list"], elsewhere, False),
        (["--data", str(tmp_path / "data"), "list"], elsewhere, True),
    ):
        result = CliRunner().invoke(account, args, env=env)
        assert result.exit_code == 0, result.output
        assert ("Alice" in result.output) is found


def test_nothing_is_left_of_one_that_is_erased(shell: Shell, tmp_path: Path) -> None:
    """But what it said, unless that is to go as well."""
    for name in ("Alice", "Boris"):
        shell("add", name, "--no-password")
    told = (("Alice", "alice.example"), ("Boris", "boris.example"))
    path = tmp_path / "data" / DATABASE

    def write() -> None:
        ids = IdSource(after=log.last_id)
        records = []
        for name, url in told:
            account = accounts[name]
            who = Who(name, "u", "h", name)
            set_ = MetadataSet(7, target=7, account=account)
            records.append(
                Record(ids.new(0), 1, None, set_, MetadataBody(who, name, "url", f"{url}/me"))
            )
            said = TextBody(who, "#a", f"said by {url}")
            records.append(Record(ids.new(0), 1, 9, MessageSent(7), said))
        log.append(records, log.last, lambda outcome: None)

    with contextlib.closing(SqliteLog(path)) as log:
        accounts = {
            stored.record.body.name: stored.record.event.account
            for stored in log.load()[1]
            if isinstance(stored.record.event, AccountCreated)
            and isinstance(stored.record.body, AccountBody)
        }
        write()
    assert shell("erase", "--yes", "alice") == "The account alice is erased.\n"
    kept = path.read_bytes()
    assert b"alice.example/me" not in kept
    assert b"said by alice.example" in kept
    assert b"boris.example/me" in kept
    assert shell("erase", "--yes", "--messages", "boris") == "The account boris is erased.\n"
    kept = path.read_bytes()
    assert b"boris.example" not in kept
    assert b"said by alice.example" in kept
    assert shell("list") == ""
    assert "no account" in shell.run("erase", "--yes", "boris").output


def test_keys(shell: Shell) -> None:
    """A token is shown once; a certificate is known by its fingerprint; both can be revoked."""
    shell("add", "Alice", "--no-password")
    token = shell("token", "Alice", "--label", "phone").strip()
    assert len(token) >= 40
    fingerprint = ":".join(["AB"] * 32)
    shell("certificate", "Alice", fingerprint)
    listed = shell("list")
    assert "no password; 1 certificates; tokens: phone" in listed
    assert token not in listed
    shell("revoke", "Alice", "phone")
    shell("revoke", "Alice", "ab" * 32)
    assert shell("list").strip().endswith("no password")


@pytest.mark.parametrize(
    ("args", "text", "says"),
    [
        (("add", "a b"), "sesame\n", "cannot be an account's name"),
        (("add", "alice"), "ab\n", "shorter than 3"),
        (("passwd", "nobody"), "sesame\n", "There is no account nobody."),
        (("disable", "nobody"), "", "There is no account nobody."),
        (("certificate", "alice", "xyz"), "", "64 hexadecimal digits"),
    ],
)
def test_refused(shell: Shell, args: tuple[str, ...], text: str, says: str) -> None:
    """One sentence, and exit code 1."""
    result = shell.run(*args, text=text)
    assert result.exit_code == 1
    assert says in result.output
