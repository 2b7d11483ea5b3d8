"""What those are told whom moderators stopped. https://modern.ircdocs.horse/#numerics"""

import pytest

from veche.core.rejections import Code, Rejection
from veche.protocols.irc.capabilities import STANDARD_REPLIES
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.rejections import lines

PLAIN = Client(":s", "al")

TOLD = [
    (Rejection(Code.NOT_ALLOWED), "481 al :Permission Denied- You're not an IRC operator"),
    (Rejection(Code.WRONG_PASSWORD), "464 al :Password incorrect"),
    (
        Rejection(Code.ACCOUNT_NEEDED, "#c"),
        "477 al #c :Cannot join channel (+R): log in to an account first",
    ),
    (Rejection(Code.TOO_SOON, "#c", "5"), "404 al #c :Cannot send to channel (+W): wait 5 s"),
    (Rejection(Code.SERVER_BANNED, "", "a\nb"), "465 al :You are banned from this server (a b)"),
    (
        Rejection(Code.SERVER_LOCKED),
        "465 al :Only those who have an account are let in just now",
    ),
    (
        Rejection(Code.NAME_TAKEN, "#a", "#b"),
        "FAIL RENAME CHANNEL_NAME_IN_USE #a #b :Channel already exists",
    ),
    (
        Rejection(Code.CANNOT_RENAME, "#a", "#b it was renamed just now"),
        "FAIL RENAME CANNOT_RENAME #a #b :It was renamed just now",
    ),
]


@pytest.mark.parametrize(("rejection", "line"), TOLD, ids=lambda value: str(value)[:20])
def test_lines(rejection: Rejection, line: str) -> None:
    """One each."""
    assert lines(PLAIN, rejection, "RENAME", (), labelled=False) == [f":s {line}"]


def test_what_no_numeric_has() -> None:
    """FAIL, or 400."""
    rejection = Rejection(Code.BAD_MASK, "*", "it fits everybody")
    modern = Client(":s", "al", STANDARD_REPLIES)
    assert lines(modern, rejection, "KLINE", (), labelled=False) == [
        ":s FAIL KLINE INVALID_MASK :It fits everybody"
    ]
    assert lines(PLAIN, rejection, "KLINE", (), labelled=False) == [
        ":s 400 al KLINE :It fits everybody"
    ]
