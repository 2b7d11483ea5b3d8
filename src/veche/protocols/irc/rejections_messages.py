"""What is refused of METADATA, BATCH, REDACT, EDIT and RELAYMSG, in the words of their
specifications.

Owns those FAIL lines: name, context and text. They go to every client, since each of the
specifications says so.
"""

from collections.abc import Callable, Sequence

from veche.core.rejections import Code, Rejection
from veche.protocols.irc import numerics as n
from veche.protocols.irc.capabilities import METADATA_3
from veche.protocols.irc.message import clean, middle
from veche.protocols.irc.numerics import Client

_HIDDEN = (Code.NO_SUCH_NICK, Code.NO_SUCH_CHANNEL, Code.BAD_CHANNEL, Code.BAD_NICK)
_CLOSED = (Code.NOT_IN_CHANNEL, Code.OPERATOR_NEEDED, Code.NOT_YOURSELF)
_LATER = (Code.READ_ONLY, Code.TRY_AGAIN)
# About the line, whatever it says; told as for any command.
_ANYWHERE = (
    Code.UNKNOWN_COMMAND,
    Code.NEED_MORE,
    Code.LINE_TOO_LONG,
    Code.INVALID_UTF8,
    Code.BAD_TEXT,
    Code.NOT_REGISTERED,
)


FAILS: dict[Code, tuple[str, str]] = {
    Code.UNKNOWN_MESSAGE: ("UNKNOWN_MSGID", "There is no such message, or not any more"),
    Code.NOT_YOUR_MESSAGE: ("FORBIDDEN", "Only its author may do that"),
    Code.TOO_LATE: ("WINDOW_EXPIRED", "It is too late for that"),
    Code.BAD_KEY_NAME: ("KEY_INVALID", "That cannot be a key"),
    Code.BAD_VALUE: ("VALUE_INVALID", "That value cannot be"),
    Code.NO_SUCH_VALUE: ("KEY_NOT_SET", "That key has no value"),
    Code.TOO_MANY_KEYS: ("LIMIT_REACHED", "There are too many keys"),
    Code.TOO_MANY_SUBSCRIPTIONS: ("TOO_MANY_SUBS", "Those are too many keys"),
    Code.BAD_BATCH: ("MULTILINE_INVALID", "That batch cannot be"),
}
"""Their names where they come from another command."""


def _line(client: Client, command: str, code: str, context: Sequence[str], text: str) -> str:
    words = " ".join(("FAIL", command, code, *map(middle, context)))
    return f"{client.server} {words} :{clean(text)}"


def _at(params: Sequence[str], index: int) -> str:
    return params[index] if len(params) > index else "*"


