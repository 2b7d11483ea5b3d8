"""Finds out what a new client speaks, from its first bytes or its silence.

Owns the time before the protocol is known; after that the worker puts another
connection in its place, for good. The first byte of TLS is looked at before
this: here it comes where no TLS is possible. A gateway's WEBIRC belongs here
too, since it says who the client is.
"""

from collections.abc import Iterator, Sequence
from enum import Enum, unique

from veche.core.events import Who
from veche.core.exchange import Answer
from veche.core.ids import Mono
from veche.protocols import webirc
from veche.protocols.base import Encoding, Peer, Request, ServerInfo
from veche.protocols.plain.cleaning import to_wire
from veche.protocols.plain.framing import PAUSE_S
from veche.protocols.plain.sentences import PASSWORD_PROMPT, PROMPT, no_name_in_time
from veche.protocols.proxy_header import SIGNATURES

PROMPT_S = 0.25
"""So long a silence brings the prompt, in seconds ..."""
SECURE_PROMPT_S = 1.0
"""... and through TLS, where no person types and strangers' programs come from far away."""

_TLS_HANDSHAKE = b"\x16"  # RFC 8446 5.1
_TLS_HERE = "TLS is not to be had here. Connect again in clear text, or to the TLS port."
_NO_PROXY = "A PROXY header is taken from proxies that the server knows, and first of all."
_NO_GATEWAY = "WEBIRC is not to be had here"
_TOO_LATE = "Only a name or IRC can follow the prompt. Connect again, and speak first."

# Methods are case-sensitive (RFC 9110 9.1), but a browser's script may send any letters as one.
# PRI begins HTTP/2 (RFC 9113 3.4).
_HTTP = (
    *(b"GET ", b"HEAD ", b"POST ", b"PUT ", b"DELETE ", b"CONNECT ", b"OPTIONS ", b"TRACE "),
    *(b"PATCH ", b"PRI "),
)
# None of them does anything without a parameter, so before a line end they are somebody's name.
_IRC = (
    *(b"CAP ", b"NICK ", b"USER ", b"PASS ", b"PING ", b"AUTHENTICATE ", b"WEBIRC "),
    *(b"RESUME ", b"QUIT ", b":", b"@"),
)
_WORDS = _HTTP + _IRC
_LONGEST = max(map(len, _WORDS))


@unique
class Door(Enum):
    """What a client speaks."""

    HTTP = "http"
    IRC = "irc"
    PLAIN = "plain"


def door_of(first: bytes) -> Door | None:
    """What begins with these bytes (at least one); None when it takes more to tell."""
    head = first[:_LONGEST].upper()
    if head.startswith(_HTTP):
        return Door.HTTP
    if head.startswith(_IRC):
        return Door.IRC
    if any(word.startswith(head) for word in _WORDS):
        return None
    return Door.PLAIN


