"""What an operator's shell may ask of a server, and how it is written on the admin socket.

Owns the list of commands and their form: one line of JSON each way. Must not know sockets.
"""

from typing import Any

import msgspec

from veche.core.commands import (
    AddAccount,
    ChangeCredentials,
    Command,
    EraseAccount,
    ListAccounts,
    SwitchAccount,
)
from veche.core.exchange import Done
from veche.core.rejections import Rejection
from veche.core.replies import Accounts

LINE_BYTES = 65_536
_COMMANDS: dict[str, type[Command]] = {
    kind.__name__: kind
    for kind in (AddAccount, ChangeCredentials, EraseAccount, ListAccounts, SwitchAccount)
}

Told = Accounts | Rejection | None
"""What the shell is told: a list, a refusal, or that it is done."""


class _Request(msgspec.Struct, forbid_unknown_fields=True):
    command: str
    fields: dict[str, Any]


class _Reply(msgspec.Struct, forbid_unknown_fields=True):
    accounts: Accounts | None = None
    rejection: Rejection | None = None


class AdminError(Exception):
    """The other side is no server of ours, or does not answer. The text is one sentence."""


def write_request(command: Command) -> bytes:
    """The line for a command."""
    fields = msgspec.to_builtins(command)
    return msgspec.json.encode(_Request(type(command).__name__, fields)) + b"\n"


def read_request(line: bytes) -> Command:
    """The command in a line. Raises AdminError."""
    try:
        request = msgspec.json.decode(line, type=_Request)
        kind = _COMMANDS.get(request.command)
        if kind is None:
            raise AdminError(f"There is no command {request.command[:40]!r}.")
        return msgspec.convert(request.fields, kind)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise AdminError("That is no request.") from error


def told(result: Done | Rejection) -> Told:
    """What of a result the shell is told."""
    if isinstance(result, Rejection):
        return result
    return result.reply if isinstance(result.reply, Accounts) else None


def write_reply(answer: Told) -> bytes:
    """The line for an answer."""
    if isinstance(answer, Accounts):
        return msgspec.json.encode(_Reply(accounts=answer)) + b"\n"
    return msgspec.json.encode(_Reply(rejection=answer)) + b"\n"


def read_reply(line: bytes) -> Told:
    """The answer in a line. Raises AdminError."""
    try:
        reply = msgspec.json.decode(line, type=_Reply)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise AdminError("The server's answer cannot be read.") from error
    return reply.rejection or reply.accounts
