"""What a server says of itself: RPL_ISUPPORT, with the values that hold where it says nothing.

Owns the tokens that a client uses (Modern IRC, "RPL_ISUPPORT Parameters"). Must not know the
connection.
"""

from collections.abc import Iterable

from veche.core.names import fold

# Servers without the tokens: RFC 2811, section 4.
_PREFIX = "(ov)@+"
_CHANMODES = "beI,k,l,imnpst"
_CHANTYPES = "#&"
_MAX_VALUE = 512
_MOST = 1_000_000


class Supports:
    """Read its properties; `take` is for the connection."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self.capabilities: frozenset[str] = frozenset()

    def take(self, tokens: Iterable[str]) -> None:
        """Take the tokens of one 005; those that nobody asks for are not kept."""
        for token in tokens:
            name, _, value = token.partition("=")
            if name.startswith("-"):
                self._values.pop(name[1:], None)
            elif name in _KNOWN and len(value) <= _MAX_VALUE:
                self._values[name] = value

    def has(self, capability: str) -> bool:
        """Return whether a capability is switched on."""
        return capability in self.capabilities

    @property
    def network(self) -> str:
        """The name of the network, or ""."""
        return self._values.get("NETWORK", "")

    @property
    def nick_length(self) -> int:
        """How long a nick may be, in characters; 0: unknown."""
        return self._number("NICKLEN") or self._number("MAXNICKLEN")

    @property
    def channel_length(self) -> int:
        """How long a channel's name may be, in characters; 0: unknown."""
        return self._number("CHANNELLEN")

    @property
    def topic_length(self) -> int:
        """How long a topic may be, in characters; 0: unknown."""
        return self._number("TOPICLEN")

    @property
    def history_page(self) -> int:
        """How many messages one CHATHISTORY may ask for; 0: unknown, or without a bound."""
        return self._number("CHATHISTORY") or self._number("draft/CHATHISTORY")

    @property
    def history_by_msgid(self) -> bool:
        """Whether CHATHISTORY can be asked by msgid; yes where the server does not say."""
        return "msgid" in (self._values.get("MSGREFTYPES") or "msgid").split(",")

    @property
    def history_by_time(self) -> bool:
        """Whether CHATHISTORY can be asked by time; yes where the server does not say."""
        return "timestamp" in (self._values.get("MSGREFTYPES") or "timestamp").split(",")

    @property
    def whox(self) -> bool:
        """Whether WHO can be asked for single fields."""
        return "WHOX" in self._values

    @property
    def ranks(self) -> str:
        """The signs of members' modes, the highest first."""
        return self._prefix()[1]

    def rank_of(self, letter: str) -> str:
        """Return the sign of a member mode, or "" if the mode is none."""
        letters, signs = self._prefix()
        return signs[letters.index(letter)] if letter and letter in letters else ""

    def takes_argument(self, letter: str, adding: bool) -> bool:
        """Return whether a channel mode has an argument when it is set, or taken away."""
        kinds = (self._values.get("CHANMODES") or _CHANMODES).split(",")
        kinds += [""] * 3
        return (
            letter in kinds[0]
            or letter in kinds[1]
            or (adding and letter in kinds[2])
            or letter in self._prefix()[0]
        )

    def is_channel(self, name: str) -> bool:
        """Return whether a target is a channel rather than a person."""
        return bool(name) and name[0] in (self._values.get("CHANTYPES") or _CHANTYPES)

    def channel_of(self, target: str) -> str:
        """Return the channel that a target is about: `@#ops` is for the operators of `#ops`."""
        return target[1:] if self._is_for_ranks(target) else target

    def same(self, one: str, other: str) -> bool:
        """Return whether two names are the same name."""
        return fold(one) == fold(other)

    def _is_for_ranks(self, target: str) -> bool:
        return len(target) > 1 and target[0] in self.ranks and self.is_channel(target[1:])

    def _prefix(self) -> tuple[str, str]:
        value = self._values.get("PREFIX", _PREFIX)
        letters, bracket, signs = value.removeprefix("(").partition(")")
        if not bracket or len(letters) != len(signs):
            return ("", "") if not value else ("ov", "@+")
        return letters, signs

    def _number(self, name: str) -> int:
        value = self._values.get(name, "")
        good = value.isascii() and value.isdigit() and len(value) < 7
        return min(int(value), _MOST) if good else 0


_KNOWN = (
    "NETWORK", "NICKLEN", "MAXNICKLEN", "CHANNELLEN", "TOPICLEN", "CHATHISTORY",
    "draft/CHATHISTORY", "MSGREFTYPES", "PREFIX", "CHANMODES", "CHANTYPES", "WHOX",
)  # fmt: skip
