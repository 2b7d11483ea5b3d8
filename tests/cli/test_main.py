"""`veche` and its subcommands, from outside."""

import pytest

from tests.harness import run_veche
from veche import __version__


def test_version() -> None:
    """On standard output, for scripts."""
    done = run_veche("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith(__version__)


def test_help_lists_the_subcommands() -> None:
    """And each has its own."""
    said = run_veche("--help").stdout
    for name in ("serve", "join", "send", "tail"):
        assert name in said
        done = run_veche(name, "--help")
        assert done.returncode == 0
        assert f"veche {name}" in done.stdout


@pytest.mark.parametrize("args", [("nonsense",), ("--nonsense",), ("serve", "--prot", "1")])
def test_wrong_usage(args: tuple[str, ...]) -> None:
    """Exit code 2 and words, not a traceback."""
    done = run_veche(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_serve_needs_no_name() -> None:
    """Flags without a subcommand are its flags."""
    done = run_veche("--port", "nonsense")
    assert done.returncode == 2
    assert "--server-port is 'nonsense'" in done.stderr
