"""Between Textual and the terminal, where Textual does otherwise than it must.

Owns three corrections of Textual 8: keys with Alt, pastes with escape sequences in them, and a
terminal that is gone. There is no public way to them: a table and two names of the library are
changed, for this process. Must not know what keys or pastes are for.
"""

import contextlib
from collections.abc import Iterable
from enum import Enum
from typing import IO, Any, cast

from textual import _ansi_sequences
from textual._xterm_parser import XTermParser
from textual.drivers._writer_thread import WriterThread
from textual.message import Message

from veche.terminal.sanitise import clean_text

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
# Of one paste, in characters; more is not a message.
MAX_PASTE = 1_000_000


class AltKey(Enum):
    """Keys that terminals without the Kitty protocol send as ESC and the key."""

    ENTER = "alt+enter"
    ONE = "alt+1"
    TWO = "alt+2"
    THREE = "alt+3"
    FOUR = "alt+4"
    FIVE = "alt+5"
    SIX = "alt+6"
    SEVEN = "alt+7"
    EIGHT = "alt+8"
    NINE = "alt+9"


def correct_reading() -> None:
    """Let Textual read keys and pastes as what they are; doing it twice changes nothing.

    It takes ESC and a digit for what Option types on one terminal of macOS, and ESC and CR for
    Enter. An escape sequence inside a paste ends the paste for it: what follows is then typed, and
    line breaks send it. When the terminal is gone, it waits for ever for a thread that has died of
    that.
    """
    table = cast(dict[str, Any], _ansi_sequences.ANSI_SEQUENCES_KEYS)
    for key in AltKey:
        name = key.value.removeprefix("alt+")
        table["\x1b" + ("\r" if key is AltKey.ENTER else name)] = (key,)
    # Only its driver for POSIX systems reads so.
    with contextlib.suppress(ImportError):
        from textual.drivers import linux_driver

        vars(linux_driver).update(XTermParser=PasteParser, WriterThread=LastingWriter)


class LastingWriter(WriterThread):
    """Writes to the terminal; once that fails, what is written is dropped."""

    def __init__(self, file: IO[str]) -> None:
        super().__init__(LastingFile(file))  # type: ignore[arg-type]


class LastingFile:
    """A file that may fail, and then takes everything without a word."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._gone = False

    def write(self, text: str) -> int:
        """Write, if there is still somewhere to write to."""
        if not self._gone:
            try:
                return self._file.write(text)
            except OSError:
                self._gone = True
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        if not self._gone:
            try:
                self._file.flush()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        """Return the descriptor."""
        return self._file.fileno()


class PasteParser(XTermParser):
    """Reads what a terminal sends; each bracketed paste is clean before it is looked at."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = Pastes()

    def feed(self, data: str) -> Iterable[Message]:
        """Return what `data` means; "" is the end."""
        cleaned = self._pastes.clean(data)
        return super().feed(cleaned) if cleaned or not data else ()


class Pastes:
    """Finds bracketed pastes in what a terminal sends, and cleans them. All else is left alone."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""  # of a paste whose end has not come
        self._tail = ""  # of what was passed on: the beginning of a paste may come in two parts

    def clean(self, data: str) -> str:
        """Return what is to be read instead of `data`, perhaps nothing yet."""
        passed: list[str] = []
        while data:
            data = (self._take if self._inside else self._pass_on)(data, passed)
        return "".join(passed)

    def _pass_on(self, data: str, passed: list[str]) -> str:
        seen = self._tail + data
        at = seen.find(_BEGIN)
        if at < 0:
            self._tail = seen[-(len(_BEGIN) - 1) :]
            passed.append(data)
            return ""
        end = at + len(_BEGIN) - len(self._tail)
        passed.append(data[:end])
        self._inside, self._held, self._tail = True, "", ""
        return data[end:]

    def _take(self, data: str, passed: list[str]) -> str:
        # The end may come in two parts as well.
        start = max(0, len(self._held) - len(_END) + 1)
        self._held += data
        at = self._held.find(_END, start)
        if at < 0:
            if len(self._held) > 2 * MAX_PASTE:
                self._held = self._held[:MAX_PASTE] + self._held[-len(_END) :]
            return ""
        text, rest = self._held[: min(at, MAX_PASTE)], self._held[at + len(_END) :]
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        passed += ["\n".join(clean_text(line) for line in lines), _END]
        self._inside, self._held = False, ""
        return rest
