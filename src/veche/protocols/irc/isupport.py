"""What the server tells clients of itself in 005 and 004 (Modern IRC, "RPL_ISUPPORT").

Owns the tokens. Every one of them must be true: they are made from the limits.
"""

from collections.abc import Iterator

from veche.protocols.base import ServerInfo
from veche.protocols.irc.numerics import RPL_ISUPPORT, Client

LIST_MODES = "beI"
KEYED_MODES = "k"
SETTABLE_MODES = "l"
FLAG_MODES = "imnst"
MEMBER_MODES = "ov"
USER_MODES = "i"
PREFIXES = {"o": "@", "v": "+"}

CHANNEL_MODES = "".join(
    sorted(LIST_MODES + KEYED_MODES + SETTABLE_MODES + FLAG_MODES + MEMBER_MODES)
)
ARGUMENT_MODES = "".join(sorted(LIST_MODES + KEYED_MODES + SETTABLE_MODES + MEMBER_MODES))

_TOKENS_A_LINE = 13  # with the client's name and the text, 15 parameters
_TEXT = "are supported by this server"


def tokens(info: ServerInfo) -> list[str]:
    """All tokens, in alphabetical order."""
    limits = info.limits
    targets = limits.targets_per_line
    targmax = ",".join(
        (
            f"JOIN:{limits.joins_per_line}",
            f"PART:{limits.joins_per_line}",
            f"KICK:{targets}",
            f"PRIVMSG:{targets}",
            f"NOTICE:{targets}",
            f"TAGMSG:{targets}",
            f"NAMES:{targets}",
            f"LIST:{targets}",
            "WHOIS:1",
        )
    )
    return [
        f"AWAYLEN={limits.reason_chars}",
        "CASEMAPPING=ascii",
        f"CHANLIMIT=#:{limits.channels_per_user}",
        f"CHANMODES={LIST_MODES},{KEYED_MODES},{SETTABLE_MODES},{FLAG_MODES}",
        f"CHANNELLEN={limits.channel_chars}",
        "CHANTYPES=#",
        f"CHATHISTORY={limits.history_page}",
        "ELIST=MNU",
        "EXCEPTS=e",
        "INVEX=I",
        f"KICKLEN={limits.reason_chars}",
        f"MAXLIST={LIST_MODES}:{limits.masks_per_channel}",
        f"MODES={limits.modes_per_line}",
        "MSGREFTYPES=msgid,timestamp",
        f"NETWORK={info.network.replace(' ', '-')}",
        f"NICKLEN={limits.nick_chars}",
        f"PREFIX=({MEMBER_MODES}){''.join(PREFIXES[letter] for letter in MEMBER_MODES)}",
        "SAFELIST",
        f"TARGMAX={targmax}",
        f"TOPICLEN={limits.topic_chars}",
        f"USERLEN={limits.username_chars}",
        "UTF8ONLY",
    ]


def isupport(client: Client, info: ServerInfo) -> Iterator[str]:
    """The 005 lines."""
    every = tokens(info)
    for first in range(0, len(every), _TOKENS_A_LINE):
        part = " ".join(every[first : first + _TOKENS_A_LINE])
        yield client.line(RPL_ISUPPORT, f"{part} :{_TEXT}")
