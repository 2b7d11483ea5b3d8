"""A new password from a pipe."""

import io
import sys

import click
import pytest

from veche.cli.passwords import new_password
from veche.core.limits import DEFAULT


def test_the_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its end, spaces and all."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(" my word \r\nmore\n"))
    assert new_password(DEFAULT, "alice") == " my word "


def test_too_weak(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on every door; it is not repeated."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("Alice\n"))
    with pytest.raises(click.ClickException, match="it is the account's name"):
        new_password(DEFAULT, "alice")
