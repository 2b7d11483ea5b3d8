"""Whether a text names somebody.

Owns where a name begins and ends in a text. Must not know what is done about it.
"""

from veche.core.names import fold

# What may stand in a nick besides letters and digits (RFC 2812 section 2.3.1).
_NICK_SIGNS = "-_[]\\`^{}|"


def mentions(text: str, nick: str) -> bool:
    """Return whether `nick` stands in `text` as a word, in letters of any size."""
    if not nick:
        return False
    text, nick = fold(text), fold(nick)
    at = text.find(nick)
    while at >= 0:
        end = at + len(nick)
        if not _goes_on(text[max(at - 1, 0) : at]) and not _goes_on(text[end : end + 1]):
            return True
        at = text.find(nick, at + 1)
    return False


def _goes_on(letter: str) -> bool:
    return letter != "" and (letter.isalnum() or letter in _NICK_SIGNS)
