"""Makes any text safe to print on a terminal, as one line.

Owns what is taken out. Must not know who says the text or who reads it.
"""

import re

# Whole sequences first, so that their tails do not stay behind as letters: strings of a terminal
# (OSC, DCS, SOS, PM, APC) that are ended, control sequences (ECMA-48 5.4, 5.6), and the colours of
# IRC. Each begins with a control character that its body cannot hold, so time is linear.
_SEQUENCES = re.compile(
    r"(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?"
    r"|\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
)
# Line and tab characters keep words apart; LRM, RLM and ALM stay, for they cannot turn text round.
_TO_SPACE = (*range(0x09, 0x0E), 0x85, 0x2028, 0x2029)
_DROPPED = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_TABLE: dict[int, str] = {**dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_TO_SPACE, " ")}


def clean(text: str) -> str:
    """`text` without C0, C1, DEL, escape sequences, bidi embeddings, overrides and isolates.

    Anything that would end a line, and a tab, becomes a space.
    """
    if text.isprintable():
        return text
    return _SEQUENCES.sub("", text).translate(_TABLE)


def to_wire(text: str) -> bytes:
    """`text` cleaned, as UTF-8; what UTF-8 cannot say (a lone surrogate) becomes `?`."""
    return clean(text).encode("utf-8", "replace")
