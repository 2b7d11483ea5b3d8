"""Identifiers: their types, how new ones are made, and their form on the wire.

Owns the layout of an `Id`. Must not know what an id names.
"""

Id = int
"""63 bits: 41 of milliseconds since 2025, 6 of node, 16 of counter. Never reused."""
Pos = int
"""Place in the log, global, from 1. The only total order there is."""
Seq = int
"""Place in one conversation: 1, 2, 3 ... without gaps, in log order."""
Mono = float
"""Seconds of a monotonic clock."""

EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_NODE_BITS = 6
_COUNTER_BITS = 16
_TIME_SHIFT = _NODE_BITS + _COUNTER_BITS
_NODE_MASK = ((1 << _NODE_BITS) - 1) << _COUNTER_BITS
_SKIPPED_MS = 60_000

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(a + b for a in _ALPHABET for b in _ALPHABET)
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_MSGID_LENGTH = 13


class IdSource:
    """Makes ids that rise for ever, whatever the wall clock does.

    A clock that stands still or goes back only uses up the counter; a full
    counter borrows the next millisecond.

    Ids of what is only announced are in no log: after a restart with the clock
    set back, the last stored id does not tell which of them were used. So the
    first id then lies a minute beyond it.
    """

    def __init__(self, node: int = 0, after: Id = 0) -> None:
        """Every id will be greater than `after`, the last one known to be in use."""
        self._node = node << _COUNTER_BITS
        self._last_ms = after >> _TIME_SHIFT
        self._counter = after & ((1 << _COUNTER_BITS) - 1)
        if after & _NODE_MASK > self._node:  # ours in the same millisecond would be smaller
            self._last_ms += 1
            self._counter = 0
        self._unsure = after > 0

    def new(self, now_ms: int) -> Id:
        """The next id; `now_ms` is Unix time in milliseconds."""
        since = now_ms - EPOCH_MS
        if since > self._last_ms:
            self._last_ms = since
            self._counter = 0
        elif self._unsure:
            self._last_ms += _SKIPPED_MS
            self._counter = 0
        else:
            self._counter += 1
            if self._counter >> _COUNTER_BITS:
                self._last_ms += 1
                self._counter = 0
        self._unsure = False
        return (self._last_ms << _TIME_SHIFT) | self._node | self._counter


def made_ms(value: Id) -> int:
    """When the id was made, Unix milliseconds; within a minute or so (see `IdSource`)."""
    return (value >> _TIME_SHIFT) + EPOCH_MS


def to_msgid(value: Id) -> str:
    """The id as an IRCv3 `msgid`: 13 characters of lower-case base32 (RFC 4648 alphabet)."""
    pairs = _PAIRS
    return (
        f"{_ALPHABET[value >> 60]}{pairs[value >> 50 & 1023]}{pairs[value >> 40 & 1023]}"
        f"{pairs[value >> 30 & 1023]}{pairs[value >> 20 & 1023]}{pairs[value >> 10 & 1023]}"
        f"{pairs[value & 1023]}"
    )


def from_msgid(text: str) -> Id | None:
    """The id that `to_msgid` made `text` from, or None when none did."""
    if len(text) != _MSGID_LENGTH:
        return None
    value = 0
    for letter in text:
        digit = _VALUES.get(letter)
        if digit is None:
            return None
        value = value << 5 | digit
    return value if value < 1 << 63 else None
