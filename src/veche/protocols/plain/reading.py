"""The commands that show what was said: /history, /search, /more, as they are typed.

Owns these rows and how a search is written. Days and times are UTC, as all that is shown.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from veche.core.commands import Command, Echo, Refuse, Search
from veche.core.names import is_channel
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.wishes import Look, More, ShowHistory

FOUND = 100
"""So many messages are looked for at once; of a page only a part is shown, and /more the rest."""

_WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2})?", re.ASCII)
_MOST_DIGITS = 4


def _history(rest: str, current: str) -> Command | None:
    words = rest.split()
    count = 0
    if words and words[-1].isascii() and words[-1].isdigit():
        count = int(words.pop()[:_MOST_DIGITS])
    if len(words) > 1:
        return None
    target = words[0] if words else current
    return Echo(ShowHistory(target, count)) if target else Refuse(Rejection(Code.NO_RECIPIENT))


def _search(rest: str, current: str) -> Command | None:
    text: list[str] = []
    given: dict[str, str | int] = {}
    for word in rest.split():
        key, colon, value = word.partition(":")
        key = key.lower()
        if not colon or key not in _KEYS:
            text.append(word)
            continue
        field, take, example = _KEYS[key]
        taken = take(value)
        if not taken:
            return Refuse(Rejection(Code.BAD_ARGUMENT, "/search", f"{key}: needs {example}"))
        given[field] = taken
    if not text and not given:
        return None
    return Echo(Look(Search(FOUND, " ".join(text), **given)))  # type: ignore[arg-type]


def _day(value: str) -> datetime | None:
    if not _WHEN.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None


def _before(value: str) -> int | None:
    """Earlier than that; a day does not count itself."""
    when = _day(value)
    return _ms(when) if when is not None else None


def _after(value: str) -> int | None:
    """From then on; a day counts itself."""
    when = _day(value)
    return _ms(when) - 1 if when is not None else None


def _ms(when: datetime) -> int:
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _place(value: str) -> str:
    return value if is_channel(value) or not value else value.removeprefix("@")


_KEYS: dict[str, tuple[str, Callable[[str], str | int | None], str]] = {
    "from": ("author", str, "a name, as from:alice"),
    "in": ("place", _place, "a channel or a name, as in:#lobby"),
    "before": ("before_ms", _before, "a day, as before:2026-01-31"),
    "after": ("after_ms", _after, "a day, as after:2026-01-31"),
}

ROWS: dict[str, tuple[str, str, Callable[[str, str], Command | None]]] = {
    "/history": ("/history [PLACE] [COUNT]", "what was said here, or there", _history),
    "/search": (
        "/search WORDS [from:NAME] [in:PLACE] [before:DAY] [after:DAY]",
        "find what was said; a DAY is 2026-01-31",
        _search,
    ),
    "/more": ("/more", "what came before that", lambda rest, current: Echo(More())),
}
