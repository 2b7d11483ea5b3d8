"""Where a text breaks into rows.

Owns the rule: at line breaks, at spaces, beside letters of two cells, and, where there is none of
them, anywhere. Must not know what the text is. Works on `cells.shape`, where a place is a cell.
"""

from veche.terminal.screen.cells import BREAK, CLOSING, REST, WIDE

MIN_WIDTH = 2  # the widest letter


def wrap(shape: str, width: int) -> list[tuple[int, int]]:
    """Return first cell and end of each row, at most `width` (at least MIN_WIDTH) cells wide.

    There is always one row. Spaces at a break belong to no row, nor do line breaks.
    """
    if BREAK not in shape:
        return _wrap(shape, width)
    rows: list[tuple[int, int]] = []
    begin = 0
    for line in shape.split(BREAK):
        rows += [(begin + start, begin + end) for start, end in _wrap(line, width)]
        begin += len(line) + 1
    return rows


def _wrap(shape: str, width: int) -> list[tuple[int, int]]:
    width = max(width, MIN_WIDTH)
    rows = []
    start, length = 0, len(shape)
    while length - start > width:
        end = _row_end(shape, start, start + width)
        rows.append((start, start + len(shape[start:end].rstrip(" "))))
        start = end
        while start < length and shape[start] == " ":
            start += 1
    if start < length or not rows:
        rows.append((start, length))
    return rows


def count_rows(shape: str, width: int) -> int:
    """Return how many rows `wrap` makes."""
    return 1 if len(shape) <= width and BREAK not in shape else len(wrap(shape, width))


def _row_end(shape: str, start: int, limit: int) -> int:
    if shape[limit] == REST:
        limit -= 1
    end = limit
    if shape[limit] not in (" ", WIDE, CLOSING) and shape[limit - 1] != REST:
        space = shape.rfind(" ", start + 1, limit)
        if space > 0 and shape[start:space].isspace():
            space = -1
        wide = shape.rfind(REST, start, limit)
        end = max(space, wide + 1) if space > 0 or wide >= 0 else limit
    if shape[end] == CLOSING and end - 2 > start and shape[end - 2] == WIDE:
        end -= 2
    return end
