"""Text of several lines on its way out: one message where the server can (IRCv3 multiline).

Owns how much goes into one message, and its lines on the wire. Must not know who sends them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from veche.client.gathering import BATCH_TYPE, CONCAT
from veche.client.message import format_line
from veche.client.text import room, whole_letters

_MOST = 1_000_000_000
# As long as any; what the server puts before a line counts (RFC 1459 section 2.3).
_LONGEST_SOURCE = "n" * 32 + "!" + "u" * 20 + "@" + "h" * 63
_LEAST_BYTES = 64


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one message: bytes of UTF-8 with the line breaks, and lines."""

    bytes: int
    lines: int


def bounds(value: str) -> Bounds | None:
    """Return what the value of the capability allows; None if it does not say."""
    pairs = dict(item.partition("=")[::2] for item in value.split(","))
    most = _number(pairs.get("max-bytes", ""))
    lines = _number(pairs.get("max-lines", "")) if "max-lines" in pairs else _MOST
    return Bounds(most, lines) if most and lines else None


def messages(text: str, limit: Bounds | None, where: str) -> list[str]:
    """Return `text` as messages, each of as many lines as may be; without a limit of one each.

    Blank lines stay between others only, and only where there are several in a message.
    """
    if limit is None:
        return [line for line in text.split("\n") if line.strip()]
    found: list[list[str]] = [[]]
    size = count = 0
    for line in text.split("\n"):
        pieces = len(list(cut(line, _space(where))))
        more = len(line.encode()) + 1
        if found[-1] and (size + more > limit.bytes or count + pieces > limit.lines):
            found.append([])
            size = count = 0
        if found[-1] or line.strip():
            found[-1].append(line)
            size, count = size + more, count + pieces
    return [text for lines in found if (text := "\n".join(lines).rstrip())]


def lines_of(
    reference: str, command: str, where: str, text: str, tags: Mapping[str, str]
) -> Iterator[bytes]:
    """Return the lines of one message; the `tags` stand on the first. Raises ValueError."""
    yield format_line("BATCH", f"+{reference}", BATCH_TYPE, where, tags=tags)
    for line in text.split("\n"):
        within = {"batch": reference}
        for piece in cut(line, _space(where)):
            yield format_line(command, where, piece, tags=within, trailing=True)
            within = {"batch": reference, CONCAT: ""}
    yield format_line("BATCH", f"-{reference}")


def cut(line: str, limit: int) -> Iterator[str]:
    """Return the line in pieces of at most `limit` bytes, which are the line again in a row.

    At a space where one is near, which stays with the piece before it (multiline, "Splitting long
    lines"); no letter is cut.
    """
    limit = max(limit, _LEAST_BYTES)
    while len(line.encode()) > limit:
        head = line.encode()[:limit].decode("utf-8", "ignore")
        space = head.rfind(" ") + 1
        end = space if space > len(head) // 2 else whole_letters(line, len(head))
        yield line[:end]
        line = line[end:]
    yield line


def _space(where: str) -> int:
    return room(_LONGEST_SOURCE, "PRIVMSG", where)


def _number(value: str) -> int:
    good = value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if good else 0
