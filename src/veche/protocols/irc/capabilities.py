"""The capabilities that the door offers, and their negotiation (IRCv3 capability-negotiation).

Owns names, bits, and which bits change what a session is delivered. Must not
know what a capability does elsewhere.
"""

from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import ERR_INVALIDCAPCMD, ERR_NEEDMOREPARAMS, Client

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
KEY = 1 << 12
"""Only says that the `veche/key` tag works here (docs/protocol/seq-and-key.md)."""
VERSION_302 = 1 << 30
"""Not a capability: the client has said `CAP LS 302`."""

DELIVERIES = MESSAGE_TAGS | SERVER_TIME | AWAY_NOTIFY
"""Sessions that agree in these get identical bytes for every event."""

LABELS = LABELED_RESPONSE | BATCH
"""labeled-response means nothing without batch (labeled-response, "Dependencies")."""

BITS: dict[str, int] = {
    "away-notify": AWAY_NOTIFY,
    "batch": BATCH,
    "cap-notify": CAP_NOTIFY,
    "draft/chathistory": CHATHISTORY,
    "echo-message": ECHO_MESSAGE,
    "labeled-response": LABELED_RESPONSE,
    "message-tags": MESSAGE_TAGS,
    "multi-prefix": MULTI_PREFIX,
    "server-time": SERVER_TIME,
    "standard-replies": STANDARD_REPLIES,
    "userhost-in-names": USERHOST_IN_NAMES,
    "veche/key": KEY,
    "veche/resume": RESUME,
}

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


def reply(client: Client, params: list[str]) -> list[str]:
    """The answer to a CAP command; `client` has the capabilities from before it."""
    if not params:
        return [client.numeric(ERR_NEEDMOREPARAMS, "CAP")]
    word = params[0].upper()
    head = f"{client.server} CAP {client.nick}"
    if word == "LS":
        return [f"{head} LS :{' '.join(BITS)}"]
    if word == "LIST":
        enabled = " ".join(name for name, bit in BITS.items() if client.caps & bit)
        return [f"{head} LIST :{enabled}"]
    if word == "REQ":
        names = params[-1].strip(" ") if len(params) > 1 else ""
        verdict = "NAK" if _asked(client.caps, names) is None else "ACK"
        return [f"{head} {verdict} :{names}"]
    if word == "END":
        return []
    return [client.numeric(ERR_INVALIDCAPCMD, middle(params[0]))]


def _version(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _asked(caps: int, names: str) -> int | None:
    """The capabilities as a REQ would have them, or None when it cannot be granted."""
    for name in names.split(" "):
        if not name:
            continue
        off = name[0] == "-"
        bit = BITS.get(name[1:] if off else name)
        if bit is None:
            return None
        if not off:
            caps |= bit
        elif bit == CAP_NOTIFY and caps & VERSION_302:
            return None  # "servers MUST NOT disable" it then
        else:
            caps &= ~bit
    return caps
