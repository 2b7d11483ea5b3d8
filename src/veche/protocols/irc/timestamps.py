"""Times on the wire: `YYYY-MM-DDThh:mm:ss.sssZ` (IRCv3 server-time).

Owns the form. Must not know what the time is.
"""

import re
from datetime import UTC, datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FORM = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?Z", re.ASCII)


def to_seconds(second: int) -> str:
    """Unix seconds as `YYYY-MM-DDThh:mm:ss`."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def to_stamp(at_ms: int) -> str:
    """Unix milliseconds in full."""
    second, milli = divmod(at_ms, 1000)
    return f"{to_seconds(second)}.{milli:03d}Z"


def from_stamp(text: str) -> int | None:
    """Unix milliseconds, or None. A leap second counts as the second before it."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    try:
        at = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    since = at - _EPOCH
    milli = int((match[7] or "0").ljust(3, "0"))
    return (since.days * 86_400 + since.seconds) * 1000 + milli
