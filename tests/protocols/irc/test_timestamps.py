"""server-time stamps. https://ircv3.net/specs/extensions/server-time"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.irc.timestamps import from_stamp, to_stamp


def test_form() -> None:
    """Milliseconds and Z, always."""
    assert to_stamp(0) == "1970-01-01T00:00:00.000Z"
    assert to_stamp(1_741_000_000_007) == "2025-03-03T11:06:40.007Z"


@given(st.integers(0, 4_000_000_000_000))
def test_round_trip(at_ms: int) -> None:
    """Every millisecond has its own stamp."""
    assert from_stamp(to_stamp(at_ms)) == at_ms


@pytest.mark.parametrize("text", ["", "now", "2025-13-01T00:00:00.000Z", "2025-01-01", "1Z"])
def test_what_is_none(text: str) -> None:
    """Anything else is refused, not guessed."""
    assert from_stamp(text) is None


def test_leap_second_and_short_fractions() -> None:
    """A leap second is a time; so is one without all three digits."""
    assert from_stamp("2012-06-30T23:59:60.419Z") == from_stamp("2012-06-30T23:59:59.419Z")
    assert from_stamp("1970-01-01T00:00:01Z") == 1000
    assert from_stamp("1970-01-01T00:00:01.5Z") == 1500
