"""The capabilities that the door offers, and their negotiation (IRCv3 capability-negotiation).

Owns names, bits, and which bits change what a session is delivered. Must not
know what a capability does elsewhere.
"""

from collections.abc import Iterable

from veche.core.limits import DEFAULT, Limits
from veche.protocols.base import Sts
from veche.protocols.irc import sts
from veche.protocols.irc.message import LINE_BYTES, middle
from veche.protocols.irc.numerics import ERR_INVALIDCAPCMD, ERR_NEEDMOREPARAMS, Client
from veche.protocols.irc.sasl import mechanisms

MESSAGE_TAGS = 1 << 0
SERVER_TIME = 1 << 1
AWAY_NOTIFY = 1 << 2
BATCH = 1 << 3
ECHO_MESSAGE = 1 << 4
LABELED_RESPONSE = 1 << 5
MULTI_PREFIX = 1 << 6
USERHOST_IN_NAMES = 1 << 7
CAP_NOTIFY = 1 << 8
STANDARD_REPLIES = 1 << 9
CHATHISTORY = 1 << 10
RESUME = 1 << 11
ACCOUNT_NOTIFY = 1 << 12
ACCOUNT_REGISTRATION = 1 << 13
ACCOUNT_TAG = 1 << 14
EXTENDED_JOIN = 1 << 15
SASL = 1 << 16
SETNAME = 1 << 17
INVITE_NOTIFY = 1 << 18
EXTENDED_MONITOR = 1 << 19
DRAFT_EXTENDED_MONITOR = 1 << 20
NO_IMPLICIT_NAMES = 1 << 21
DRAFT_NO_IMPLICIT_NAMES = 1 << 22
EXTENDED_ISUPPORT = 1 << 23
MULTILINE = 1 << 24
MESSAGE_REDACTION = 1 << 25
MESSAGE_EDIT = 1 << 26
RELAYMSG = 1 << 27
METADATA_2 = 1 << 28
METADATA_3 = 1 << 29
CHANNEL_RENAME = 1 << 32
CHGHOST = 1 << 33
EVENT_PLAYBACK = 1 << 40
READ_MARKER = 1 << 41
PERSISTENCE = 1 << 42
PRE_AWAY = 1 << 43
SEARCH = 1 << 44
DRAFT_SEARCH = 1 << 45
WEBPUSH = 1 << 46
DRAFT_WEBPUSH = 1 << 47
CERTIFICATE = 1 << 62
"""Not a capability: the client has shown a certificate by TLS."""
CLOSED = 1 << 61
"""Not a capability: nobody may open an account."""
PUSHES = 1 << 57
"""Not a capability: the server sends pushes."""
SECURE = 1 << 59
"""Not a capability: the client has come through TLS."""
KEY = 1 << 58
"""Only says that the `veche/key` tag works here (docs/protocol/seq-and-key.md)."""
VERSION_302 = 1 << 60
"""Not a capability: the client has said `CAP LS 302`."""

EXTENDED_MONITORS = EXTENDED_MONITOR | DRAFT_EXTENDED_MONITOR
SEARCHES = SEARCH | DRAFT_SEARCH
WEBPUSHES = WEBPUSH | DRAFT_WEBPUSH
NO_NAMES = NO_IMPLICIT_NAMES | DRAFT_NO_IMPLICIT_NAMES
"""Some have two names, that of the draft and that of the final text: either will do."""

DELIVERIES = (
    MESSAGE_TAGS
    | SERVER_TIME
    | AWAY_NOTIFY
    | ACCOUNT_NOTIFY
    | ACCOUNT_TAG
    | EXTENDED_JOIN
    | SETNAME
    | INVITE_NOTIFY
    | EXTENDED_MONITORS
    | MULTILINE
    | CHANNEL_RENAME
    | CHGHOST
    | MESSAGE_REDACTION
    | MESSAGE_EDIT
    | RELAYMSG
    | METADATA_2
    | METADATA_3
    | READ_MARKER
    | PERSISTENCE
)
"""Sessions that agree in these get identical bytes for every event."""

METADATA = METADATA_2 | METADATA_3
"""Which of the two only changes the form of what is told."""

LABELS = LABELED_RESPONSE | BATCH
"""labeled-response means nothing without batch (labeled-response, "Dependencies")."""

