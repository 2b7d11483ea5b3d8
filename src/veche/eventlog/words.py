"""The words of a text, in the form in which they are found again.

Owns that form: folded, without accents, and cut back to the stem that all forms of a word share,
in Russian and in English. Any other word stays as it is. An object is for one thread.
"""

import re
import unicodedata

import snowballstemmer

_WORD = re.compile(r"\w+")
_CYRILLIC = re.compile(r"[а-яё]+")
_LATIN = re.compile(r"[a-z]+")
_SHORT_I = "\ue000"  # stands for й, which is a letter and not an accented one
_REMEMBERED = 100_000
"""Stemming a word takes 60 microseconds; people use few."""


class Words:
    """Finds words and their stems."""

    def __init__(self) -> None:
        self._russian = snowballstemmer.stemmer("russian")
        self._english = snowballstemmer.stemmer("english")
        self._stems: dict[str, str] = {}

    def stems(self, text: str) -> list[str]:
        """The stem of each word, in order."""
        return [self.stem(word) for word in split(text)]

    def stem(self, word: str) -> str:
        """The stem of one folded word."""
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) >= _REMEMBERED:
                self._stems.clear()
            known = self._stems[word] = self._cut(word)
        return known

    def _cut(self, word: str) -> str:
        if _CYRILLIC.fullmatch(word):
            return str(self._russian.stemWord(word))
        if _LATIN.fullmatch(word):
            return str(self._english.stemWord(word))
        return word


def split(text: str) -> list[str]:
    """The folded words of a text. Whatever is no letter, digit or underscore only parts them."""
    if text.isascii():
        return _WORD.findall(text.lower())
    folded = unicodedata.normalize("NFKC", text).casefold().replace("й", _SHORT_I)
    decomposed = unicodedata.normalize("NFD", folded)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(kept.replace(_SHORT_I, "й"))
