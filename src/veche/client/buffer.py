"""Bytes as they come, cut into lines.

Owns the bound on what a server may send without ending a line. Must not know what a line says.
"""

# The protocol allows 8,191 bytes of tags and 512 of the rest; twice that is a fault or an attack.
MAX_LINE_BYTES = 16_384


class EndlessLineError(Exception):
    """The peer sent more than MAX_LINE_BYTES without ending the line."""


class LineBuffer:
    """Feed it bytes; it gives whole lines, ended by LF or CR LF, without their ends."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[str]:
        """Return the lines that are now whole, bad UTF-8 replaced.

        Raises EndlessLineError; what was whole before the endless line is then lost with it.
        """
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MAX_LINE_BYTES or any(len(line) > MAX_LINE_BYTES for line in lines):
            raise EndlessLineError
        return [line.rstrip(b"\r").decode("utf-8", "replace") for line in lines]
