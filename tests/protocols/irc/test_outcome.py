"""What an author is told of its own acts.

https://ircv3.net/specs/extensions/echo-message, https://ircv3.net/specs/extensions/labeled-response
"""

import pytest

from tests.protocols.irc.peer import ALICE, ALL_CAPS, BOB, registered, sent, stored, transient
from veche.core import events as ev
from veche.core import replies as core
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection

LINE = ":alice!al@127.0.0.1 PRIVMSG #c :hi"


def test_no_echo_without_the_capability() -> None:
    """Silence is consent."""
    assert registered().said("PRIVMSG #c :hi", Done((sent("hi"),))) == []


def test_echo() -> None:
    """The line that others get."""
    wire = registered("echo-message")
    assert wire.said("PRIVMSG #c :hi", Done((sent("hi"),))) == [LINE]


def test_what_was_asked_together_is_told_line_by_line() -> None:
    """Echoes in order; a refusal among them in its place."""
    wire = registered("echo-message")
    lines = "PRIVMSG #c :hi\r\nPRIVMSG #c :hi"
    refused = Rejection(Code.CANNOT_SEND, "#c", "m")
    assert wire.said(lines, Done((sent("hi"),)), Done((sent("hi"),))) == [LINE, LINE]
    first, second = wire.said(lines, Done((sent("hi"),)), refused)
    assert first == LINE
    assert second.startswith(":irc.test 404 alice #c :")
    assert registered().said(lines, Done((sent("hi"),)), Done((sent("hi"),))) == []


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        ("labeled-response batch", ["@label=7 :irc.test ACK"]),
        ("labeled-response batch echo-message", [f"@label=7 {LINE}"]),
        ("labeled-response", []),
        ("batch echo-message", [LINE]),
    ],
)
def test_label_on_a_message(caps: str, expected: list[str]) -> None:
    """The echo is the response, else an ACK; without batch there are no labels."""
    assert registered(caps).said("@label=7 PRIVMSG #c :hi", Done((sent("hi"),))) == expected


def test_label_and_other_tags() -> None:
    """The label joins the tags of the echo."""
    wire = registered(ALL_CAPS)
    (line,) = wire.said("@label=7 PRIVMSG #c :hi", Done((sent("hi"),)))
    assert line.startswith("@label=7;time=")
    assert line.endswith(f" {LINE}")


def test_message_to_oneself() -> None:
    """It arrives as well, unlabelled; the echo, or the ACK, has the label."""
    event = sent("hi", "alice", target=1)
    line = ":alice!al@127.0.0.1 PRIVMSG alice :hi"
    wire = registered("labeled-response batch echo-message")
    assert wire.said("@label=7 PRIVMSG alice :hi", Done((event,))) == [f"@label=7 {line}", line]
    wire = registered("labeled-response batch")
    told = wire.said("@label=7 PRIVMSG alice :hi", Done((event,)))
    assert told == ["@label=7 :irc.test ACK", line]
    assert registered().said("PRIVMSG alice :hi", Done((event,))) == [line]
    assert registered("echo-message").said("PRIVMSG alice :hi", Done((event,))) == [line, line]


def test_long_echo_is_a_batch() -> None:
    """A text of several lines (its author's nick became longer meanwhile) is one response."""
    wire = registered("labeled-response batch echo-message")
    told = wire.said("@label=7 PRIVMSG #c :hi", Done((sent("x" * 600),)))
    assert told[0] == "@label=7 :irc.test BATCH +l2 labeled-response"
    assert len(told) == 4


def test_several_targets_are_one_response() -> None:
    """An echo and a refusal under one label."""
    wire = registered("labeled-response batch echo-message")
    told = wire.said(
        "@label=7 PRIVMSG #c,eve :hi", Done((sent("hi"),)), Rejection(Code.NO_SUCH_NICK, "eve")
    )
    assert told == [
        "@label=7 :irc.test BATCH +l2 labeled-response",
        f"@batch=l2 {LINE}",
        "@batch=l2 :irc.test 401 alice eve :No such nick/channel",
        ":irc.test BATCH -l2",
    ]


def test_away_notice_comes_with_the_echo() -> None:
    """301 after it."""
    event = sent("hi", "bob", target=2)
    told = registered("echo-message").said(
        "PRIVMSG bob :hi", Done((event,), core.AwayNotice("bob", "lunch"))
    )
    assert told == [
        ":alice!al@127.0.0.1 PRIVMSG bob :hi",
        ":irc.test 301 alice bob :lunch",
    ]