class SniffingConnection:
    """See `protocols.base.Connection`. Never asks the hub for anything.

    Once `decided` is not None, the worker writes `output()` and replaces it,
    giving the next connection each read in `taken` with its time: pauses count
    from there.
    """

    encoding: Encoding | None
    deadline: Mono | None
    closing: bool
    registered: bool
    chunked: bool
    paced: bool
    decided: Door | None
    taken: list[tuple[bytes, Mono]]
    """Every read and its time; empty bytes, as in `receive`, for the end of the input."""
    prompted: bool
    """The peer was asked for a name, or the server's password."""
    introduction: webirc.Introduction | None
    """Whose connection it really is, as a gateway has said."""

    def __init__(self, peer: Peer, info: ServerInfo, now: Mono) -> None:
        """`now` is when the socket was opened."""
        self.encoding = None
        self.closing = self.registered = self.chunked = self.paced = False
        self.decided = None
        self.taken = []
        self.prompted = False
        self.introduction = None
        self._host = peer.host
        self._gateways = info.gateways
        self._introducing = False
        self._prompt = PASSWORD_PROMPT if info.password else PROMPT
        self._register_s = info.limits.register_s
        self._close_at = now + self._register_s
        self._output = b""
        self.deadline = min(now + (SECURE_PROMPT_S if peer.secure else PROMPT_S), self._close_at)

    def receive(self, data: bytes, now: Mono) -> Sequence[Request]:
        """See `Connection`."""
        if self.decided is not None:
            self.taken.append((data, now))
        elif not self.closing:
            overdue = bool(self.taken) and now - self.taken[-1][1] >= PAUSE_S
            self.taken.append((data, now))
            if self._introducing:
                self._introduce(ended=not data, now=now)
            elif overdue:
                self._decide(Door.PLAIN)
            else:
                self._look(ended=not data, now=now)
        return ()

    def tick(self, now: Mono) -> Sequence[Request]:
        """See `Connection`."""
        if self.deadline is None or now < self.deadline:
            pass
        elif self._introducing:
            self._close("WEBIRC timed out")
        elif self.taken:
            self._decide(Door.PLAIN)
        elif now >= self._close_at:
            self._close(no_name_in_time(self._register_s))
        else:
            self.prompted = True
            self._output = self._prompt.encode()
            self.deadline = self._close_at
        return ()

    def _look(self, ended: bool, now: Mono) -> None:
        first = b"".join(data for data, _ in self.taken)
        if not first:
            self._close("")
        elif first.startswith(_TLS_HANDSHAKE):
            self._close(_TOO_LATE if self.prompted else _TLS_HERE)
        elif first.startswith(SIGNATURES):
            self._close(_NO_PROXY)
        elif first[: len(webirc.COMMAND)].upper() == webirc.COMMAND:
            self._introducing = True
            self.deadline = self._close_at
            self._introduce(ended, now)
        elif (door := door_of(first)) is not None:
            self._decide(door)
        elif ended:
            self._decide(Door.PLAIN)
        else:
            # At most as many reads as the longest word has letters come here.
            self.deadline = now + PAUSE_S

    def _introduce(self, ended: bool, now: Mono) -> None:
        """WEBIRC has begun: once its line is there, the client's own first line comes next."""
        line, end, rest = b"".join(data for data, _ in self.taken).partition(b"\n")
        if self._gateways is None:
            self._close(_NO_GATEWAY)
        elif len(line) > webirc.LINE_BYTES or (ended and not end):
            self._close("WEBIRC has no end")
        elif end:
            try:
                self.introduction = self._gateways.introduced(line, self._host)
            except webirc.Refused as refused:
                self._close(str(refused))
                return
            self.taken = [(rest, now)] if rest else []
            if ended:
                self.taken.append((b"", now))
            self._decide(Door.IRC)

    def _decide(self, door: Door) -> None:
        if door is Door.HTTP and self.prompted:
            self._close(_TOO_LATE)
            return
        self.decided = door
        self.deadline = None
        if door is Door.IRC and self.prompted:
            self._output += b"\r\n"

    def _close(self, why: str) -> None:
        self.closing = True
        self.deadline = None
        self.taken = []
        if why:
            self._output += self.goodbye(why)

    def answer(self, answer: Answer, now: Mono) -> Iterator[bytes]:
        """See `Connection`. Nothing was asked."""
        return iter(())

    def requests(self) -> Sequence[Request]:
        """See `Connection`. None."""
        return ()

    def push(self, data: bytes, now: Mono) -> None:
        """See `Connection`. Nothing is delivered before there is a user."""

    def output(self) -> bytes:
        """See `Connection`."""
        output, self._output = self._output, b""
        return output

    def adopt(self, who: Who) -> None:
        """It has no user."""

    def entered(self, channel: str) -> None:
        """Likewise."""

    def goodbye(self, reason: str) -> bytes:
        """See `Connection`. A sentence on a line of its own; ERROR for a gateway."""
        if self._introducing:
            return b"ERROR :" + to_wire(reason) + b"\r\n"
        return (b"\n" if self.prompted else b"") + to_wire(reason) + b"\n"
