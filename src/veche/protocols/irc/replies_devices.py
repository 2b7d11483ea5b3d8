"""Replies to people who have several devices, and what they are refused.

Owns their words (IRCv3 read-marker, persistence; drafts).
"""

from veche.core import replies as core
from veche.core.commands import Persistence
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.timestamps import to_stamp

FAILING = ("MARKREAD", "PERSISTENCE")


def marker(server: str, target: str, at_ms: int) -> str:
    """MARKREAD; `*` when nobody knows."""
    stamp = f"timestamp={to_stamp(at_ms)}" if at_ms else "*"
    return f"{server} MARKREAD {middle(target)} {stamp}"


def status(server: str, setting: Persistence, on: bool) -> str:
    """PERSISTENCE STATUS: what was said, and what holds."""
    return f"{server} PERSISTENCE STATUS {setting.name} {'ON' if on else 'OFF'}"


def persisting(client: Client, reply: core.Persisting) -> tuple[str, ...]:
    """The answer to PERSISTENCE."""
    return (status(client.server, reply.setting, reply.on),)


def fail(client: Client, command: str, rejection: Rejection) -> str | None:
    """The FAIL line; None where there is no word for it."""
    code = rejection.code
    head = f"{client.server} FAIL {command}"
    if command == "PERSISTENCE":
        if code is Code.NOT_LOGGED_IN:
            return f"{head} ACCOUNT_REQUIRED :An account is required"
        if code is Code.BAD_ARGUMENT:
            return f"{head} INVALID_PARAMETERS :Invalid parameters"
        return f"{head} INTERNAL_ERROR :An error occurred"
    if code is Code.NEED_MORE:
        return f"{head} NEED_MORE_PARAMS :Missing parameters"
    if code in (Code.BAD_ARGUMENT, Code.BAD_CHANNEL, Code.BAD_NICK):
        return f"{head} INVALID_PARAMS {middle(rejection.subject)} :Invalid parameters"
    if code is Code.UNKNOWN_COMMAND:
        return None
    target = middle(rejection.subject) if rejection.subject else "*"
    return f"{head} INTERNAL_ERROR {target} :The read timestamp could not be set"