BITS: dict[str, int] = {
    "account-notify": ACCOUNT_NOTIFY,
    "account-tag": ACCOUNT_TAG,
    "away-notify": AWAY_NOTIFY,
    "batch": BATCH,
    "cap-notify": CAP_NOTIFY,
    "chghost": CHGHOST,
    "draft/account-registration": ACCOUNT_REGISTRATION,
    "draft/channel-rename": CHANNEL_RENAME,
    "draft/chathistory": CHATHISTORY,
    "draft/event-playback": EVENT_PLAYBACK,
    "draft/extended-isupport": EXTENDED_ISUPPORT,
    "draft/extended-monitor": DRAFT_EXTENDED_MONITOR,
    "draft/message-edit": MESSAGE_EDIT,
    "draft/message-redaction": MESSAGE_REDACTION,
    "draft/metadata-2": METADATA_2,
    "draft/metadata-3": METADATA_3,
    "draft/multiline": MULTILINE,
    "draft/no-implicit-names": DRAFT_NO_IMPLICIT_NAMES,
    "draft/persistence": PERSISTENCE,
    "draft/pre-away": PRE_AWAY,
    "draft/read-marker": READ_MARKER,
    "draft/relaymsg": RELAYMSG,
    "echo-message": ECHO_MESSAGE,
    "extended-join": EXTENDED_JOIN,
    "extended-monitor": EXTENDED_MONITOR,
    "invite-notify": INVITE_NOTIFY,
    "labeled-response": LABELED_RESPONSE,
    "message-tags": MESSAGE_TAGS,
    "multi-prefix": MULTI_PREFIX,
    "no-implicit-names": NO_IMPLICIT_NAMES,
    "sasl": SASL,
    "server-time": SERVER_TIME,
    "setname": SETNAME,
    "standard-replies": STANDARD_REPLIES,
    "userhost-in-names": USERHOST_IN_NAMES,
    "veche/key": KEY,
    "draft/search": DRAFT_SEARCH,
    "draft/webpush": DRAFT_WEBPUSH,
    "soju.im/search": SEARCH,
    "soju.im/webpush": WEBPUSH,
    "veche/resume": RESUME,
}

_ORDER = sorted(BITS, key=lambda name: "/" in name)
"""Drafts and our own come last: clients that know of one line alone know none of them."""

# Which subcommands hold registration back until CAP END.
HOLDING = ("LS", "REQ")


def negotiate(caps: int, params: list[str]) -> int:
    """What is enabled after a client's CAP command. A REQ counts as a whole or not at all."""
    if not params:
        return caps
    word = params[0].upper()
    if word == "LS" and len(params) > 1 and _version(params[1]) >= 302:
        return caps | VERSION_302 | CAP_NOTIFY
    if word == "REQ" and len(params) > 1:
        asked = _asked(caps, params[-1])
        if asked is not None:
            return asked
    return caps


def reply(
    client: Client, params: list[str], limits: Limits = DEFAULT, policy: Sts | None = None
) -> list[str]:
    """The answer to a CAP command; `client` has the capabilities from before it."""
    if not params:
        return [client.numeric(ERR_NEEDMOREPARAMS, "CAP")]
    word = params[0].upper()
    head = f"{client.server} CAP {client.nick}"
    if word == "LS":
        version = _version(params[1]) if len(params) > 1 else 0
        caps = client.caps | VERSION_302 if version >= 302 else client.caps
        offers = [_offer(name, caps, limits) for name in _ORDER]
        if caps & VERSION_302:
            offers.insert(0, sts.offer(policy, bool(caps & SECURE)))
        return _listed(f"{head} LS", caps, offers)
    if word == "LIST":
        enabled = (name for name, bit in BITS.items() if client.caps & bit)
        return _listed(f"{head} LIST", client.caps, enabled)
    if word == "REQ":
        names = params[-1].strip(" ") if len(params) > 1 else ""
        verdict = "NAK" if _asked(client.caps, names) is None else "ACK"
        return [f"{head} {verdict} :{names}"]
    if word == "END":
        return []
    return [client.numeric(ERR_INVALIDCAPCMD, middle(params[0]))]


def _listed(head: str, caps: int, words: Iterable[str]) -> list[str]:
    """For 302 clients as many lines as it takes, all but the last with `*`; for others one, with
    what fits into it."""
    lines: list[str] = []
    line = ""
    for word in filter(None, words):
        longer = f"{line} {word}" if line else word
        if len(f"{head} * :{longer}".encode()) > LINE_BYTES - 2:
            if not caps & VERSION_302:
                continue
            lines.append(f"{head} * :{line}")
            longer = word
        line = longer
    return [*lines, f"{head} :{line}"]


def _offer(name: str, caps: int, limits: Limits) -> str:
    """The capability with its value, for those that know values; empty: it is not offered."""
    value = ""
    if BITS[name] & WEBPUSHES and not caps & PUSHES:
        return ""
    if name == "sasl":
        value = ",".join(mechanisms(bool(caps & CERTIFICATE)))
    elif name == "draft/account-registration":
        if caps & CLOSED:
            return ""
        value = "before-connect,custom-account-name"
    elif name == "draft/multiline":
        value = f"max-bytes={limits.multiline_bytes},max-lines={limits.multiline_lines}"
    elif name in ("draft/metadata-2", "draft/metadata-3"):
        value = (
            f"before-connect,max-subs={limits.metadata_subscriptions}"
            f",max-keys={limits.metadata_keys},max-value-bytes={limits.metadata_value_bytes}"
        )
    elif name == "draft/relaymsg":
        value = "/"
    return f"{name}={value}" if value and caps & VERSION_302 else name


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _asked(caps: int, names: str) -> int | None:
    """The capabilities as a REQ would have them, or None when it cannot be granted."""
    for name in names.split(" "):
        if not name:
            continue
        off = name[0] == "-"
        bit = BITS.get(name[1:] if off else name)
        if bit is None or (bit == ACCOUNT_REGISTRATION and caps & CLOSED and not off):
            return None
        if bit & WEBPUSHES and not caps & PUSHES and not off:
            return None
        if not off:
            caps |= bit
        elif bit == CAP_NOTIFY and caps & VERSION_302:
            return None  # "servers MUST NOT disable" it then
        else:
            caps &= ~bit
    return caps
