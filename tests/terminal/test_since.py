"""The grammar of --since."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.since import parse_since

NOW = datetime(2025, 6, 7, 12, 0, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("1h30m", timedelta(minutes=90)),
        ("2d", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("0s", timedelta()),
    ],
)
def test_an_age(text: str, before: timedelta) -> None:
    """Is so long before now."""
    assert parse_since(text, NOW) == NOW - before


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-01-02", datetime(2025, 1, 2, tzinfo=NOW.tzinfo)),
        ("2025-01-02T03:04", datetime(2025, 1, 2, 3, 4, tzinfo=NOW.tzinfo)),
        ("2025-01-02 03:04:05", datetime(2025, 1, 2, 3, 4, 5, tzinfo=NOW.tzinfo)),
        ("2025-01-02T03:04:05.678Z", datetime(2025, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)),
        ("2025-01-02T03:04+00:00", datetime(2025, 1, 2, 3, 4, tzinfo=UTC)),
    ],
)
def test_a_moment(text: str, moment: datetime) -> None:
    """Without a zone it is in that of the person."""
    assert parse_since(text, NOW) == moment


@pytest.mark.parametrize("text", ["aaad2kq5uaaab", "msgid=aaad2kq5uaaab", "17-ABC~1700000000~9"])
def test_a_message(text: str) -> None:
    """By its id; it is for the server to know it."""
    assert parse_since(text, NOW) == text.removeprefix("msgid=")


@pytest.mark.parametrize(
    "text",
    ["", "1", "1x", "1hour", "h", "-1h", "1.5h", "2025-13-01", "2025-01-02T25:00", "2026-01-01",
     "03:04", "one hour ago", "999999999w", "aaad2kq5\nuaaab", "aaad2kq5,uaaab"],
)  # fmt: skip
def test_what_is_none_of_them(text: str) -> None:
    """Is a ValueError with a sentence, and never read as something else."""
    with pytest.raises(ValueError, match=r"\w"):
        parse_since(text, NOW)


@given(st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Is a moment with a zone, not after now; one word that can be sent; or refused."""
    try:
        since = parse_since(text, NOW)
    except ValueError:
        return
    if isinstance(since, str):
        assert since.isprintable()
        assert " " not in since
    else:
        assert since.tzinfo is not None
        assert since <= NOW
