"""The sentences in which the plain door says what is wrong and what to do.

Owns the wording of every refusal. Must not know why the core gave it.
"""

from difflib import get_close_matches

from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import COMMANDS, usage

PROMPT = "Enter your username: "

NO_NAME = "A name is needed: type one and press Enter."
NAME_NOT_UTF8 = "That name is not UTF-8: set your program to UTF-8, or use plain letters."
NAME_TOO_LONG = "That is too long for a name. Choose a shorter one."
NAME_HAS_NUL = "A name cannot have a NUL byte in it. Choose another."
TOO_MANY_NAMES = "None of those names could be taken. Connect again to try others."
HTTP_IS_ELSEWHERE = "This looks like HTTP, which has to begin with the first byte. Connect again."
FLOOD = "You sent too much before your name was accepted. Wait for the greeting."
SEND_QUEUE = "You did not read what was sent to you, so the connection is closed. Connect again."
BYE = "Bye."

_SHOWN_CHARS = 64

_SENTENCES: dict[Code, str] = {
    Code.NO_NAME: NO_NAME,
    Code.BAD_NICK: "The name {subject} cannot be used: {detail}. Choose another.",
    Code.NICK_TAKEN: "The name {subject} is taken. Choose another.",
    Code.NO_SUCH_NICK: "Nobody here is called {subject}. /who shows who is in the channel.",
    Code.NO_SUCH_CHANNEL: "There is no channel {subject}. /join {subject} makes it.",
    Code.BAD_CHANNEL: "{subject} cannot be a channel's name: {detail}. Choose another.",
    Code.NOT_REGISTERED: "You have no name yet. Enter one first.",
    Code.ALREADY_REGISTERED: "You have a name already. /nick NAME changes it.",
    Code.NOTHING_TO_RESUME: "There is nothing to come back to. Enter a name.",
    Code.TOO_MANY_CHANNELS: (
        "You cannot join {subject}: you are in {detail} channels, the most there may be. "
        "/leave one first."
    ),
    Code.NOT_IN_CHANNEL: "You are not in {subject}. /join {subject} takes you there.",
    Code.THEY_ARE_NOT_IN_CHANNEL: "{subject} is not in {detail}. /who {detail} shows who is.",
    Code.ALREADY_IN_CHANNEL: "{subject} is in {detail} already.",
    Code.BANNED: "You are banned from {subject}. Ask one of its operators.",
    Code.INVITE_ONLY: "{subject} is by invitation only. Ask one of its members to invite you.",
    Code.WRONG_KEY: "{subject} needs the right key: /join {subject} KEY.",
    Code.CHANNEL_FULL: "{subject} is full. Try again later.",
    Code.OPERATOR_NEEDED: "Only an operator of {subject} may do that.",
    Code.UNKNOWN_MODE: "There is no mode {subject}.",
    Code.UNKNOWN_USER_MODE: "There is no mode {subject}.",
    Code.BAD_MODE_ARGUMENT: "The mode was not changed: {detail} does not fit in {subject}.",
    Code.LIST_FULL: "The list of {subject} is full. Take something off it first.",
    Code.NOT_YOURSELF: "You can change only your own modes.",
    Code.NO_TEXT: "There was no text, so nothing was sent. Type some.",
    Code.NO_RECIPIENT: "You are in no channel, so nobody would hear it. /join CHANNEL goes to one.",
    Code.BAD_TEXT: "That was not sent: {detail}. Type it without.",
    Code.TOO_LONG: "That was not sent: the {subject} is longer than {detail}. Make it shorter.",
    Code.TOO_MANY_TARGETS: "{subject} cannot have more than {detail} at once. Do it in parts.",
    Code.BAD_ARGUMENT: "{subject} did not work: {detail}. /help shows how it is typed.",
    Code.INVALID_UTF8: "That was not sent: it is not UTF-8. Set your program to UTF-8.",
    Code.LINE_TOO_LONG: "That was not sent: the line is too long. Send it in parts.",
    Code.KEY_REUSED: "That key was used for another message. Use a new one.",
    Code.BAD_KEY: "That key cannot be used: {detail}.",
    Code.READ_ONLY: "The server cannot keep anything just now, so nothing was sent. Try again.",
    Code.TRY_AGAIN: "That did not work just now: {detail}. Try again.",
}

_CANNOT_SEND = {
    "n": "you are not in it. /join {subject} takes you there.",
    "m": "only those with a voice may speak there. Ask one of its operators.",
    "b": "you are banned there. Ask one of its operators.",
}


def sentence(rejection: Rejection) -> str:
    """What is wrong and what to do, in one line. Not yet cleaned."""
    code, detail = rejection.code, rejection.detail
    subject = rejection.subject
    if len(subject) > _SHOWN_CHARS:
        subject = subject[:_SHOWN_CHARS] + "..."
    if code is Code.CANNOT_SEND:
        why = _CANNOT_SEND.get(detail, "you may not speak there. Ask one of its operators.")
        return f"That was not sent to {subject}: {why.format(subject=subject)}"
    if code is Code.UNKNOWN_COMMAND:
        return _unknown(subject)
    if code is Code.NEED_MORE:
        how = usage(subject)
        return f"{subject} needs more" + (f": {how}" if how else ". /help shows how it is typed.")
    return _SENTENCES[code].format(subject=subject, detail=detail)


def no_name_in_time(seconds: float) -> str:
    """Why a connection without a name is closed."""
    return f"No name came for {seconds:.0f} seconds, so the connection is closed. Connect again."


def _unknown(word: str) -> str:
    near = get_close_matches(word.lower(), COMMANDS, n=1)
    hint = f"Did you mean {near[0]}?" if near else "/help lists the commands."
    return f"There is no command {word}. {hint} To say a line that begins with /, begin it with //."
