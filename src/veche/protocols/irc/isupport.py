"""What the server tells clients of itself in 005 and 004 (Modern IRC, "RPL_ISUPPORT").

Owns the tokens. Every one of them must be true: they are made from the limits.
"""

from collections.abc import Iterator

from veche.core.masks import ACCOUNT_MASKS, EXTENDED
from veche.protocols.base import ServerInfo
from veche.protocols.irc.capabilities import BATCH, EXTENDED_ISUPPORT, SECURE
from veche.protocols.irc.message import LINE_BYTES
from veche.protocols.irc.numerics import RPL_ISUPPORT, Client

LIST_MODES = "beI"
KEYED_MODES = "k"
SETTABLE_MODES = "EHWfl"
FLAG_MODES = "CMRSUimnpst"
MEMBER_MODES = "qaohv"
USER_MODES = "Biow"
BOT = "B"
EXTENDED_TYPES = "am"
"""One letter for each kind of extended mask: `core.masks`."""
PREFIXES = dict(zip(MEMBER_MODES, "~&@%+", strict=True))

CHANNEL_MODES = "".join(
    sorted(LIST_MODES + KEYED_MODES + SETTABLE_MODES + FLAG_MODES + MEMBER_MODES)
)
ARGUMENT_MODES = "".join(sorted(LIST_MODES + KEYED_MODES + SETTABLE_MODES + MEMBER_MODES))

_TOKENS_A_LINE = 13  # with the client's name and the text, 15 parameters
_BATCHED = EXTENDED_ISUPPORT | BATCH
_REF = "isupport"
_SPECIAL = "\\ ="
_TEXT = "are supported by this server"


def tokens(info: ServerInfo, secure: bool = False) -> list[str]:
    """All tokens, in alphabetical order. `secure`: for a client that came through TLS."""
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
            f"WHOWAS:{targets}",
            "MONITOR:",
        )
    )
    vapid = (f"VAPID={info.push_key}",) if info.push_key else ()
    return [
        f"ACCOUNTEXTBAN={','.join(ACCOUNT_MASKS)}",
        f"AWAYLEN={limits.reason_chars}",
        f"BOT={BOT}",
        "CASEMAPPING=ascii",
        f"CHANLIMIT=#:{limits.channels_per_user}",
        f"CHANMODES={LIST_MODES},{KEYED_MODES},{SETTABLE_MODES},{FLAG_MODES}",
        f"CHANNELLEN={limits.channel_chars}",
        "CHANTYPES=#",
        f"CHATHISTORY={limits.history_page}",
        "ELIST=CMNTU",
        "EXCEPTS=e",
        f"EXTBAN={EXTENDED},{EXTENDED_TYPES}",
        "INVEX=I",
        f"KICKLEN={limits.reason_chars}",
        f"MAXLIST={LIST_MODES}:{limits.masks_per_channel}",
        f"MODES={limits.modes_per_line}",
        f"MONITOR={limits.watched_nicks}",
        "MSGREFTYPES=msgid,timestamp",
        f"NAMELEN={limits.realname_chars}",
        f"NETWORK={info.network.replace(' ', '-')}",
        f"NICKLEN={limits.nick_chars}",
        f"PREFIX=({MEMBER_MODES}){''.join(PREFIXES[letter] for letter in MEMBER_MODES)}",
        "SAFELIST",
        f"STATUSMSG={''.join(PREFIXES[letter] for letter in MEMBER_MODES)}",
        f"TARGMAX={targmax}",
        f"TOPICLEN={limits.topic_chars}",
        f"USERLEN={limits.username_chars}",
        "UTF8ONLY",
        *vapid,
        "WHOX",
        *_addresses(info, secure),
    ]


def _addresses(info: ServerInfo, secure: bool) -> Iterator[str]:
    """Where files are brought (IRCv3 filehost), under both names that clients look for; where the
    network's picture is (IRCv3 network-icon)."""
    files = info.uploads.secure if secure else info.uploads.plain
    named = (("draft/FILEHOST", files), ("draft/ICON", info.icon), ("soju.im/FILEHOST", files))
    return (f"{name}={_escaped(at)}" for name, at in named if at)


def _escaped(value: str) -> str:
    """With `\\xHH` for what would end a value or begin another ("RPL_ISUPPORT")."""
    return "".join(f"\\x{ord(c):02X}" if c in _SPECIAL else c for c in value)


def isupport(client: Client, info: ServerInfo) -> Iterator[str]:
    """The 005 lines, as one batch for those who know it (IRCv3 extended-isupport)."""
    batched = client.caps & _BATCHED == _BATCHED
    head = f"@batch={_REF} " if batched else ""
    if batched:
        yield f"{client.server} BATCH +{_REF} draft/isupport"
    room = LINE_BYTES - 2 - len(client.line(RPL_ISUPPORT, f" :{_TEXT}").encode())
    part: list[str] = []
    for token in tokens(info, bool(client.caps & SECURE)):
        if len(part) == _TOKENS_A_LINE or len(" ".join((*part, token)).encode()) > room:
            yield head + client.line(RPL_ISUPPORT, f"{' '.join(part)} :{_TEXT}")
            part = []
        part.append(token)
    yield head + client.line(RPL_ISUPPORT, f"{' '.join(part)} :{_TEXT}")
    if batched:
        yield f"{client.server} BATCH -{_REF}"
