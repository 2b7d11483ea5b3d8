"""How lines become one answer: its label, its batch, its chunks of bytes.

Owns the framing of labeled-response (IRCv3), and nothing of what the lines say.
"""

from collections.abc import Iterable, Iterator, Mapping

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
    if first.startswith(f"{server} BATCH +"):
        yield add_tag(first, f"label={label}")
        yield second
        yield from lines
        return
    tag = f"batch={ref}"
    yield f"@label={label} {server} BATCH +{ref} labeled-response"
    yield add_tag(first, tag)
    yield add_tag(second, tag)
    for line in lines:
        yield add_tag(line, tag)
    yield f"{server} BATCH -{ref}"


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
