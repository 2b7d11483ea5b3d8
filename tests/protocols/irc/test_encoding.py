"""What other people's acts look like. https://modern.ircdocs.horse/#client-messages"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.irc.peer import (
    ALICE,
    AT_MS,
    BOB,
    INFO,
    STAMP,
    lines_of,
    sent,
    stored,
    transient,
)
from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.irc.capabilities import (
    AWAY_NOTIFY,
    ECHO_MESSAGE,
    MESSAGE_TAGS,
    SERVER_TIME,
)
from veche.protocols.irc.encoding import IrcEncodings, mode_strings

TEXT = ev.TextBody
CHANGES = (
    ev.ModeChange(True, "o", "bob", 2),
    ev.ModeChange(True, "t"),
    ev.ModeChange(False, "k", "key"),
)

PLAIN: list[tuple[ev.Event, ev.Body, str]] = [
    (ev.MessageSent(1), TEXT(ALICE, "#c", "hi"), ":alice!al@127.0.0.1 PRIVMSG #c :hi"),
    (
        ev.MessageSent(1, 2, ev.MessageKind.NOTICE),
        TEXT(ALICE, "bob", "hi"),
        ":alice!al@127.0.0.1 NOTICE bob :hi",
    ),
    (
        ev.MessageSent(1, 0, ev.MessageKind.ACTION),
        TEXT(ALICE, "#c", "waves"),
        ":alice!al@127.0.0.1 PRIVMSG #c :\1ACTION waves\1",
    ),
    (ev.Joined(1, 5, "o"), TEXT(ALICE, "#c"), ":alice!al@127.0.0.1 JOIN #c"),
    (ev.Parted(1, 5), TEXT(ALICE, "#c"), ":alice!al@127.0.0.1 PART #c"),
    (ev.Parted(1, 5), TEXT(ALICE, "#c", "bye"), ":alice!al@127.0.0.1 PART #c :bye"),
    (
        ev.Kicked(1, 5, 2),
        ev.TargetBody(ALICE, "#c", "bob", "spam"),
        ":alice!al@127.0.0.1 KICK #c bob :spam",
    ),
    (ev.TopicSet(1, 5), TEXT(ALICE, "#c", ""), ":alice!al@127.0.0.1 TOPIC #c :"),
    (ev.NickChanged(1), ev.NickBody(ALICE, "al", "al"), ":alice!al@127.0.0.1 NICK al"),
    (ev.UserLeft(1), TEXT(ALICE, text="Quit: x"), ":alice!al@127.0.0.1 QUIT :Quit: x"),
    (
        ev.ModesChanged(1, 5),
        ev.ModesBody(ALICE, "#c", CHANGES),
        ":alice!al@127.0.0.1 MODE #c +ot-k bob key",
    ),
    (
        ev.UserModesChanged(1),
        ev.ModesBody(ALICE, "alice", (ev.ModeChange(True, "i"),)),
        ":alice!al@127.0.0.1 MODE alice +i",
    ),
    (
        ev.Invited(1, 5, 2),
        ev.TargetBody(ALICE, "#c", "bob"),
        ":alice!al@127.0.0.1 INVITE bob #c",
    ),
    (ev.UserDetached(1), TEXT(ALICE, text="Gone"), ":alice!al@127.0.0.1 QUIT :Gone"),
]


@pytest.mark.parametrize(("event", "body", "line"), PLAIN)
def test_plain_lines(event: ev.Event, body: ev.Body, line: str) -> None:
    """To a client without capabilities: no tag at all."""
    assert lines_of(IrcEncodings(INFO)(0).encode(stored(event, body))) == [line]


@pytest.mark.parametrize(("event", "body", "line"), PLAIN)
def test_tags(event: ev.Event, body: ev.Body, line: str) -> None:
    """time, msgid and veche/seq, each only for those who negotiated it."""
    happened = stored(event, body, seq=9)
    encodings = IrcEncodings(INFO)
    msgid = f"msgid={to_msgid(happened.record.id)};veche/seq=9"
    assert lines_of(encodings(SERVER_TIME).encode(happened)) == [f"@time={STAMP} {line}"]
    assert lines_of(encodings(MESSAGE_TAGS).encode(happened)) == [f"@{msgid} {line}"]
    both = encodings(SERVER_TIME | MESSAGE_TAGS).encode(happened)
    assert lines_of(both) == [f"@time={STAMP};{msgid} {line}"]


def test_without_a_sequence_number() -> None:
    """What is in no conversation, or not kept, has no veche/seq."""
    body = ev.NickBody(ALICE, "al", "al")
    happened = stored(ev.NickChanged(1), body, seq=None)
    assert b"veche/seq" not in IrcEncodings(INFO)(MESSAGE_TAGS).encode(happened)


def test_client_tags() -> None:
    """After the server's, escaped, and only with message-tags."""
    happened = sent("hi", tags=(("+a", "x;y z"), ("+b", "")))
    encodings = IrcEncodings(INFO)
    (line,) = lines_of(encodings(MESSAGE_TAGS).encode(happened))
    assert line.split(" ")[0].endswith(r";veche/seq=7;+a=x\:y\sz;+b")
    assert b"+a" not in encodings(SERVER_TIME).encode(happened)


