"""Decisions on the username and host that others see a user under (IRCv3 chghost)."""

import re

from veche.core.commands import ChangeHost
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import HostBody, HostChanged
from veche.core.permissions import is_server_operator
from veche.core.rejections import Code, Rejection
from veche.core.replies import Ordered

# Both stand in every line that the user says, between `!`, `@` and a space. A `:` in front would
# begin the last parameter of CHGHOST; a `/` stands in hosts that tell at once that they are none.
_USERNAME = re.compile(r"[A-Za-z0-9._~-]+")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]*")


def change_host(ctx: Context, command: ChangeHost) -> Outcome:
    """Seen so from now on; what was said before stays as it was seen then."""
    if not is_server_operator(ctx.actor):
        return Rejection(Code.NOT_ALLOWED)
    user = ctx.state.find_user(command.nick)
    if user is None:
        return Rejection(Code.NO_SUCH_NICK, command.nick)
    username, host = command.username, command.host
    fault = _username_fault(ctx, username) or _host_fault(ctx, host)
    if fault is not None:
        return fault
    done = Ordered("chghost", user.nick)
    if (username, host) == (user.username, user.host):
        return Decided(reply=done)
    changed = Happening(HostChanged(user.id), HostBody(user.who, username, host))
    return Decided((changed, audited(ctx, "chghost", user.nick, f"{username}@{host}")), done)


def _username_fault(ctx: Context, username: str) -> Rejection | None:
    """Why it cannot be one. A `~` before it, which nobody vouches for, is not counted."""
    limit = ctx.limits.username_chars
    if _USERNAME.fullmatch(username) and len(username.removeprefix("~")) <= limit:
        return None
    why = f"a username has only letters, digits and . _ ~ -, {limit} at most"
    return Rejection(Code.BAD_ARGUMENT, "That username", why)


def _host_fault(ctx: Context, host: str) -> Rejection | None:
    """Why it cannot be one."""
    limit = ctx.limits.host_chars
    if _HOST.fullmatch(host) and len(host) <= limit:
        return None
    why = f"a host has a letter or a digit, then only those and . _ : / -, {limit} at most"
    return Rejection(Code.BAD_ARGUMENT, "That host", why)
