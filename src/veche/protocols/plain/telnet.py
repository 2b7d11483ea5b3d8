"""Takes the telnet protocol (RFC 854) out of what a telnet program sends.

Owns the state between two reads. Answers nothing: who is never answered
leaves the other side at its defaults, which serve.
"""

from enum import Enum, auto

_IAC, _DONT, _WILL, _SB, _SE = 255, 254, 251, 250, 240
_NEWLINE = 10


class _At(Enum):
    TEXT = auto()
    COMMAND = auto()  # after IAC
    OPTION = auto()  # after IAC WILL, WONT, DO, DONT
    INSIDE = auto()  # of a subnegotiation
    INSIDE_COMMAND = auto()  # after IAC in one


class TelnetFilter:
    """Passes on what is not negotiation.

    A newline is always passed on and ends any negotiation: stray bytes 0xFF in
    a line may cost that line, not the next.
    """

    spoken: bool
    """The other side has negotiated something: it understands telnet."""

    def __init__(self) -> None:
        self.spoken = False
        self._at = _At.TEXT

    def feed(self, data: bytes) -> bytes:
        """The text in `data`; sequences may be torn anywhere between two calls."""
        if self._at is _At.TEXT and _IAC not in data:
            return data
        text = bytearray()
        at = self._at
        for byte in data:
            if byte == _NEWLINE:
                at = _At.TEXT
                text.append(byte)
            elif at is _At.TEXT:
                if byte == _IAC:
                    at = _At.COMMAND
                else:
                    text.append(byte)
            elif at is _At.COMMAND:
                self.spoken = self.spoken or byte != _IAC
                if byte == _IAC:  # the byte itself
                    text.append(byte)
                at = _after_command(byte)
            elif at is _At.INSIDE:
                at = _At.INSIDE_COMMAND if byte == _IAC else at
            elif at is _At.INSIDE_COMMAND:
                at = _At.TEXT if byte == _SE else _At.INSIDE
            else:
                at = _At.TEXT
        self._at = at
        return bytes(text)


def _after_command(byte: int) -> _At:
    if _WILL <= byte <= _DONT:
        return _At.OPTION
    return _At.INSIDE if byte == _SB else _At.TEXT
