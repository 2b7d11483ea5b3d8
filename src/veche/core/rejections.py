"""Every refusal the core can expect to give: values, never exceptions.

Owns the codes. Must not know how a door words them: a numeric, a FAIL line,
a sentence, a problem document.
"""

from enum import Enum, unique

import msgspec


@unique
class Code(Enum):
    """What was wrong. The comment says what `subject` and `detail` hold."""

    # names
    NO_NAME = "no-name"
    BAD_NICK = "bad-nick"  # subject: the nick; detail: what is wrong with it
    NICK_TAKEN = "nick-taken"  # subject: the nick
    BAD_REALNAME = "bad-realname"  # detail: what is wrong with it
    NO_SUCH_NICK = "no-such-nick"  # subject: the nick
    NO_SUCH_CHANNEL = "no-such-channel"  # subject: the name
    BAD_CHANNEL = "bad-channel"  # subject: the name; detail: what is wrong with it
    # the session
    NOT_REGISTERED = "not-registered"
    ALREADY_REGISTERED = "already-registered"
    NOTHING_TO_RESUME = "nothing-to-resume"
    # accounts
    NICK_RESERVED = "nick-reserved"  # subject: the nick; an account's, not the asker's
    NAME_IN_USE = "name-in-use"  # subject: the name; somebody else goes by it
    ACCOUNT_EXISTS = "account-exists"  # subject: the name
    BAD_ACCOUNT_NAME = "bad-account-name"  # subject: the name; detail: what is wrong with it
    WEAK_PASSWORD = "weak-password"  # subject: the account; detail: why
    BAD_PASSWORD = "bad-password"  # subject: the account; detail: why it cannot be one
    LOGIN_FAILED = "login-failed"  # no such account, or the wrong proof: nobody learns which
    ACCOUNT_DISABLED = "account-disabled"  # subject: the account
    TOO_MANY_ATTEMPTS = "too-many-attempts"  # detail: when to try again
    ALREADY_LOGGED_IN = "already-logged-in"  # subject: the account
    NOT_LOGGED_IN = "not-logged-in"
    NO_SUCH_ACCOUNT = "no-such-account"  # subject: the name
    KEY_IN_USE = "key-in-use"  # a certificate or token of another account
    WRONG_CODE = "wrong-code"  # subject: the account
    REGISTRATION_CLOSED = "registration-closed"
    # the channel
    TOO_MANY_CHANNELS = "too-many-channels"  # subject: the channel; detail: the limit
    NOT_IN_CHANNEL = "not-in-channel"  # subject: the channel
    THEY_ARE_NOT_IN_CHANNEL = "they-are-not-in-channel"  # subject: the nick; detail: channel
    ALREADY_IN_CHANNEL = "already-in-channel"  # subject: the nick; detail: the channel
    BANNED = "banned"  # subject: the channel
    INVITE_ONLY = "invite-only"  # subject: the channel
    WRONG_KEY = "wrong-key"  # subject: the channel
    CHANNEL_FULL = "channel-full"  # subject: the channel
    CANNOT_SEND = "cannot-send"  # subject: the channel; detail: the letter of the mode, or b
    TOO_SOON = "too-soon"  # subject: the channel; detail: in how many seconds one may speak
    OPERATOR_NEEDED = "operator-needed"  # subject: the channel
    ACCOUNT_NEEDED = "account-needed"  # subject: the channel
    NAME_TAKEN = "name-taken"  # subject: the channel; detail: the name that it cannot have
    CANNOT_RENAME = "cannot-rename"  # subject: the channel; detail: the name, a space, and why
    # the server's operators
    NOT_ALLOWED = "not-allowed"  # it is for operators of the server
    WRONG_PASSWORD = "wrong-password"  # no such operator, or not its password
    SERVER_BANNED = "server-banned"  # detail: the reason
    SERVER_LOCKED = "server-locked"  # no guests are let in now
    BAD_MASK = "bad-mask"  # subject: the mask; detail: what is wrong with it
    NO_SUCH_BAN = "no-such-ban"  # subject: the mask
    # modes
    UNKNOWN_MODE = "unknown-mode"  # subject: the letter; detail: the channel
    UNKNOWN_USER_MODE = "unknown-user-mode"  # subject: the letters
    BAD_MODE_ARGUMENT = "bad-mode-argument"  # subject: channel; detail: letter, space, argument
    LIST_FULL = "list-full"  # subject: the channel; detail: letter, space, mask
    NOT_YOURSELF = "not-yourself"  # another user's modes
    # text
    NO_TEXT = "no-text"
    NO_RECIPIENT = "no-recipient"  # subject: the command
    BAD_TEXT = "bad-text"  # detail: what is wrong with it (a line break, NUL)
    TOO_LONG = "too-long"  # subject: what; detail: the limit
    # what was said
    UNKNOWN_MESSAGE = "unknown-message"  # subject: where; not there, or not any more
    NOT_YOUR_MESSAGE = "not-your-message"  # subject: where
    TOO_LATE = "too-late"  # subject: where; detail: within how many seconds it had to be
    BAD_BATCH = "bad-batch"  # subject: the name of the fault and its context; detail: why
    # metadata
    BAD_KEY_NAME = "bad-key-name"  # subject: the key
    BAD_VALUE = "bad-value"  # subject: the key; detail: what is wrong
    NO_SUCH_VALUE = "no-such-value"  # subject: whose; detail: the key
    TOO_MANY_KEYS = "too-many-keys"  # subject: whose; detail: the limit
    TOO_MANY_SUBSCRIPTIONS = "too-many-subscriptions"  # subject: the key; detail: the limit
    # the command itself
    UNKNOWN_COMMAND = "unknown-command"  # subject: the command
    NEED_MORE = "need-more"  # subject: the command
    TOO_MANY_TARGETS = "too-many-targets"  # subject: the command; detail: the limit
    BAD_ARGUMENT = "bad-argument"  # subject: the command; detail: what is wrong
    INVALID_UTF8 = "invalid-utf8"  # subject: the command
    LINE_TOO_LONG = "line-too-long"
    # keys
    KEY_REUSED = "key-reused"  # same idempotency key, another body
    BAD_KEY = "bad-key"  # detail: why
    # the server
    READ_ONLY = "read-only"  # the log cannot be written just now
    TRY_AGAIN = "try-again"  # detail: why


class Rejection(msgspec.Struct, frozen=True, gc=False):
    """An expected refusal: what is wrong, and with what."""

    code: Code
    subject: str = ""
    detail: str = ""
