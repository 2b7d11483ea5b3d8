"""`veche account` on data that no server uses. (Beside a running one: tests/end_to_end.)"""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from veche.cli.account import account


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
