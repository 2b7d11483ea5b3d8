"""FAIL lines of METADATA, BATCH, REDACT, EDIT and RELAYMSG, as their specifications have them."""

import pytest

from veche.core.rejections import Code, Rejection
from veche.protocols.irc.capabilities import METADATA_3
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.rejections_messages import fail

CLIENT = Client(":s", "alice")
NEWER = Client(":s", "alice", METADATA_3)
SET = ("bob", "SET", "url")


def words(
    command: str, rejection: Rejection, params: tuple[str, ...], client: Client = CLIENT
) -> str:
    """The line without source and text."""
    line = fail(client, command, rejection, params)
    assert line is not None
    head, colon, text = line.partition(" :")
    assert colon
    assert text
    return head.removeprefix(":s ")


@pytest.mark.parametrize(
    ("code", "subject", "detail", "told"),
    [
        (Code.NO_SUCH_NICK, "bob", "", "FAIL METADATA INVALID_TARGET bob"),
        (Code.NO_SUCH_CHANNEL, "bob", "", "FAIL METADATA INVALID_TARGET bob"),
        (Code.NOT_YOURSELF, "bob", "", "FAIL METADATA KEY_NO_PERMISSION bob url"),
        (Code.OPERATOR_NEEDED, "bob", "", "FAIL METADATA KEY_NO_PERMISSION bob url"),
        (Code.BAD_KEY_NAME, "$", "", "FAIL METADATA KEY_INVALID $"),
        (Code.BAD_VALUE, "url", "it is long", "FAIL METADATA VALUE_INVALID"),
        (Code.NO_SUCH_VALUE, "bob", "url", "766 alice bob url"),
        (Code.TOO_MANY_KEYS, "bob", "20", "FAIL METADATA LIMIT_REACHED bob"),
        (Code.TOO_MANY_SUBSCRIPTIONS, "url", "50", "FAIL METADATA TOO_MANY_SUBS url"),
        (Code.READ_ONLY, "", "", "FAIL METADATA RATE_LIMITED bob url 5"),
        (Code.BAD_ARGUMENT, "METADATA", "SET", "FAIL METADATA SUBCOMMAND_INVALID SET"),
    ],
)
def test_metadata(code: Code, subject: str, detail: str, told: str) -> None:
    """https://ircv3.net/specs/extensions/metadata#standard-replies"""
    assert words("METADATA", Rejection(code, subject, detail), SET) == told


def test_metadata_3() -> None:
    """Some names are the other way round."""
    assert words("METADATA", Rejection(Code.BAD_VALUE, "url", "x"), SET, NEWER) == (
        "FAIL METADATA INVALID_VALUE url"
    )
    assert words("METADATA", Rejection(Code.BAD_KEY_NAME, "$"), SET, NEWER) == (
        "FAIL METADATA INVALID_KEY $"
    )
    assert words("METADATA", Rejection(Code.NOT_YOURSELF, "bob"), ("bob", "CLEAR")) == (
        "FAIL METADATA KEY_NO_PERMISSION bob *"
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (Code.UNKNOWN_MESSAGE, "FAIL REDACT UNKNOWN_MSGID #c id"),
        (Code.NOT_YOUR_MESSAGE, "FAIL REDACT REDACT_FORBIDDEN #c id"),
        (Code.TOO_LATE, "FAIL REDACT REDACT_WINDOW_EXPIRED #c id 60"),
        (Code.NO_SUCH_CHANNEL, "FAIL REDACT INVALID_TARGET #c"),
        (Code.NOT_IN_CHANNEL, "FAIL REDACT INVALID_TARGET #c"),
        (Code.READ_ONLY, "FAIL REDACT TRY_AGAIN #c"),
        (Code.TOO_LONG, "FAIL REDACT INVALID_REASON #c"),
    ],
)
def test_redact(code: Code, told: str) -> None:
    """https://ircv3.net/specs/extensions/message-redaction#errors"""
    assert words("REDACT", Rejection(code, "#c", "60"), ("#c", "id", "why")) == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (Code.UNKNOWN_MESSAGE, "FAIL EDIT UNKNOWN_MSGID #c *"),
        (Code.TOO_LATE, "FAIL EDIT EDIT_WINDOW_EXPIRED #c * 60"),
        (Code.NO_TEXT, "FAIL EDIT INVALID_EDIT #c *"),
        (Code.READ_ONLY, "FAIL EDIT TRY_AGAIN #c"),
        (Code.NOT_YOUR_MESSAGE, "FAIL EDIT EDIT_FORBIDDEN #c *"),
        (Code.CANNOT_SEND, "FAIL EDIT EDIT_FORBIDDEN #c *"),
    ],
)
def test_edit(code: Code, told: str) -> None:
    """The open proposal message-edit, "Errors"."""
    assert words("EDIT", Rejection(code, "#c", "60"), ("#c",)) == told


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (Code.BAD_NICK, "FAIL RELAYMSG INVALID_NICK"),
        (Code.NO_TEXT, "FAIL RELAYMSG BLANK_MSG"),
        (Code.OPERATOR_NEEDED, "FAIL RELAYMSG PRIVS_NEEDED"),
        (Code.NOT_IN_CHANNEL, "FAIL RELAYMSG PRIVS_NEEDED"),
        (Code.NO_SUCH_CHANNEL, "FAIL RELAYMSG INVALID_TARGET #c"),
        (Code.TRY_AGAIN, "FAIL RELAYMSG TRY_AGAIN"),
    ],
)
def test_relaymsg(code: Code, told: str) -> None:
    """The words of the vendor whose command it is."""
    assert words("RELAYMSG", Rejection(code, "#c"), ("#c", "a/b", "x")) == told


def test_batch() -> None:
    """The name of the fault with its context."""
    rejection = Rejection(Code.BAD_BATCH, "MULTILINE_MAX_LINES 100", "Too many")
    assert words("BATCH", rejection, ()) == "FAIL BATCH MULTILINE_MAX_LINES 100"


def test_what_any_line_can_have() -> None:
    """Is worded as for any command, and so is any other command."""
    assert fail(CLIENT, "METADATA", Rejection(Code.NEED_MORE, "METADATA"), ()) is None
    assert fail(CLIENT, "PRIVMSG", Rejection(Code.NO_SUCH_NICK, "bob"), ("bob",)) is None
