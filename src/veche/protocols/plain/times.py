"""Days and times as this door writes them: UTC, for nobody's clock is known.

Owns their form.
"""

from datetime import UTC, datetime


def stamp(at_ms: int) -> str:
    """`2026-01-31 14:02` of Unix milliseconds."""
    return _at(at_ms).strftime("%Y-%m-%d %H:%M")


def since(at_ms: int, now_ms: int) -> str:
    """The same in words, without the day where it is today's."""
    at = _at(at_ms)
    return at.strftime("%H:%M UTC" if at.date() == _at(now_ms).date() else "%Y-%m-%d %H:%M UTC")


def _at(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
