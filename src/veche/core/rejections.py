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
    NO_SUCH_NICK = "no-such-nick"  # subject: the nick
    NO_SUCH_CHANNEL = "no-such-channel"  # subject: the name
    BAD_CHANNEL = "bad-channel"  # subject: the name; detail: what is wrong with it
    # the session
    NOT_REGISTERED = "not-registered"
    ALREADY_REGISTERED = "already-registered"
    NOTHING_TO_RESUME = "nothing-to-resume"
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
    OPERATOR_NEEDED = "operator-needed"  # subject: the channel
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
