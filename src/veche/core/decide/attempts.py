"""What may be tried only so often: logging in, and opening accounts.

Owns the counting. An account is counted by its name, whether or not there is one: a limit must
not tell which names are taken.
"""

from veche.core.decide.base import Context, Decided, Happening, Outcome, one_line
from veche.core.events import Attempted
from veche.core.names import fold
from veche.core.rejections import Code, Rejection

_HOUR_MS = 3_600_000
_KEY_CHARS = 200


def login_keys(ctx: Context, name: str, address: str) -> tuple[str, ...]:
    """What a failed login counts against. A name that no account can have is not counted."""
    counted = fold(name) if len(name) <= ctx.limits.nick_chars else ""
    keys = (f"account:{counted}" if counted else "", f"address:{address}" if address else "")
    return tuple(one_line(key, _KEY_CHARS) for key in keys if key)


def operator_keys(ctx: Context, name: str, address: str) -> tuple[str, ...]:
    """What a failed attempt to be an operator counts against."""
    counted = name if len(name) <= ctx.limits.nick_chars else ""
    return (f"oper:{fold(counted)}", *((f"address:{address}",) if address else ()))


def opening_keys(address: str) -> tuple[str, ...]:
    """What a new account counts against."""
    return (one_line(f"new:{address}", _KEY_CHARS),) if address else ()


def too_many(ctx: Context, keys: tuple[str, ...]) -> Rejection | None:
    """Why this may not be tried now, if it may not."""
    limits = ctx.limits
    allowed = {
        "account": (limits.login_failures, int(limits.login_window_s * 1000)),
        "address": (limits.login_failures_per_address, _HOUR_MS),
        "new": (limits.accounts_per_address, _HOUR_MS),
        "oper": (limits.login_failures, int(limits.login_window_s * 1000)),
        "rename": (limits.renames, _HOUR_MS),
    }
    for key in keys:
        count, window_ms = allowed[key.partition(":")[0]]
        recent = [at for at in ctx.state.attempts.get(key, ()) if at > ctx.now_ms - window_ms]
        if len(recent) >= count:
            minutes = -(-(recent[-count] + window_ms - ctx.now_ms) // 60_000)
            return Rejection(Code.TOO_MANY_ATTEMPTS, "", f"in {minutes} minutes")
    return None


def counted(keys: tuple[str, ...]) -> tuple[Happening, ...]:
    """The events that count an attempt."""
    return (Happening(Attempted(keys)),) if keys else ()


def failed(keys: tuple[str, ...], why: Rejection) -> Outcome:
    """The refusal of an attempt that counts."""
    return Decided(counted(keys), why) if keys else why
