"""From a message to commands of the core, with all that its answer will need.

Owns what holds for every command: the table look-up, parameter counts, the
idempotency key, and whether a message fits its recipients' lines.
"""

from collections.abc import Sequence

import msgspec

from veche.core.commands import Command, Echo, Refuse, SendMessage
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.protocols.irc import capabilities, push
from veche.protocols.irc.commands import TABLE
from veche.protocols.irc.history import with_events
from veche.protocols.irc.labels import label_of
from veche.protocols.irc.login import COMMANDS as LOGIN_COMMANDS
from veche.protocols.irc.login import SECRET, Login
from veche.protocols.irc.message import LINE_BYTES, Message
from veche.protocols.irc.reading import TOO_LONG, Fault
from veche.protocols.irc.requests import Local, need_more, refuse

_SPEECH = ("PRIVMSG", "NOTICE")
KEY = "veche/key"
"""The client tag with an idempotency key."""
_TOGETHER = 8  # fewer than `message_burst`, so that the rate limit lets them go
_TOGETHER_BYTES = 4_096


class Pending(msgspec.Struct, frozen=True, gc=False):
    """What was asked and is not answered yet. `label` as it goes back on the wire."""

    command: str
    label: str
    params: Sequence[str]
    commands: tuple[Command, ...]
    key: bytes | None = None


def ask(
    message: Message | Fault,
    size: int,
    caps: int,
    overhead: int,
    limits: Limits,
    login: Login | None = None,
) -> Pending | None:
    """The request in a line of `size` bytes, or None when there is nothing to do or say.

    `overhead`: bytes of `:nick ` before the client's own messages. Without `login`
    there are none of its commands.
    """
    label = label_of(message.tags) if message.tags else ""
    command = message.command
    if isinstance(message, Fault):
        return Pending(command, label, (), (Refuse(message.rejection),))
    params: Sequence[str] = message.params
    if login is not None and command in LOGIN_COMMANDS:
        # Their parameters are secrets, which nothing needs any more.
        commands = login.commands(message, caps)
        params = login.sasl.hints
    elif login is not None and command in SECRET:
        commands, params = login.secret(message), ()
    else:
        commands = _commands(message, caps, limits)
    key = None
    if command in _SPEECH:
        # With the colon that the client may have left out.
        if size + overhead + 1 > LINE_BYTES and not _fits(message, overhead):
            commands = (Refuse(TOO_LONG),)
        if message.tags and KEY in message.tags:
            key, commands = keyed(message.tags[KEY], commands, limits)
    if not commands:
        if not label:
            return None
        commands = (Echo(),)
    return Pending(command, label, params, tuple(commands), key)


def joined(before: Pending, pending: Pending, size: int) -> Pending | None:
    """Both as one request of `size` bytes, or None: only for messages that simply go on.

    A client that says much at once says it to one target in plain lines. Asked
    and answered together they cost a fraction; each still has a result of its own.
    """
    if (
        pending.command != "PRIVMSG"
        or before.command != "PRIVMSG"
        or size > _TOGETHER_BYTES
        or len(before.commands) >= _TOGETHER
        or pending.label
        or before.label
        or pending.key is not None
        or before.key is not None
        or pending.params[:1] != before.params[:1]
        or type(pending.commands[0]) is not SendMessage
        or type(before.commands[0]) is not SendMessage
    ):
        return None
    commands = before.commands + pending.commands
    return Pending("PRIVMSG", "", before.params, commands)


def _commands(message: Message, caps: int, limits: Limits) -> Sequence[Command]:
    command, params = message.command, message.params
    if command == "CAP":
        after = capabilities.negotiate(caps, params)
        return (Echo(Local(command, tuple(params), after)),)
    row = TABLE.get(command)
    if row is None or row.needs & ~caps or (row.either and not row.either & caps):
        return refuse(Code.UNKNOWN_COMMAND, command)
    if row.minimum and (len(params) < row.minimum or not params[0]):
        return need_more(command)
    commands = row.handle(message, limits)
    if command == "WEBPUSH":
        return push.with_capabilities(commands, caps)
    return with_events(commands) if caps & capabilities.EVENT_PLAYBACK else commands


def _fits(message: Message, overhead: int) -> bool:
    """Whether every recipient's line holds the text whole.

    Cutting it would lose words without a word. (Texts of other doors, which
    know nothing of 512 bytes, go on in further lines.)
    """
    if len(message.params) < 2:
        return True
    target = max(message.params[0].split(","), key=lambda name: len(name.encode()))
    line = f"{message.command} {target} :{message.params[1]}\r\n"
    return overhead + len(line.encode()) <= LINE_BYTES


def keyed(
    value: str, commands: Sequence[Command], limits: Limits
) -> tuple[bytes | None, Sequence[Command]]:
    """The idempotency key of one message (docs/protocol/seq-and-key.md)."""
    if len(commands) == 1 and isinstance(commands[0], Refuse):
        return None, commands
    key = value.encode()
    fault = ""
    if len(commands) != 1:
        fault = "a key is for one message to one target"
    elif not 0 < len(key) <= limits.idempotency_key_bytes:
        fault = f"a key has 1 to {limits.idempotency_key_bytes} bytes"
    if fault:
        return None, (Refuse(Rejection(Code.BAD_KEY, detail=fault)),)
    return key, commands
