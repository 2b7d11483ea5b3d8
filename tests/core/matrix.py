"""The world of the authorization matrix: one user a role, one channel, and what a role may expect.

Owns the roles, the channel's states, and the sentences ("only for members") in which the rows of
`matrix_rows` and `matrix_channels` are written.
"""

from collections.abc import Callable

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.commands import AskedChange, Command
from veche.core.rejections import Code

ROLES = (
    "unregistered",
    "stranger",
    "holder",
    "serverop",
    "banned",
    "invited",
    "member",
    "muted",
    "silenced",
    "voiced",
    "halfop",
    "operator",
    "admin",
    "founder",
)
"""`holder` has an account; so has Olga, who made the channel. `serverop` is an
operator of the server. `banned` is outside, `muted` a banned member, `silenced` one by `m:`."""
MODES = (
    *("", "C", "M", "R", "U", "i", "k", "l", "m", "n", "p", "s", "t"),
    *("ns", "ms", "is", "nt", "im", "Ms", "MRs", "CMRiklmnpst"),
)
SESSIONS = {role: number for number, role in enumerate(ROLES, 10)}
INSIDE = ("member", "muted", "silenced", "voiced", "halfop", "operator", "admin", "founder")
OPERATORS = ("operator", "admin", "founder")
HELPERS = ("halfop", *OPERATORS)
ROOM = "#room"

Expected = Callable[[str, str], Code | None]
Rows = dict[type[Command], tuple[tuple[Command, Expected], ...]]


def world(modes: str) -> Assembly:
    """#room of Olga's account with exactly these modes (`l` full), Tom a member, Una outside."""
    assembly = Assembly()
    for name in ("olga", "holder"):
        made(assembly, name)
    logged_in(assembly, 1, "olga")
    assembly.do(1, c.Join(ROOM))
    assembly.enter(2, "tom", c.Join(ROOM))
    assembly.enter(3, "una")
    for role in ROLES[1:]:
        if role == "holder":
            logged_in(assembly, SESSIONS[role], role)
        else:
            assembly.enter(SESSIONS[role], role)
        if role in INSIDE:
            assembly.do(SESSIONS[role], c.Join(ROOM))
    assembly.follow(SESSIONS["serverop"], c.OperatorChecked("serverop", True))
    letters = {"voiced": "v", "halfop": "h", "operator": "o", "admin": "a", "founder": "q"}
    asked = [AskedChange(False, "n"), AskedChange(False, "t")]
    asked += [AskedChange(True, letter, role) for role, letter in letters.items()]
    assembly.do(1, c.ChangeModes(ROOM, tuple(asked)))
    masks = ("banned", "muted", "m:silenced")
    assembly.do(1, c.ChangeModes(ROOM, tuple(AskedChange(True, "b", mask) for mask in masks)))
    arguments = {"k": "key", "l": "9"}
    set_ = tuple(AskedChange(True, letter, arguments.get(letter)) for letter in modes)
    assembly.do(1, c.ChangeModes(ROOM, set_))
    assembly.do(1, c.Invite("invited", ROOM))
    assert len(assembly.channel(ROOM).members) == 2 + len(INSIDE)
    return assembly


def always(code: Code | None) -> Expected:
    """The same for everybody."""
    return lambda role, modes: code


def registered(expected: Expected) -> Expected:
    """As expected, for those who have a name."""
    return lambda role, modes: (
        Code.NOT_REGISTERED if role == "unregistered" else expected(role, modes)
    )


def seen(expected: Expected) -> Expected:
    """As expected, but a secret channel is not there for those outside."""
    return registered(
        lambda role, modes: (
            Code.NO_SUCH_CHANNEL if "s" in modes and role not in INSIDE else expected(role, modes)
        )
    )


def inside(expected: Expected) -> Expected:
    """As expected, for members."""
    return seen(
        lambda role, modes: expected(role, modes) if role in INSIDE else Code.NOT_IN_CHANNEL
    )


def only(roles: tuple[str, ...], only_with: str = "", then: Code | None = None) -> Expected:
    """For members of these roles, and with the mode off for all members; `then` it is refused so
    for another reason."""
    return inside(
        lambda role, modes: (
            Code.OPERATOR_NEEDED if only_with in modes and role not in roles else then
        )
    )


def server_operators(then: Code | None = None) -> Expected:
    """For operators of the server; `then` refused so for another reason."""
    return registered(lambda role, modes: then if role == "serverop" else Code.NOT_ALLOWED)


def guests(then: Code | None, otherwise: Code | None) -> Expected:
    """`then` for who has no account, `otherwise` for who has one."""
    return lambda role, modes: otherwise if role == "holder" else then


def joining(key: bool) -> Expected:
    """Who comes in."""

    def expected(role: str, modes: str) -> Code | None:
        if role in INSIDE:
            return None
        if role == "banned":
            return Code.BANNED
        if role != "invited":
            if "i" in modes:
                return Code.INVITE_ONLY
            if "R" in modes and role != "holder":
                return Code.ACCOUNT_NEEDED
            if "l" in modes:
                return Code.CHANNEL_FULL
        return Code.WRONG_KEY if "k" in modes and not key else None

    return registered(expected)


def may_speak(role: str, modes: str) -> Code | None:
    """Who is heard."""
    if role in ("voiced", *HELPERS):
        return None
    outside = role not in INSIDE
    unheard = role in ("banned", "muted", "silenced")
    if unheard or "m" in modes or ("M" in modes and role != "holder") or (outside and "n" in modes):
        return Code.NO_SUCH_CHANNEL if outside and "s" in modes else Code.CANNOT_SEND
    return None


free = registered(always(None))
speaking = registered(may_speak)
internal = always(Code.UNKNOWN_COMMAND)
open_to_see = seen(
    lambda role, modes: (
        Code.NOT_IN_CHANNEL if role not in INSIDE and set("ikR") & set(modes) else None
    )
)
exceptions = seen(lambda role, modes: None if role in HELPERS else Code.OPERATOR_NEEDED)
