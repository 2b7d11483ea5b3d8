"""The shape of a message as JSON (docs/protocol/json-lines.md)."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.events import Kind, Said
from veche.terminal.json_lines import gap_line, message_line

_AT = datetime(2025, 3, 1, 15, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=3)))


def test_all_that_is_known() -> None:
    """Has its place, and the time is in UTC."""
    said = Said("боб", "#OPS", 'a "b"', Kind.ACTION, False, _AT, "m1", True, 7, "m0")
    assert message_line(said, "#ops") == (
        '{"v": 1, "type": "message", "channel": "#ops", "nick": "боб", "kind": "action", '
        '"text": "a \\"b\\"", "time": "2025-03-01T12:00:00.123Z", "msgid": "m1", "seq": 7, '
        '"reply_to": "m0", "edits": null, "past": true}'
    )


def test_what_the_server_did_not_say() -> None:
    """Is null; the keys are always there."""
    line = json.loads(message_line(Said("bob", "#ops", "", Kind.NOTICE, False), "#ops"))
    assert [key for key, value in line.items() if value is None] == [
        "time", "msgid", "seq", "reply_to", "edits",
    ]  # fmt: skip
    assert (line["kind"], line["past"]) == ("notice", False)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_is_none(year: int) -> None:
    """At the ends of the calendar no zone can be reckoned with."""
    edge = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 12)  # noqa: DTZ001
    zone = timezone(timedelta(hours=23 if year == 1 else -23))
    said = Said("bob", "#ops", "", Kind.TEXT, False, edge.replace(tzinfo=zone))
    assert json.loads(message_line(said, "#ops"))["time"] is None


def test_a_gap() -> None:
    """Says where, and nothing else."""
    assert json.loads(gap_line("#ops")) == {"v": 1, "type": "gap", "channel": "#ops"}


@given(st.text(), st.text(max_size=5), st.datetimes(timezones=st.just(UTC)))
def test_any_text(text: str, nick: str, at: datetime) -> None:
    """Comes out as it went in, and the line can be shown on any terminal."""
    line = message_line(Said(nick, "#c", text, Kind.TEXT, False, at), "#c")
    got = json.loads(line)
    assert (got["text"], got["nick"]) == (text, nick)
    assert _is_harmless(line)


def test_every_letter_there_is() -> None:
    """Those that control or turn are escaped, whatever this Python's tables call them."""
    # Of the surrogates only half, or JSON would read them as pairs.
    letters = "".join(chr(n) for n in range(0x11_0000) if not 0xDC00 <= n < 0xE000)
    line = message_line(Said("n", "#c", letters, Kind.TEXT, False), "#c")
    assert json.loads(line)["text"] == letters
    assert _is_harmless(line)
    assert "\ufffd" in line
    assert "я" in line


def _is_harmless(line: str) -> bool:
    harmful = ("Cc", "Cf", "Cs", "Zl", "Zp")
    return not any(unicodedata.category(letter) in harmful for letter in line)
