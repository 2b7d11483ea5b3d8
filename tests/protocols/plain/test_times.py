"""Days and times, in UTC."""

from veche.protocols.plain.times import since, stamp

DAY_MS = 86_400_000


def test_a_stamp() -> None:
    """To the minute."""
    assert stamp(0) == "1970-01-01 00:00"
    assert stamp(DAY_MS + 59_999) == "1970-01-02 00:00"


def test_since() -> None:
    """Without the day where it is today's."""
    assert since(60_000, 120_000) == "00:01 UTC"
    assert since(60_000, DAY_MS) == "1970-01-01 00:01 UTC"
