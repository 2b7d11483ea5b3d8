"""How lines become one answer: its label, its batch, its chunks of bytes.

Owns the framing of labeled-response (IRCv3), and nothing of what the lines say.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from veche.protocols.irc.message import add_tag, escape, to_wire

_MOST_LABEL_BYTES = 64
_CHUNK_BYTES = 4096


def label_of(tags: Mapping[str, str]) -> str:
    """The label as it goes back on the wire; empty without one, or when it is too long."""
    label = tags.get("label", "")
    if not label or len(label.encode("utf-8", "replace")) > _MOST_LABEL_BYTES:
        return ""
    return escape(label)


def frame(lines: Iterator[str], label: str, ref: str, server: str) -> Iterator[str]:
    """The lines as the one response to what `label` was on.

    None: an ACK. One: that line, labelled. More: a batch named `ref`, unless
    they are one batch already, which then has the label on its opening.
    """
    first = next(lines, None)
    if first is None:
        yield f"@label={label} {server} ACK"
        return
    second = next(lines, None)
    if second is None:
        yield add_tag(first, f"label={label}")
        return
    if _opens(first):
        yield add_tag(first, f"label={label}")
        yield second
        yield from lines
        return
    tag = f"batch={ref}"
    yield f"@label={label} {server} BATCH +{ref} labeled-response"
    for line in chain((first, second), lines):
        # A batch within it has its own lines.
        yield line if line.startswith("@batch=") else add_tag(line, tag)
    yield f"{server} BATCH -{ref}"


def within(line: str, tag: str) -> str:
    """The line as part of a batch: of the one that `tag` names, unless it is in one already, which
    is then in that one."""
    return line if line.startswith("@batch=") else add_tag(line, tag)


def _opens(line: str) -> bool:
    """Whether it begins a batch."""
    if line.startswith("@"):
        line = line.partition(" ")[2]
    return line.partition(" ")[2].startswith("BATCH +")


def pack(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines as bytes, in chunks of about 4 KiB, each made when it is wanted."""
    chunk: list[bytes] = []
    size = 0
    for line in lines:
        data = to_wire(line)
        chunk.append(data)
        size += len(data)
        if size >= _CHUNK_BYTES:
            yield b"".join(chunk)
            chunk.clear()
            size = 0
    if chunk:
        yield b"".join(chunk)


def split(data: bytes) -> list[str]:
    """The lines of an encoded event."""
    return data.decode("utf-8", "replace").split("\r\n")[:-1]
