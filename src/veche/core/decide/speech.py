"""What a channel's modes do to what is said there: CTCP, formatting, slow mode.

Who may speak at all is asked of `permissions`.
"""

import re

import msgspec

from veche.core.decide.addresses import Address, address_of
from veche.core.decide.base import Context
from veche.core.permissions import Act
from veche.core.ranks import VOICED, rank_of
from veche.core.rejections import Code, Rejection
from veche.core.state import Channel

_CTCP = "\1"
_FORMATTING = re.compile(
    "\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04[0-9A-Fa-f]{0,6}|[\x02\x0f\x11\x16\x1d-\x1f]"
)
"""Colours and styles as IRC clients write them (modern.ircdocs.horse/formatting)."""


SPEECH_MODES = "CSUW"
"""Without any of them all is said as it is: what follows need not be asked."""


def speech_fault(ctx: Context, channel: Channel, text: str) -> Rejection | None:
    """Why the actor may not say this here just now."""
    if "C" in channel.modes and text.startswith(_CTCP):
        return Rejection(Code.CANNOT_SEND, channel.name, "C")
    pause_s = channel.modes.get("W")
    if pause_s is None or rank_of(channel, ctx.actor) >= VOICED:
        return None
    since_ms = ctx.now_ms - channel.spoke.get(ctx.actor.id, 0)
    if since_ms >= int(pause_s) * 1000:
        return None
    wait_s = int(pause_s) - since_ms // 1000
    return Rejection(Code.TOO_SOON, channel.name, str(wait_s))


def only_to_operators(ctx: Context, channel: Channel, to: Address) -> Address | Rejection:
    """In mode `U` what members without a voice say is heard by operators alone: a conversation of
    its own, as for STATUSMSG, but told under the channel's name."""
    if to.letter or "U" not in channel.modes or rank_of(channel, ctx.actor) >= VOICED:
        return to
    quiet = address_of(ctx, f"%{channel.name}", Act.SPEAK)
    if isinstance(quiet, Rejection):
        return quiet
    return msgspec.structs.replace(quiet, name=channel.name)


def as_said(channel: Channel, text: str) -> str:
    """The text as it is told: without colours and styles where mode `S` is set."""
    return _FORMATTING.sub("", text) if "S" in channel.modes else text
