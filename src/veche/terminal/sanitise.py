"""What arrives is hostile: text and names made safe for a terminal.

Owns what is taken out: escape sequences, formatting, control and bidirectional characters. Must
not know where the text came from.
"""

import re
import unicodedata

# ECMA-48: CSI; the strings OSC, DCS, SOS, PM, APC up to their end; other escapes. The 8-bit forms
# too. No part can match in two ways, so that no text takes more than linear time.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
# Colours of IRC clients carry digits (modern.ircdocs.horse/formatting).
_COLOURS = re.compile(r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?")
# Emoji and several scripts need the two joiners; in a name they could only deceive.
_JOINERS = "\u200c\u200d"
_SPACES = "\t\r\n\x0b\x0c\x85\u2028\u2029"


def clean_text(text: str) -> str:
    """Return `text` on one line, without anything that moves the cursor or turns the direction."""
    if text.isascii() and text.isprintable():
        return text
    text = _COLOURS.sub("", _ESCAPES.sub("", text))
    return "".join(" " if c in _SPACES else c for c in text if _is_visible(c))


def clean_name(name: str) -> str:
    """Return a nick or channel name so that it shows as one word; "?" where nothing is left."""
    return "".join(c for c in clean_text(name) if c not in _JOINERS and not c.isspace()) or "?"


def _is_visible(letter: str) -> bool:
    if letter in _JOINERS or letter in _SPACES:
        return True
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