def test_tagmsg() -> None:
    """https://ircv3.net/specs/extensions/message-tags#the-tagmsg-tag-only-message"""
    body = TEXT(ALICE, "#c", tags=(("+typing", "active"),))
    happened = transient(ev.TagsSent(1, 5), body)
    encodings = IrcEncodings(INFO)
    assert encodings(SERVER_TIME).encode(happened) == b""
    (line,) = lines_of(encodings(MESSAGE_TAGS).encode(happened))
    msgid = to_msgid(happened.record.id)
    assert line == f"@msgid={msgid};+typing=active :alice!al@127.0.0.1 TAGMSG #c"


def test_away() -> None:
    """https://ircv3.net/specs/extensions/away-notify"""
    gone = transient(ev.AwayChanged(1), TEXT(ALICE, text="lunch"))
    back = transient(ev.AwayChanged(1), TEXT(ALICE))
    encodings = IrcEncodings(INFO)
    assert encodings(0).encode(gone) == b""
    assert lines_of(encodings(AWAY_NOTIFY).encode(gone)) == [":alice!al@127.0.0.1 AWAY :lunch"]
    assert lines_of(encodings(AWAY_NOTIFY).encode(back)) == [":alice!al@127.0.0.1 AWAY"]


def test_returned() -> None:
    """A guest who is back: JOIN, and its member modes by the server."""
    event = transient(ev.Returned(1, 5, "ov"), TEXT(ALICE, "#c"))
    plain = IrcEncodings(INFO)(0)
    assert lines_of(plain.encode(event)) == [
        ":alice!al@127.0.0.1 JOIN #c",
        ":irc.test MODE #c +ov alice alice",
    ]
    timed = lines_of(IrcEncodings(INFO)(SERVER_TIME | MESSAGE_TAGS).encode(event))
    assert timed[1].startswith(f"@time={STAMP} :irc.test MODE")
    bare = transient(ev.Returned(1, 5), TEXT(ALICE, "#c"))
    assert lines_of(plain.encode(bare)) == [":alice!al@127.0.0.1 JOIN #c"]


@pytest.mark.parametrize(
    ("event", "body"),
    [
        (ev.ChannelCreated(5), ev.ChannelBody("#c", "#c")),
        (ev.SessionEnded(1), TEXT(ALICE, text="x")),
        (ev.ChannelExpired(5), None),
        (ev.MessageSent(1), None),
        (ev.Returned(1, 5), None),
    ],
)
def test_what_is_not_shown(event: ev.Event, body: ev.Body | None) -> None:
    """Events that are no line of IRC, and events whose body was erased."""
    assert IrcEncodings(INFO)(7).encode(stored(event, body)) == b""


def test_every_erased_body() -> None:
    """An event without its body is not shown, whatever its kind."""
    for event, _, _ in PLAIN:
        assert IrcEncodings(INFO)(7).encode(stored(event)) == b""
    for other in (ev.TagsSent(1), ev.AwayChanged(1)):
        assert IrcEncodings(INFO)(7).encode(transient(other)) == b""


ONE_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=3000)