def test_join() -> None:
    """JOIN, topic, names; that the channel was made is nobody's news."""
    view = core.ChannelView(5, "#c", False, None, (core.Member(ALICE, "o"),), 0)
    created = stored(ev.ChannelCreated(5), ev.ChannelBody("#c", "#c"))
    joined = stored(ev.Joined(1, 5, "o"), ev.TextBody(ALICE, "#c"))
    told = registered().said("JOIN #c", Done((created, joined), view))
    assert told == [
        ":alice!al@127.0.0.1 JOIN #c",
        ":irc.test 353 alice = #c :@alice",
        ":irc.test 366 alice #c :End of /NAMES list",
    ]
    assert registered().said("JOIN #c", Done()) == []


def test_names() -> None:
    """One end for one question, naming the channels as they were typed.

    https://modern.ircdocs.horse/#names-message
    """
    here = Done(reply=core.Names("#c", False, (core.Member(ALICE, "o"),)))
    gone = Done(reply=core.Names("#d", False, ()))
    assert registered().said("NAMES #C,,#d,#C", here, gone) == [
        ":irc.test 353 alice = #c :@alice",
        ":irc.test 366 alice #C,#d :End of /NAMES list",
    ]
    assert registered().said("NAMES d", gone) == [":irc.test 366 alice d :End of /NAMES list"]


def test_away() -> None:
    """306 and 305 by what was asked; not one's own AWAY, also with away-notify."""
    gone = transient(ev.AwayChanged(1), ev.TextBody(ALICE, text="x"))
    wire = registered("away-notify")
    assert wire.said("AWAY :x", Done((gone,))) == [
        ":irc.test 306 alice :You have been marked as being away"
    ]
    assert wire.said("AWAY", Done()) == [
        ":irc.test 305 alice :You are no longer marked as being away"
    ]


def test_invite() -> None:
    """341, not the INVITE that the other one gets."""
    event = transient(ev.Invited(1, 5, 2), ev.TargetBody(ALICE, "#c", "bob"))
    told = registered().said("INVITE bob #c", Done((event,), core.Inviting("bob", "#c")))
    assert told == [":irc.test 341 alice bob #c"]


def test_tagmsg() -> None:
    """Echoed as messages are."""
    event = transient(ev.TagsSent(1, 5), ev.TextBody(ALICE, "#c", tags=(("+a", "b"),)))
    assert registered("message-tags").said("@+a=b TAGMSG #c", Done((event,))) == []
    (line,) = registered("message-tags echo-message").said("@+a=b TAGMSG #c", Done((event,)))
    assert line.endswith(";+a=b :alice!al@127.0.0.1 TAGMSG #c")


def test_kick_by_oneself_is_seen() -> None:
    """As others see it."""
    event = stored(ev.Kicked(1, 5, 2), ev.TargetBody(ALICE, "#c", "bob", "alice"))
    assert registered().said("KICK #c bob", Done((event,))) == [
        ":alice!al@127.0.0.1 KICK #c bob :alice"
    ]


def test_notice_refused() -> None:
    """Silence; under a label an ACK, or a FAIL for those who can read it."""
    rejection = Rejection(Code.NO_SUCH_NICK, "eve")
    assert registered().said("NOTICE eve :x", rejection) == []
    labels = "labeled-response batch"
    assert registered(labels).said("@label=1 NOTICE eve :x", rejection) == [
        "@label=1 :irc.test ACK"
    ]
    assert registered(f"{labels} standard-replies").said("@label=1 NOTICE eve :x", rejection) == [
        "@label=1 :irc.test FAIL NOTICE NO_SUCH_NICK eve :No such nick/channel"
    ]


def test_mode_refused_once() -> None:
    """A line of known and unknown letters is two commands, but one refusal."""
    refused = Rejection(Code.OPERATOR_NEEDED, "#c")
    assert registered().said("MODE #c +nZ", refused, refused) == [
        ":irc.test 482 alice #c :You're not channel operator"
    ]
    unknown = Rejection(Code.UNKNOWN_MODE, "Z", "#c")
    assert len(registered().said("MODE #c +nZ", refused, unknown)) == 2


def test_long_answer_under_a_label() -> None:
    """A long answer under a label is one batch."""
    rows = tuple(core.WhoRow("#c", core.Member(BOB, "", "B")) for _ in range(100))
    wire = registered("labeled-response batch")
    told = wire.said("@label=w WHO #c", Done(reply=core.WhoReply("#c", rows)))
    assert len(told) == 103
    assert all(line.startswith("@batch=l2 :irc.test 352") for line in told[1:101])


def test_another_host_is_told_apart() -> None:
    """Whoever gives it to somebody gets the server's word, and CHGHOST only as the others do."""
    wire = registered("chghost")
    changed = stored(ev.HostChanged(2), ev.HostBody(BOB, "~b", "staff/bob"))
    result = Done((changed,), core.Ordered("chghost", "bob"))
    assert wire.said("CHGHOST bob ~b staff/bob", result) == [
        ":irc.test NOTICE alice :bob is seen under that host now"
    ]
