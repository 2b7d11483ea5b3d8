"""Refusals in numerics and FAIL. https://modern.ircdocs.horse/#numerics

https://ircv3.net/specs/extensions/standard-replies
"""

import pytest

from veche.core.rejections import Code, Rejection
from veche.protocols.irc.capabilities import STANDARD_REPLIES
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.rejections import lines

PLAIN = Client(":s", "al")
MODERN = Client(":s", "al", STANDARD_REPLIES)

NUMERICS = [
    (Rejection(Code.NO_NAME), "431 al :No nickname given"),
    (Rejection(Code.BAD_NICK, "a b"), "432 al a :Erroneous nickname"),
    (Rejection(Code.NICK_TAKEN, "bob"), "433 al bob :Nickname is already in use"),
    (Rejection(Code.NO_SUCH_NICK, "bob"), "401 al bob :No such nick/channel"),
    (Rejection(Code.NO_SUCH_CHANNEL, "#c"), "403 al #c :No such channel"),
    (Rejection(Code.BAD_CHANNEL, ""), "403 al * :No such channel"),
    (Rejection(Code.NOT_REGISTERED), "451 al :You have not registered"),
    (Rejection(Code.ALREADY_REGISTERED), "462 al :You may not reregister"),
    (Rejection(Code.TOO_MANY_CHANNELS, "#c"), "405 al #c :You have joined too many channels"),
    (Rejection(Code.NOT_IN_CHANNEL, "#c"), "442 al #c :You're not on that channel"),
    (
        Rejection(Code.THEY_ARE_NOT_IN_CHANNEL, "bob", "#c"),
        "441 al bob #c :They aren't on that channel",
    ),
    (Rejection(Code.ALREADY_IN_CHANNEL, "bob", "#c"), "443 al bob #c :is already on channel"),
    (Rejection(Code.BANNED, "#c"), "474 al #c :Cannot join channel (+b)"),
    (Rejection(Code.INVITE_ONLY, "#c"), "473 al #c :Cannot join channel (+i)"),
    (Rejection(Code.WRONG_KEY, "#c"), "475 al #c :Cannot join channel (+k)"),
    (Rejection(Code.CHANNEL_FULL, "#c"), "471 al #c :Cannot join channel (+l)"),
    (Rejection(Code.CANNOT_SEND, "#c", "m"), "404 al #c :Cannot send to channel (+m)"),
    (Rejection(Code.CANNOT_SEND, "#c"), "404 al #c :Cannot send to channel"),
    (Rejection(Code.OPERATOR_NEEDED, "#c"), "482 al #c :You're not channel operator"),
    (Rejection(Code.UNKNOWN_MODE, "Z", "#c"), "472 al Z :is unknown mode char to me"),
    (Rejection(Code.UNKNOWN_USER_MODE, "Z"), "501 al :Unknown MODE flag"),
    (Rejection(Code.BAD_MODE_ARGUMENT, "#c", "k a"), "525 al #c :Key is not well-formed"),
    (Rejection(Code.BAD_MODE_ARGUMENT, "#c", "l x"), "696 al #c l x :Invalid mode parameter"),
    (Rejection(Code.BAD_MODE_ARGUMENT, "#c", "o "), "696 al #c o * :Invalid mode parameter"),
    (Rejection(Code.LIST_FULL, "#c", "b x!*@*"), "478 al #c b :Channel list is full"),
    (Rejection(Code.NOT_YOURSELF), "502 al :Cant change mode for other users"),
    (Rejection(Code.NO_TEXT), "412 al :No text to send"),
    (Rejection(Code.NO_RECIPIENT, "PRIVMSG"), "411 al :No recipient given (PRIVMSG)"),
    (Rejection(Code.UNKNOWN_COMMAND, "FOO"), "421 al FOO :Unknown command"),
    (Rejection(Code.NEED_MORE, "JOIN"), "461 al JOIN :Not enough parameters"),
    (Rejection(Code.TOO_MANY_TARGETS, "JOIN", "4"), "407 al JOIN :Too many targets, at most 4"),
    (Rejection(Code.LINE_TOO_LONG), "417 al :Input line was too long"),
]

FAILS = [
    (Rejection(Code.BAD_TEXT), "INVALID_TEXT", "The text has a character that no line may have"),
    (Rejection(Code.BAD_TEXT, detail="it has NUL"), "INVALID_TEXT", "It has NUL"),
    (Rejection(Code.TOO_LONG, "topic", "9"), "TOO_LONG", "The topic is too long, at most 9"),
    (Rejection(Code.BAD_ARGUMENT, "X", "no"), "INVALID_PARAMS", "No"),
    (Rejection(Code.KEY_REUSED), "KEY_REUSED", "That key was used for another message"),
    (Rejection(Code.BAD_KEY, detail="too long"), "INVALID_KEY", "Too long"),
    (
        Rejection(Code.READ_ONLY),
        "READ_ONLY",
        "Nothing can be stored just now, so this was not done; try again in a moment",
    ),
]


