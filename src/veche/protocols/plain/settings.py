"""The settings of a channel in words, as they are typed: each is a mode letter.

Owns these rows.
"""

from collections.abc import Callable

from veche.core.commands import AskedChange, ChangeModes, Command, Refuse
from veche.core.names import is_channel
from veche.core.permissions import EVERYTHING, FROM_JOINING, LAST_WEEK
from veche.core.rejections import Code, Rejection
from veche.core.retention import KEPT_DAYS

_NOWHERE = Refuse(Rejection(Code.NO_RECIPIENT))
_OFF = "off"
_SHOWN = (FROM_JOINING, LAST_WEEK, EVERYTHING)

Make = Callable[[str, str], Command | None]


def _setting(letter: str, unset: str | None = None, words: tuple[str, ...] = ()) -> Make:
    """One that has a value, or is off; `unset` goes with the letter that takes it away, `words`
    are all the values there are, if any will not do."""

    def make(rest: str, current: str) -> Command | None:
        given = rest.split()
        channel = given.pop(0) if given and is_channel(given[0]) else current
        if not channel:
            return _NOWHERE
        if len(given) != 1 or (words and given[0].lower() not in words):
            return None
        if given[0].lower() == _OFF:
            return ChangeModes(channel, (AskedChange(False, letter, unset),))
        return ChangeModes(channel, (AskedChange(True, letter, given[0]),))

    return make


ROWS: dict[str, tuple[str, str, Make]] = {
    "/slow": ("/slow SECONDS or off", "let each speak only so often", _setting("W")),
    "/key": ("/key WORD or off", "let in who knows the word", _setting("k", "*")),
    "/limit": ("/limit NUMBER or off", "let so many in", _setting("l")),
    "/visibility": (
        f"/visibility {', '.join(_SHOWN[:-1])} or {_SHOWN[-1]}",
        "what of the past its members see",
        _setting("H", words=_SHOWN),
    ),
    "/retention": ("/retention DAYS or off", "forget what is older", _setting(KEPT_DAYS)),
}
