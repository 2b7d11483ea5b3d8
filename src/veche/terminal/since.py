"""From when on: an age, a moment or a message, as a person writes it.

Owns the grammar. Must not read the clock.
"""

import re
from datetime import datetime, timedelta

_AGE = re.compile(r"(?:\d{1,9}[smhdw])+")
_PART = re.compile(r"(\d+)([smhdw])")
_UNIT_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# Servers choose what an id looks like; ours has 13 characters. Shorter ones are more likely
# an age or a moment that somebody wrote in a way of their own.
_LEAST_MSGID_CHARS = 8


def parse_since(text: str, now: datetime) -> datetime | str:
    """Read an age (`90s`, `1h30m`, `2d`), a moment (ISO 8601) or a msgid.

    `now` has a zone; a moment without one is in that zone. Raises ValueError with a sentence for
    a person.
    """
    if _AGE.fullmatch(text):
        return _before(now, text)
    if _DATE.match(text):
        return _moment(text, now)
    word = text.removeprefix("msgid=")
    if len(word) >= _LEAST_MSGID_CHARS and word.isprintable() and not set(word) & set(" ,"):
        return word
    raise ValueError(
        f"{text!r} is not an age (90s, 1h30m, 2d), a moment (2025-01-02T03:04) or a message's id"
    )


def _before(now: datetime, age: str) -> datetime:
    seconds = sum(int(number) * _UNIT_S[unit] for number, unit in _PART.findall(age))
    try:
        return now - timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"{age!r} ago is before the calendar begins") from error


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a moment like 2025-01-02T03:04") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    if moment > now:
        raise ValueError(f"{text!r} is yet to come")
    return moment
