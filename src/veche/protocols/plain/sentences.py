"""The sentences in which the plain door says what is wrong and what to do.

Owns the wording of every refusal. Must not know why the core gave it.
"""

from difflib import get_close_matches

from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import ALL, usage

PROMPT = "Enter your username: "
PASSWORD_PROMPT = "Password: "

SERVER_PASSWORD = "That is not the password of this server. Try again."
RIGHT_SERVER_PASSWORD = "That is right."
NOT_LET_IN = "That is not the password of this server. Ask who runs it."

NO_NAME = "A name is needed: type one and press Enter."
NO_PASSWORD = "No password came, so nothing was done."
NAME_RESERVED = "The name {name} is an account's. Type its password, or nothing to go back."
ANOTHER_NAME = "Then choose another name."
WRONG_PASSWORD = "That is not the password of {name}. Type it, or nothing to go back."
WRONG_PASSWORDS = "That is not its password either. Choose another name, or come back later."
NEW_PASSWORD = "Choose a password for the account, and type it. Nothing goes back."
LOGIN_PASSWORD = "Type the password of {name}. Nothing goes back."
OPERATOR_PASSWORD = "Type the password of the operator {name}. Nothing goes back."
OLD_PASSWORD = "Type your password as it is now. Nothing goes back."
NEXT_PASSWORD = "Type the new one. Nothing goes back."
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
    Code.NICK_RESERVED: "The name {subject} is an account's. /login {subject} takes you in.",
    Code.NAME_IN_USE: "Somebody else goes by {subject}. Choose another name.",
    Code.ACCOUNT_EXISTS: "There is an account {subject} already. /login {subject} takes you in.",
    Code.BAD_ACCOUNT_NAME: "{subject} cannot be an account's name: {detail}. Choose another.",
    Code.WEAK_PASSWORD: "That password is too easy to guess: {detail}. Choose another.",
    Code.BAD_PASSWORD: "That cannot be a password: {detail}. Choose another.",
    Code.LOGIN_FAILED: "That password does not fit that name. Try again.",
    Code.ACCOUNT_DISABLED: "The account {subject} is disabled. Ask who runs this server.",
    Code.TOO_MANY_ATTEMPTS: "That was tried too often. Try again {detail}.",
    Code.ALREADY_LOGGED_IN: "You are logged in as {subject} already. /logout ends that.",
    Code.NOT_LOGGED_IN: "You are not logged in. /login NAME takes you in.",
    Code.NO_SUCH_ACCOUNT: "There is no account {subject}.",
    Code.KEY_IN_USE: "That token or certificate is another account's.",
    Code.WRONG_CODE: "That code is wrong, or was used already.",
    Code.REGISTRATION_CLOSED: "Accounts are made by who runs this server. Ask them.",
    Code.BAD_REALNAME: "That cannot be a real name: {detail}. Choose another.",
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
    Code.ACCOUNT_NEEDED: "{subject} is for those who have an account. /login NAME or /register.",
    Code.TOO_SOON: "That was not sent: people take their time in {subject}. Wait {detail} seconds.",
    Code.NAME_TAKEN: "There is a channel {detail} already. Choose another name.",
    Code.CANNOT_RENAME: "{subject} cannot be renamed: {detail}.",
    Code.NOT_ALLOWED: "Only operators of this server may do that.",
    Code.WRONG_PASSWORD: "There is no such operator, or that is not the password.",
    Code.SERVER_BANNED: "You are banned from this server ({detail}).",
    Code.SERVER_LOCKED: "Only those who have an account are let in just now.",
    Code.BAD_MASK: "{subject} cannot be banned: {detail}.",
    Code.NO_SUCH_BAN: "There is no ban of {subject}. /klines shows those there are.",
    Code.UNKNOWN_MODE: "There is no mode {subject}.",
    Code.UNKNOWN_USER_MODE: "There is no mode {subject}.",
    Code.BAD_MODE_ARGUMENT: "The mode was not changed: {detail} does not fit in {subject}.",
    Code.LIST_FULL: "The list of {subject} is full. Take something off it first.",
    Code.NOT_YOURSELF: "You can change only your own modes.",
    Code.NO_TEXT: "There was no text, so nothing was sent. Type some.",
    Code.NO_RECIPIENT: "You are in no channel, so nobody would hear it. /join CHANNEL goes to one.",
    Code.BAD_TEXT: "That was not sent: {detail}. Type it without.",
    Code.UNKNOWN_MESSAGE: "There is no such message in {subject}, or not any more.",
    Code.NOT_YOUR_MESSAGE: "Only who wrote it, or an operator of {subject}, may do that.",
    Code.TOO_LATE: "It is too late for that: it could be done for {detail} seconds.",
    Code.BAD_BATCH: "Those lines cannot be one message: {detail}.",
    Code.BAD_KEY_NAME: "{subject} cannot be a key. Use small letters, digits and - . _ /.",
    Code.BAD_VALUE: "That cannot be the value of {subject}: {detail}.",
    Code.NO_SUCH_VALUE: "{subject} has no {detail}.",
    Code.TOO_MANY_SUBSCRIPTIONS: "You cannot be told of more keys than {detail}.",
    Code.TOO_MANY_KEYS: "{subject} cannot have more keys than {detail}. Take one away first.",
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
    "M": "only those who have an account may speak there. /login NAME or /register.",
    "C": "programs' requests are not let through there.",
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
    near = get_close_matches(word.lower(), ALL, n=1)
    hint = f"Did you mean {near[0]}?" if near else "/help lists the commands."
    return f"There is no command {word}. {hint} To say a line that begins with /, begin it with //."