@pytest.mark.parametrize(
    "command", ["CHATHISTORY", "SEARCH", "MARKREAD", "PERSISTENCE", "WEBPUSH", "PASSWD", "REDACT"]
)
@pytest.mark.parametrize(
    ("code", "line"),
    [
        (Code.NOT_REGISTERED, "451 al :You have not registered"),
        (Code.LINE_TOO_LONG, "417 al :Input line was too long"),
    ],
)
def test_some_faults_are_the_same_whatever_was_asked(command: str, code: Code, line: str) -> None:
    """Rather than that the parameters are wrong ("ERR_NOTREGISTERED", "ERR_INPUTTOOLONG")."""
    assert lines(MODERN, Rejection(code), command, ("a", "b"), labelled=False) == [f":s {line}"]


@pytest.mark.parametrize(("rejection", "line"), NUMERICS)
def test_numerics(rejection: Rejection, line: str) -> None:
    """The same for every client, also where standard-replies is on."""
    for client in (PLAIN, MODERN):
        told = lines(client, rejection, "PRIVMSG", ["x"], labelled=False)
        assert told == [f":s {line}"]


@pytest.mark.parametrize(("rejection", "code", "text"), FAILS)
def test_fail(rejection: Rejection, code: str, text: str) -> None:
    """FAIL for those who can read it, 400 for the others."""
    told = lines(MODERN, rejection, "PRIVMSG", ["x"], labelled=False)
    assert told == [f":s FAIL PRIVMSG {code} :{text}"]
    told = lines(PLAIN, rejection, "PRIVMSG", ["x"], labelled=False)
    assert told == [f":s 400 al PRIVMSG :{text}"]


def test_try_again() -> None:
    """263 for those without standard-replies."""
    rejection = Rejection(Code.TRY_AGAIN, detail="one at a time")
    assert lines(PLAIN, rejection, "WHO", [], labelled=False) == [":s 263 al WHO :One at a time"]
    assert lines(MODERN, rejection, "WHO", [], labelled=False) == [
        ":s FAIL WHO TRY_AGAIN :One at a time"
    ]


def test_invalid_utf8_is_always_fail() -> None:
    """https://ircv3.net/specs/extensions/utf8-only"""
    (line,) = lines(PLAIN, Rejection(Code.INVALID_UTF8, "USER"), "USER", [], labelled=False)
    assert line.startswith(":s FAIL USER INVALID_UTF8 :")


def test_notice_is_never_answered() -> None:
    """But a label asks for an answer: a FAIL, or the ACK that the framing makes of nothing."""
    rejection = Rejection(Code.NO_SUCH_NICK, "bob")
    assert lines(MODERN, rejection, "NOTICE", ["bob", "x"], labelled=False) == []
    assert lines(PLAIN, rejection, "NOTICE", ["bob", "x"], labelled=True) == []
    assert lines(MODERN, rejection, "NOTICE", ["bob", "x"], labelled=True) == [
        ":s FAIL NOTICE NO_SUCH_NICK bob :No such nick/channel"
    ]
    assert lines(MODERN, Rejection(Code.BANNED), "NOTICE", [], labelled=True) == [
        ":s FAIL NOTICE BANNED :Cannot join channel (+b)"
    ]
    assert lines(MODERN, Rejection(Code.CANNOT_SEND, "#c"), "NOTICE", [], labelled=True) == [
        ":s FAIL NOTICE CANNOT_SEND #c :CANNOT_SEND"
    ]
    too_long = Rejection(Code.LINE_TOO_LONG)
    assert len(lines(PLAIN, too_long, "NOTICE", [], labelled=False)) == 1


def test_whois_has_an_end() -> None:
    """Also of a nick that is not there, exactly as typed."""
    told = lines(PLAIN, Rejection(Code.NO_SUCH_NICK, "a"), "WHOIS", ["s", "A,b"], labelled=False)
    assert told == [":s 401 al a :No such nick/channel", ":s 318 al A,b :End of /WHOIS list"]


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE", "CHATHISTORY", "RESUME", "WHOIS"])
@pytest.mark.parametrize("text", ["", "x y\r\nz", ":"])
def test_every_code_is_worded(code: Code, command: str, text: str) -> None:
    """No refusal leaves a client without a line, or with two where one is meant."""
    rejection = Rejection(code, text, text)
    for client in (PLAIN, MODERN):
        for line in lines(client, rejection, command, ["LATEST", "x"], labelled=True):
            assert line.startswith(":s ")
            assert " :" in line
