"""Whether a text names somebody.

Owns where a name begins and ends in a text. Must not know what is done about it.
"""

import re

from veche.core.names import fold

# What may stand in a nick besides letters and digits (RFC 2812 section 2.3.1).
_NICK_SIGNS = "-_[]\\`^{}|"
_WORD = re.compile(rf"[\w{re.escape(_NICK_SIGNS)}]+")


def mentions(text: str, nick: str) -> bool:
    """Return whether `nick` stands in `text` as a word, in letters of any size."""
    return stands_in(fold(text), fold(nick))


def stands_in(text: str, nick: str) -> bool:
    """As `mentions`, of what is folded already: for one text and many nicks."""
    at = text.find(nick) if nick else -1
    while at >= 0:
        end = at + len(nick)
        if not _goes_on(text[max(at - 1, 0) : at]) and not _goes_on(text[end : end + 1]):
            return True
        at = text.find(nick, at + 1)
    return False


def words(text: str) -> dict[str, None]:
    """All that stands in the text, folded, as a word of letters, digits and signs of nicks: for
    one text and very many nicks. Of other nicks, which have an `odd` one, it says nothing."""
    return dict.fromkeys(_WORD.findall(text))


def odd(text: str) -> set[str]:
    """What is in the text besides words and ASCII: marks and symbols, as nicks may have."""
    rest = "" if text.isascii() else _WORD.sub("", text)
    return {sign for sign in rest if not sign.isascii()}


def _goes_on(letter: str) -> bool:
    return letter != "" and (letter.isalnum() or letter in _NICK_SIGNS)
