"""Sending text of several lines: https://ircv3.net/specs/extensions/multiline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.scripted import SUPPORTED, VECHE, Script
from veche.client.events import Kind, Refused
from veche.client.message import parse
from veche.client.multiline import Bounds, bounds, cut, lines_of, messages


def online(
    capabilities: str = VECHE,
    value: str = "max-bytes=4096,max-lines=100",
    *,
    script: Script | None = None,
    after: str = ":s RESUME TOKEN secret",
) -> Script:
    """Return a client whose server takes so much in one message; "" as value: none at all."""
    script = script or Script()
    script.dial()
    offered = f" draft/multiline={value}" if value else ""
    script.feed(
        f":s CAP * LS :{capabilities}{offered}",
        f":s CAP * ACK :{capabilities}{offered.partition('=')[0]}",
        ":s 001 alice :Welcome",
        f":s 005 alice {SUPPORTED} :are supported",
        after,
    )
    script.feed(":s PONG s settled")
    return script


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-bytes=4096,max-lines=100", Bounds(4096, 100)),
        ("max-lines=3,new,max-bytes=20,other=1", Bounds(20, 3)),
        ("max-bytes=40000", Bounds(40000, 1_000_000_000)),
        ("max-lines=5", None),
        ("max-bytes=0", None),
        ("max-bytes=x,max-lines=5", None),
        ("max-bytes=5,max-lines=", None),
        ("", None),
    ],
)
def test_what_a_server_allows(value: str, expected: Bounds | None) -> None:
    """Bytes must be said, lines may be; what is not known is passed over."""
    assert bounds(value) == expected


def test_as_much_as_fits() -> None:
    """Blank lines stay within a message only."""
    limit = Bounds(100, 3)
    assert messages("\n a\n\nb\n\n\nc\nd\n", limit, "#a") == [" a\n\nb", "c\nd"]
    assert messages("a\n\n b\n", None, "#a") == ["a", " b"]
    assert messages("x" * 60 + "\n" + "y" * 60, limit, "#a") == ["x" * 60, "y" * 60]
    assert messages("x" * 1_500 + "\ny", Bounds(4_096, 3), "#a") == ["x" * 1_500, "y"]


@given(st.text("ab ñ日\n", max_size=200), st.integers(8, 60), st.integers(1, 8))
def test_nothing_but_blank_lines_is_lost(text: str, size: int, count: int) -> None:
    """And no message is too much, unless one line alone is."""
    found = messages(text, Bounds(size, count), "#a")
    assert all(each.strip() and not each.startswith("\n") for each in found)
    words = [line.rstrip() for line in text.split("\n") if line.strip()]
    assert [line.rstrip() for each in found for line in each.split("\n") if line.strip()] == words
    for each in found:
        lines = each.split("\n")
        assert len(lines) == 1 or (len(each.encode()) <= size and len(lines) <= count)


@given(st.text("ab ñ日\u0301", max_size=400), st.integers(0, 90))
def test_pieces_are_the_line_again(line: str, limit: int) -> None:
    """None is too long, none is empty but the only one."""
    pieces = list(cut(line, limit))
    assert "".join(pieces) == line
    assert all(len(piece.encode()) <= max(limit, 64) for piece in pieces)
    assert all(pieces) or pieces == [""]


def test_a_space_stays_before_the_cut() -> None:
    """So that the lines read well where they are shown as several."""
    assert list(cut("word " * 20, 64)) == ["word " * 12, "word " * 8]


def test_the_lines_on_the_wire() -> None:
    """Others get each with our source before it, in 512 bytes."""
    text = f"one\n\n:two\n{'long ' * 150}"
    sent = list(lines_of("m1", "PRIVMSG", "#a", text, {"veche/key": "k"}))
    assert sent[:4] == [
        b"@veche/key=k BATCH +m1 draft/multiline #a\r\n",
        b"@batch=m1 PRIVMSG #a :one\r\n",
        b"@batch=m1 PRIVMSG #a :\r\n",
        b"@batch=m1 PRIVMSG #a ::two\r\n",
    ]
    assert sent[4].startswith(b"@batch=m1 PRIVMSG #a :long ")
    assert sent[5].startswith(b"@batch=m1;draft/multiline-concat PRIVMSG #a :long ")
    assert sent[-1] == b"BATCH -m1\r\n"
    assert all(len(line.partition(b" ")[2]) < 512 - 100 for line in sent)
    for line in sent:
        assert parse(line.decode().removesuffix("\r\n")) is not None


def test_one_message_with_a_key() -> None:
    """It, the label and what it answers stand on the opening; it counts as one."""
    script = online().joined("#a")
    (ticket,) = script.client.say("#a", "one\ntwo", reply_to="r")
    opening, *lines = script.out()
    assert opening.startswith("@label=m1;veche/key=")
    assert opening.endswith(";+draft/reply=r BATCH +m1 draft/multiline #a")
    assert lines == ["@batch=m1 PRIVMSG #a :one", "@batch=m1 PRIVMSG #a :two", "BATCH -m1"]
    assert script.client.unfinished == 1
    failed = script.feed("@label=m1 :s FAIL BATCH MULTILINE_MAX_LINES 1 :Too many lines")
    assert failed == [Refused(ticket, "#a", "one\ntwo", "1: Too many lines")]


def test_without_labels() -> None:
    """Nothing stands within; what follows tells that it is dealt with."""
    script = online("message-tags batch echo-message").joined_plain("#a")
    script.client.say("#a", "one\ntwo", Kind.NOTICE)
    assert script.out() == [
        "BATCH +m1 draft/multiline #a",
        "@batch=m1 NOTICE #a :one",
        "@batch=m1 NOTICE #a :two",
        "BATCH -m1",
        "PING m1",
    ]
    refused = script.feed(":s FAIL BATCH MULTILINE_INVALID :No", ":s PONG s m1")
    assert [type(event) for event in refused] == [Refused]


@pytest.mark.parametrize("value", ["max-lines=5", "max-bytes=4096"])
def test_where_it_is_a_message_a_line(value: str) -> None:
    """Actions always; all, where the server does not say what it takes, or is not there."""
    script = online(value=value).joined("#a")
    kind = Kind.ACTION if value == "max-bytes=4096" else Kind.TEXT
    assert len(script.client.say("#a", "one\n\ntwo", kind)) == 2
    assert [line.partition(" ")[2][:12] for line in script.out()] == ["PRIVMSG #a :"] * 2
    script.lose()
    assert len(script.client.say("#a", "one\ntwo")) == 2


def test_the_same_again_after_a_loss() -> None:
    """With the same key, as one; a server that takes none any more does not get it."""
    script = online()
    script.out()
    (ticket,) = script.client.say("bob", "one\ntwo")
    lines = script.out()
    assert len(lines) == 4
    script.lose()
    online(script=script, after=":s RESUME SUCCESS alice")
    assert script.out()[-4:] == lines
    script.lose()
    online(script=script, value="", after=":s RESUME SUCCESS alice")
    assert not any("BATCH" in line for line in script.out())
    why = "the server takes no message of several lines any more"
    assert script.feed(":s PONG s m1") == [Refused(ticket, "bob", "one\ntwo", why)]
