"""What IRC clients ask for, and how they read a line.

Owns a parser of its own, so that a mistake of the server's cannot hide behind the same one here.
"""

import msgspec

MODERN = (
    "message-tags server-time batch labeled-response echo-message draft/chathistory"
    " standard-replies away-notify multi-prefix userhost-in-names"
)


class Style(msgspec.Struct, frozen=True):
    """What a client asks for, and how careful it is."""

    caps: str = ""
    keyed: bool = False

    def has(self, cap: str) -> bool:
        """Whether it asks for the capability."""
        return cap in self.caps.split()


STYLES = (
    Style(f"{MODERN} veche/resume", keyed=True),
    Style(f"{MODERN} veche/resume", keyed=True),
    Style(MODERN),
    Style("message-tags server-time"),
    Style("message-tags echo-message"),
    Style(),
)


class Line(msgspec.Struct):
    """A parsed line."""

    tags: dict[str, str]
    source: str
    command: str
    params: list[str]

    @property
    def nick(self) -> str:
        """Who it is from."""
        return self.source.partition("!")[0]


def parse(text: str) -> Line:
    """A line without its end."""
    tags = {}
    if text.startswith("@"):
        section, _, text = text[1:].partition(" ")
        for tag in section.split(";"):
            name, _, tags[name] = tag.partition("=")
            tags[name] = tag.partition("=")[2]
    source = ""
    if text.startswith(":"):
        source, _, text = text[1:].partition(" ")
    head, colon, trailing = text.partition(" :")
    words = head.split()
    return Line(tags, source, words[0], words[1:] + ([trailing] if colon else []))
