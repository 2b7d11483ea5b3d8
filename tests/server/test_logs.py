"""The log on standard error: two forms, and nothing in it moves a terminal."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from veche.server.logs import set_up


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield io.StringIO()
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_json(stream: io.StringIO) -> None:
    """One object a line, ours and those of libraries."""
    set_up("json", stream)
    structlog.get_logger("veche").info("started", port=8080, name="Вече")
    logging.getLogger("asyncio").warning("a library says %s", "this")
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert (ours["event"], ours["port"], ours["name"]) == ("started", 8080, "Вече")
    assert (ours["level"], theirs["level"]) == ("info", "warning")
    assert theirs["event"] == "a library says this"
    assert ours["timestamp"].endswith("Z")


@pytest.mark.parametrize("form", ["text", "json"])
def test_control_characters_are_spelled_out(stream: io.StringIO, form: str) -> None:
    """Whatever a nick or an error holds."""
    set_up(form, stream)
    bad = "a\x1b[2Jb\x9bc\nfake line\u202e"
    structlog.get_logger("veche").info(f"said {bad}", who=bad)
    said = stream.getvalue()
    assert not {"\x1b", "\x9b", "\u202e"} & set(said)
    assert said.count("\n") == 1
    assert "2Jb" in said


def test_an_error_has_its_traceback(stream: io.StringIO) -> None:
    """In lines."""
    set_up("text", stream)
    try:
        raise ZeroDivisionError("planted")
    except ZeroDivisionError as error:
        structlog.get_logger("veche").error("internal error", exc_info=error)
    assert 'raise ZeroDivisionError("planted")\n' in stream.getvalue()
