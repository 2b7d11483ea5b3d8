"""Tab: the word before the cursor made whole, one candidate after the other.

Owns which candidates there are and in which order. Must not know the widget that is typed in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from veche.core.names import fold
from veche.terminal.sanitise import clean_name

# After these the first word is a person's name, and nobody is addressed by it.
_WITH_NICK = ("/msg ", "/query ", "/kick ", "/invite ", "/whois ")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be completed to; `nicks` with those first who spoke last."""

    nicks: Sequence[str]
    channels: Sequence[str]
    commands: Sequence[str]


@dataclass(frozen=True, slots=True)
class Completed:
    """A text and where the cursor stands in it."""

    text: str
    cursor: int


class Completion:
    """Completes; asked again about its own answer, it gives the next candidate."""

    def __init__(self) -> None:
        self._given: Completed | None = None
        self._before = self._after = ""
        self._choices: list[str] = []
        self._at = 0

    def complete(
        self, text: str, cursor: int, candidates: Candidates, *, back: bool = False
    ) -> Completed | None:
        """Return `text` with the word before `cursor` completed; None if nothing fits."""
        if self._given == Completed(text, cursor):
            self._at += -1 if back else 1
        else:
            start = max(text.rfind(space, 0, cursor) for space in " \n\t") + 1
            self._before, self._after = text[:start], text[cursor:]
            self._choices = _choices(self._before, text[start:cursor], candidates)
            self._at = -1 if back else 0
        if not self._choices:
            self._given = None
            return None
        choice = self._choices[self._at % len(self._choices)]
        if self._after.startswith(" "):
            choice = choice.rstrip(" ")
        whole = self._before + choice
        self._given = Completed(whole + self._after, len(whole))
        return self._given


def _choices(before: str, word: str, candidates: Candidates) -> list[str]:
    if word.startswith("/") and not before:
        return [f"/{name} " for name in _fitting(word[1:], sorted(candidates.commands))]
    if word.startswith(("#", "&")):
        return [f"{name} " for name in _fitting(word, candidates.channels)]
    at, name = ("@", word[1:]) if word.startswith("@") else ("", word)
    if not name and (before or at):
        return []
    addressed = not before and not at
    suffix = ": " if addressed else " "
    if before.startswith("/") and not before.startswith(_WITH_NICK) and not name:
        return []
    return [f"{at}{nick}{suffix}" for nick in _fitting(name, candidates.nicks)]


def _fitting(start: str, names: Iterable[str]) -> list[str]:
    """Return those that begin so, in their order; a name that is not clean cannot be typed."""
    key = fold(start)
    found = {fold(n): n for n in names if fold(n).startswith(key) and clean_name(n) == n}
    return list(found.values())
