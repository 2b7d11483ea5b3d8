"""IRC lines as WebSocket frames for clients, each stretch of lines framed once.

Owns what a server writes (RFC 6455 5.2: unmasked, whole, no extension). Must
not know sessions; what comes in is read by the web server's library.
"""

from collections.abc import Callable

TEXT, BINARY = 0x1, 0x2
REASON_BYTES = 123
"""RFC 6455 5.5: a close frame has 125 bytes, of which two are the code."""

_FINAL = 0x80
_SHORT, _LONG = 126, 65_536
_GOODBYE = b"ERROR :"


class Framer:
    """Frames with one opcode. Remembers what it has made until the loop's next round: `soon` is
    its `call_soon`. The fan-out writes the same bytes object to all who share it."""

    __slots__ = ("_made", "_opcode", "_soon")

    def __init__(self, opcode: int, soon: Callable[[Callable[[], None]], object]) -> None:
        self._opcode = opcode
        self._soon = soon
        # By identity; with the bytes themselves, so that no identity is another's meanwhile.
        self._made: dict[int, tuple[bytes, bytes, str]] = {}

    def __call__(self, data: bytes) -> tuple[bytes, str]:
        """A frame for each line of `data`, and the reason in the goodbye that ends it, or ""."""
        made = self._made.get(id(data))
        if made is None:
            if not self._made:
                self._soon(self._made.clear)
            lines = data.removesuffix(b"\r\n").split(b"\r\n")
            opcode = self._opcode
            frames = b"".join([frame(opcode, line) for line in lines])
            made = self._made[id(data)] = data, frames, _reason(lines[-1])
        return made[1], made[2]


def frame(opcode: int, payload: bytes) -> bytes:
    """One whole frame (RFC 6455 5.2)."""
    size = len(payload)
    if size < _SHORT:
        head = bytes((_FINAL | opcode, size))
    elif size < _LONG:
        head = bytes((_FINAL | opcode, _SHORT)) + size.to_bytes(2, "big")
    else:
        head = bytes((_FINAL | opcode, _SHORT + 1)) + size.to_bytes(8, "big")
    return head + payload


def to_reason(text: str) -> bytes:
    """As much of a text as fits into a close frame, never half a character."""
    return text.encode()[:REASON_BYTES].decode(errors="ignore").encode()


def _reason(line: bytes) -> str:
    if not line.startswith(_GOODBYE):
        return ""
    return line[len(_GOODBYE) :].decode()