def metadata(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """IRCv3 metadata, "Standard Replies"."""
    code, newer = rejection.code, bool(client.caps & METADATA_3)

    def fail(name: str, context: Sequence[str], text: str) -> str:
        return _line(client, "METADATA", name, context, text)

    if code in _HIDDEN:
        return fail("INVALID_TARGET", (_at(params, 0),), "There is no such target")
    if code in _CLOSED:
        key = params[2] if len(params) > 2 else "*"
        return fail("KEY_NO_PERMISSION", (_at(params, 0), key), "You may not do that here")
    if code is Code.BAD_KEY_NAME:
        name = "INVALID_KEY" if newer else "KEY_INVALID"
        return fail(name, (rejection.subject,), "That cannot be a key")
    if code is Code.BAD_VALUE:
        text = f"That value cannot be: {rejection.detail}"
        if newer:
            return fail("INVALID_VALUE", (rejection.subject,), text)
        return fail("VALUE_INVALID", (), text)
    if code is Code.NO_SUCH_VALUE:
        return client.numeric(n.RPL_KEYNOTSET, rejection.subject, rejection.detail)
    if code is Code.TOO_MANY_SUBSCRIPTIONS:
        return fail("TOO_MANY_SUBS", (rejection.subject,), "Those are too many keys")
    if code is Code.TOO_MANY_KEYS:
        text = f"There are no more than {rejection.detail} keys"
        return fail("LIMIT_REACHED", (rejection.subject,), text)
    if code in _LATER:
        context = (_at(params, 0), _at(params, 2), "5")
        return fail("RATE_LIMITED", context, "Nothing can be stored just now")
    return fail("SUBCOMMAND_INVALID", (_at(params, 1),), "There is no such subcommand")


def _batch(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """IRCv3 multiline and client-batch, "Errors". The detail has the name first, then context."""
    name, *context = rejection.subject.split(" ")
    return _line(client, "BATCH", name, context, rejection.detail)


def _redact(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """IRCv3 message-redaction, "Errors"."""
    target, message = _at(params, 0), _at(params, 1)
    code = rejection.code
    if code is Code.UNKNOWN_MESSAGE:
        text = "There is no such message, or not any more"
        return _line(client, "REDACT", "UNKNOWN_MSGID", (target, message), text)
    if code is Code.NOT_YOUR_MESSAGE:
        text = "Only its author and operators may take it back"
        return _line(client, "REDACT", "REDACT_FORBIDDEN", (target, message), text)
    if code is Code.TOO_LATE:
        context = (target, message, rejection.detail)
        return _line(client, "REDACT", "REDACT_WINDOW_EXPIRED", context, "It is too late for that")
    if code in _LATER:
        return _line(client, "REDACT", "TRY_AGAIN", (target,), "Nothing can be stored just now")
    if code is Code.TOO_LONG:
        return _line(client, "REDACT", "INVALID_REASON", (target,), "That reason is too long")
    text = "You cannot take back messages there"
    return _line(client, "REDACT", "INVALID_TARGET", (target,), text)


def _edit(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """The proposal message-edit, "Errors". `params`: the target and, of a tag, the message."""
    target, message = _at(params, 0), _at(params, 1)
    code = rejection.code
    if code is Code.UNKNOWN_MESSAGE:
        text = "There is no such message, or not any more"
        return _line(client, "EDIT", "UNKNOWN_MSGID", (target, message), text)
    if code is Code.TOO_LATE:
        context = (target, message, rejection.detail)
        return _line(client, "EDIT", "EDIT_WINDOW_EXPIRED", context, "It is too late for that")
    if code in (Code.NO_TEXT, Code.TOO_LONG, Code.BAD_TEXT):
        return _line(client, "EDIT", "INVALID_EDIT", (target, message), "That text cannot be")
    if code in _LATER:
        return _line(client, "EDIT", "TRY_AGAIN", (target,), "Nothing can be stored just now")
    text = "You may not edit that message"
    return _line(client, "EDIT", "EDIT_FORBIDDEN", (target, message), text)


def _relay(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """The vendor's specification of draft/relaymsg, "Errors"."""
    code = rejection.code
    if code is Code.BAD_NICK:
        return _line(client, "RELAYMSG", "INVALID_NICK", (), "The name must be like name/network")
    if code in (Code.NO_TEXT, Code.TOO_LONG):
        return _line(client, "RELAYMSG", "BLANK_MSG", (), "That text cannot be")
    if code in _LATER:
        return _line(client, "RELAYMSG", "TRY_AGAIN", (), "Nothing can be stored just now")
    if code in _HIDDEN:
        return _line(client, "RELAYMSG", "INVALID_TARGET", (_at(params, 0),), "No such channel")
    return _line(client, "RELAYMSG", "PRIVS_NEEDED", (), "Only an operator there may relay")


_Word = Callable[[Client, Rejection, Sequence[str]], str]
_WORDS: dict[str, _Word] = {
    "METADATA": metadata,
    "BATCH": _batch,
    "REDACT": _redact,
    "EDIT": _edit,
    "RELAYMSG": _relay,
}


def fail(client: Client, command: str, rejection: Rejection, params: Sequence[str]) -> str | None:
    """The FAIL line; None for other commands, and for faults that any line can have."""
    word = _WORDS.get(command)
    if word is None or rejection.code in _ANYWHERE:
        return None
    return word(client, rejection, params)
