"""Cuts a stream of bytes into lines, with memory that stays flat whatever the peer sends.

Owns the unfinished line of one peer. Must not know any protocol: what a line
means, and what to say when one is too long, is the door's business.
"""


class LineSplitter:
    """Lines end in LF or CR LF. At most `limit` bytes of an unfinished line are kept."""

    __slots__ = ("_limit", "_rest", "_skipping")

    def __init__(self, limit: int) -> None:
        """`limit` is in bytes, line end not counted."""
        self._limit = limit
        self._rest = b""
        self._skipping = False

    @property
    def pending(self) -> int:
        """Bytes of the unfinished line that are kept."""
        return len(self._rest)

    def feed(self, data: bytes) -> list[bytes | None]:
        """The lines that `data` completes, without their ends.

        None stands for a line that is longer than the limit: its bytes are
        dropped up to its end, and it is reported once, as soon as that is known.
        """
        found: list[bytes | None] = []
        if self._skipping:
            _, end, data = data.partition(b"\n")
            if not end:
                return found
            self._skipping = False
        elif self._rest:
            data = self._rest + data
        *whole, rest = data.split(b"\n")
        limit = self._limit
        for line in whole:
            if line.endswith(b"\r"):
                line = line[:-1]
            found.append(line if len(line) <= limit else None)
        # One byte more than the limit may be the CR of a line that just fits.
        if len(rest) > limit and (len(rest) > limit + 1 or rest[-1:] != b"\r"):
            found.append(None)
            self._skipping = True
            rest = b""
        self._rest = rest
        return found

    def take(self) -> bytes:
        """The unfinished line, which is forgotten here."""
        rest, self._rest = self._rest, b""
        return rest
