"""What the hub asks the log for while it decides: a reader that is opened when first needed.

Owns when. Everything but `close` is called on the hub's thread, whose reader it is.
"""

from collections.abc import Callable, Sequence

from veche.core.events import Stored
from veche.core.ids import Id
from veche.eventlog.base import Reader


class Memory:
    """The log's memory. Its methods raise LogError when the file cannot be read."""

    def __init__(self, open_reader: Callable[[], Reader]) -> None:
        self._open = open_reader
        self._reader: Reader | None = None

    @property
    def _opened(self) -> Reader:
        if self._reader is None:
            self._reader = self._open()
        return self._reader

    def recall(self, author: Id, key: bytes, since_ms: int) -> Stored | None:
        """As `Reader.recall`."""
        return self._opened.recall(author, key, since_ms)

    def find(self, record: Id) -> Stored | None:
        """As `Reader.find`."""
        return self._opened.find(record)

    def edits(self, message: Stored) -> Sequence[Id]:
        """As `Reader.edits`."""
        return self._opened.edits(message)

    def close(self) -> None:
        """Let go of the reader, once the hub is done."""
        if self._reader is not None:
            self._reader.close()
