"""Decisions on who may use the server at all.

Owns what a mask of the server's bans means: an address or a network (`10.0.0.0/8`), an account
(`a:NAME`), or `nick!user@host`. Operators are never removed by one.
"""

import ipaddress
from functools import lru_cache

from veche.core.commands import LiftServerBan, LockServer, ReadServerBans, SetServerBan
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, one_line, text_fault
from veche.core.decide.operators import removal
from veche.core.events import BanBody, ServerBanLifted, ServerBanSet, ServerLocked, Who
from veche.core.masks import ACCOUNT_MASKS, canonical, fits_any
from veche.core.names import fold
from veche.core.permissions import is_server_operator
from veche.core.rejections import Code, Rejection
from veche.core.replies import Ordered, ServerBan, ServerBans

_NOT_ALLOWED = Rejection(Code.NOT_ALLOWED)
_MASK_CHARS = 200
_MINUTE_MS = 60_000
_MOST_MINUTES = 60 * 24 * 366 * 10

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def ban_fault(ctx: Context, who: Who) -> Rejection | None:
    """Why somebody may not come in as this: a ban that fits."""
    for ban in ctx.state.bans.values():
        if _holds(ban, ctx.now_ms) and _fits(ban.mask, who):
            return Rejection(Code.SERVER_BANNED, "", ban.reason)
    return None


def _holds(ban: ServerBan, now_ms: int) -> bool:
    return not ban.until_ms or now_ms < ban.until_ms


def _fits(mask: str, who: Who) -> bool:
    network = _network(mask)
    if network is None:
        return fits_any((fold(mask),), who)
    address = _network(who.host)
    return address is not None and _within(address, network)


def _within(inner: Network, outer: Network) -> bool:
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


@lru_cache(maxsize=4096)
def _network(text: str) -> Network | None:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network):
        mapped = network.network_address.ipv4_mapped
        if mapped is not None and network.prefixlen >= 96:
            return ipaddress.ip_network((mapped, network.prefixlen - 96), strict=False)
    return network


def _full(mask: str) -> str | Rejection:
    """The mask as it is kept; or why it cannot be one: it would fit nearly everybody."""
    if not mask or " " in mask or text_fault(mask, "mask", _MASK_CHARS):
        return Rejection(Code.BAD_MASK, mask, "it is not one short word")
    network = _network(mask)
    if network is not None:
        least = 8 if network.version == 4 else 16
        if network.prefixlen < least:
            return Rejection(Code.BAD_MASK, mask, "the network is too large")
        return str(network if network.num_addresses > 1 else network.network_address)
    full = canonical(mask)
    kind, _, name = full.partition(":")
    chosen = name if kind in ACCOUNT_MASKS else full
    if not any(letter not in "*?!@.:~" for letter in chosen):
        return Rejection(Code.BAD_MASK, mask, "it fits everybody")
    return full


def set_server_ban(ctx: Context, command: SetServerBan) -> Outcome:
    """Kept out from now on; and who is here and fits is removed."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    mask = _full(command.mask)
    if isinstance(mask, Rejection):
        return mask
    if not 0 <= command.minutes <= _MOST_MINUTES:
        return Rejection(Code.BAD_MASK, mask, "that is too long")
    known = fold(mask) in ctx.state.bans
    if not known and len(ctx.state.bans) >= ctx.limits.server_bans:
        return Rejection(Code.LIST_FULL, "*", f"k {mask}")
    until_ms = ctx.now_ms + command.minutes * _MINUTE_MS if command.minutes else 0
    reason = one_line(command.reason, ctx.limits.reason_chars) or "No reason was given"
    banned = Happening(ServerBanSet(until_ms), BanBody(ctx.actor.who, mask, reason))
    removed = [
        happening
        for user in ctx.state.users.values()
        if user is not ctx.actor
        and not is_server_operator(user)
        and (_fits(mask, user.who) or _fits(mask, user.origin))
        for happening in removal(user, f"Banned ({reason})")
    ]
    trail = audited(ctx, "ban", mask, f"{_lasting(command.minutes)}: {reason}")
    return Decided((banned, trail, *removed), Ordered("ban", mask))


def _lasting(minutes: int) -> str:
    return f"for {minutes} minutes" if minutes else "for good"


def lift_server_ban(ctx: Context, command: LiftServerBan) -> Outcome:
    """Let in again."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    mask = _full(command.mask)
    ban = ctx.state.bans.get(fold(mask)) if isinstance(mask, str) else None
    if ban is None:
        return Rejection(Code.NO_SUCH_BAN, command.mask)
    lifted = Happening(ServerBanLifted(), BanBody(ctx.actor.who, ban.mask))
    return Decided((lifted, audited(ctx, "unban", ban.mask)), Ordered("unban", ban.mask))


def read_server_bans(ctx: Context, command: ReadServerBans) -> Outcome:
    """Those that hold."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    bans = tuple(ban for ban in ctx.state.bans.values() if _holds(ban, ctx.now_ms))
    return Decided(reply=ServerBans(bans))


def lock_server(ctx: Context, command: LockServer) -> Outcome:
    """Only who has an account comes in; so the actor must have one, to come back and unlock."""
    if not is_server_operator(ctx.actor):
        return _NOT_ALLOWED
    act = "lock" if command.locked else "unlock"
    if command.locked and not ctx.actor.account:
        return Rejection(Code.NOT_LOGGED_IN)
    if command.locked == ctx.state.locked:
        return Decided(reply=Ordered(act))
    return Decided((Happening(ServerLocked(command.locked)), audited(ctx, act)), Ordered(act))


def expired(ctx: Context) -> tuple[Happening, ...]:
    """Bans that are over are forgotten."""
    over = [ban for ban in ctx.state.bans.values() if not _holds(ban, ctx.now_ms)]
    return tuple(Happening(ServerBanLifted(), BanBody(Who("*", "*", "*"), b.mask)) for b in over)