@given(ONE_LINE, st.sampled_from(list(ev.MessageKind)))
def test_long_texts_are_split_without_loss(text: str, how: ev.MessageKind) -> None:
    """512 bytes a line, whole characters, nothing lost; the msgid on the first only."""
    happened = sent(text, how=how)
    data = IrcEncodings(INFO)(MESSAGE_TAGS).encode(happened)
    lines = data.split(b"\r\n")[:-1]
    told = ""
    for number, line in enumerate(lines):
        assert (line[:7] == b"@msgid=") == (number == 0)
        rest = line.partition(b" ")[2] if number == 0 else line
        assert len(rest) <= 510
        part = rest.decode().partition(" :")[2]
        if how is ev.MessageKind.ACTION:
            part = part.removeprefix("\1ACTION ").removesuffix("\1")
        told += part
    assert told == text.replace("\r", " ").replace("\0", " ")


def test_split_at_words_and_with_time() -> None:
    """Later lines have the time of the message; words stay whole where they can."""
    happened = sent("word " * 200)
    lines = lines_of(IrcEncodings(INFO)(SERVER_TIME | MESSAGE_TAGS).encode(happened))
    assert len(lines) > 2
    assert all(line.endswith("word ") for line in lines)
    assert lines[1].startswith(f"@time={STAMP} :alice!")


FIELD = st.text(max_size=30)


@given(FIELD, FIELD, FIELD)
def test_no_field_starts_a_line(one: str, two: str, three: str) -> None:
    """CR, LF and NUL in any field stay within the line: the last defence."""
    who = ev.Who(one, two, three)
    every: list[tuple[ev.Event, ev.Body]] = [
        (ev.MessageSent(1), TEXT(who, two, three, (("+" + one, two),))),
        (ev.TagsSent(1), TEXT(who, two, three, (("+" + one, two),))),
        (ev.Joined(1, 5), TEXT(who, two)),
        (ev.Kicked(1, 5, 2), ev.TargetBody(who, one, two, three)),
        (ev.NickChanged(1), ev.NickBody(who, one, two)),
        (ev.ModesChanged(1, 5), ev.ModesBody(who, one, (ev.ModeChange(True, "b", two),))),
    ]
    for event, body in every:
        for flags in (0, 7):
            data = IrcEncodings(INFO)(flags).encode(stored(event, body))
            wanted = 0 if isinstance(event, ev.TagsSent) and not flags else 1
            if isinstance(event, ev.MessageSent) and "\n" in three:  # each of them a whole line
                wanted = sum(1 for line in three.split("\n") if line)
            assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n") == wanted
            assert b"\0" not in data


def test_a_long_mode_line_is_split() -> None:
    """Every change is told, signs are repeated on each line."""
    changes = tuple(ev.ModeChange(True, "b", f"{n}{'x' * 100}!*@*") for n in range(8))
    body = ev.ModesBody(ALICE, "#c", changes)
    lines = lines_of(IrcEncodings(INFO)(0).encode(stored(ev.ModesChanged(1, 5), body)))
    assert len(lines) == 2
    assert all(len(line) <= 510 for line in lines)
    assert [mask for line in lines for mask in line.split(" ")[4:]] == [
        change.argument for change in changes
    ]
    assert list(mode_strings((), 100)) == []


def test_one_encoding_for_what_matters() -> None:
    """Bits that change no delivery share one; lines are remembered until forgotten."""
    encodings = IrcEncodings(INFO)
    assert encodings(SERVER_TIME | ECHO_MESSAGE) is encodings(SERVER_TIME)
    assert encodings(0) is not encodings(SERVER_TIME)
    assert (encodings(0).door, encodings(SERVER_TIME).flags) == ("irc", SERVER_TIME)
    happened = sent("x", who=BOB)
    line = encodings(0).line(happened)
    assert encodings(0).line(happened) is line
    encodings(0).forget()
    assert encodings(0).line(happened) is not line


def test_the_time_of_each_event() -> None:
    """The cached second does not leak into other events."""
    encoding = IrcEncodings(INFO)(SERVER_TIME)
    for at_ms, stamp in ((AT_MS, "40.123Z"), (AT_MS + 1000, "41.123Z"), (AT_MS + 1, "40.124Z")):
        record = ev.Record(1, at_ms, 1, ev.MessageSent(1), TEXT(ALICE, "#c", "x"))
        assert stamp in encoding.encode(ev.Stored(1, 1, record)).decode()
