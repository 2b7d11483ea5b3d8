"""Messages of several lines, as they come: https://ircv3.net/specs/extensions/multiline."""

from hypothesis import given
from hypothesis import strategies as st

from tests.client.scripted import ALL, Script
from tests.client.test_multiline import online
from veche.client.events import Acknowledged, CaughtUp, Event, Kind, Said
from veche.client.gathering import MAX_BYTES, MAX_LINES, Gathering
from veche.client.message import Message, parse

_CAPS = f"{ALL} draft/multiline"
_BOB = ":bob!b@h"


def _read(gathering: Gathering, *lines: str) -> list[Message]:
    messages = [parse(line) for line in lines]
    return [whole for each in messages if each is not None for whole in gathering.take(each)]


def _text(*lines: str) -> str:
    wholes = _read(Gathering(), f"{_BOB} BATCH +1 draft/multiline #a", *lines, "BATCH -1")
    assert len(wholes) == 1
    return wholes[0].param(1)


def test_lines_are_one_message() -> None:
    """With what stands on the opening; what goes on goes on."""
    wholes = _read(
        Gathering(),
        f"@msgid=m;+draft/reply=r {_BOB} BATCH +1 draft/multiline #a",
        f"@batch=1 {_BOB} PRIVMSG #a hello",
        f"@batch=1 {_BOB} PRIVMSG #a :",
        f"@batch=1 {_BOB} PRIVMSG #a :how is ",
        f"@batch=1;draft/multiline-concat {_BOB} PRIVMSG #a :everyone?",
        "BATCH -1",
    )
    tags = {"msgid": "m", "+draft/reply": "r"}
    assert wholes == [Message("PRIVMSG", ("#a", "hello\n\nhow is everyone?"), tags, _BOB[1:])]


def test_an_action_is_one() -> None:
    """Of each line the marks go; a line that only looks like one stays what it is."""
    lines = ("@batch=1 PRIVMSG #a :\1ACTION waves\1", "@batch=1 PRIVMSG #a :\1ACTION bows\1")
    assert _text(*lines) == "\1ACTION waves\nbows\1"
    assert _text(lines[0], "@batch=1 PRIVMSG #a :bows") == "\1ACTION waves\1\nbows"


def test_what_is_between_and_what_is_not_part_of_it() -> None:
    """Is read at once, and never part of it; two may be open."""
    gathering = Gathering()
    other = f"{_BOB} PRIVMSG #a :other"
    wholes = _read(
        gathering,
        "BATCH +1 draft/multiline #a",
        "BATCH +2 draft/multiline #b",
        "@batch=1 PRIVMSG #a :one",
        other,
        "@batch=2 NOTICE #b :two",
        "@batch=1 TAGMSG #a",
        "@batch=1 NOTICE #a :no",
        "BATCH -2",
        "BATCH -1",
        "BATCH -1",
    )
    kinds = [(whole.command, whole.params) for whole in wholes]
    assert kinds == [
        ("PRIVMSG", ("#a", "other")),
        ("NOTICE", ("#b", "two")),
        ("PRIVMSG", ("#a", "one")),
        ("BATCH", ("-1",)),
    ]


def test_one_without_lines_is_none() -> None:
    """Nor are batches of other kinds anything to it."""
    assert _read(Gathering(), "BATCH +1 draft/multiline #a", "BATCH -1") == []
    assert len(_read(Gathering(), "BATCH +1 chathistory #a", "@batch=1 JOIN #a", "BATCH -1")) == 3


def test_it_is_bounded() -> None:
    """In bytes, in lines, and in how many are open."""
    assert len(_text(*["@batch=1 PRIVMSG #a :x"] * (MAX_LINES + 9)).split("\n")) == MAX_LINES
    assert MAX_BYTES * 0.9 < len(_text(*[f"@batch=1 PRIVMSG #a :{'x' * 400}"] * 900)) <= MAX_BYTES
    opened = [f"BATCH +{number} draft/multiline #a" for number in range(500)]
    assert len(_read(Gathering(), *opened)) > 400


@given(st.lists(st.tuples(st.text("ab :;@", max_size=5), st.booleans()), min_size=1))
def test_any_lines(lines: list[tuple[str, bool]]) -> None:
    """Are joined as the specification says."""
    tags = ["@batch=1;draft/multiline-concat" if joined else "@batch=1" for _, joined in lines]
    sent = [f"{tag} PRIVMSG #a :{text}" for tag, (text, _) in zip(tags, lines, strict=True)]
    expected = lines[0][0]
    for text, joined in lines[1:]:
        expected += text if joined else f"\n{text}"
    assert _text(*sent) == expected


def _batch(*lines: str, head: str = "msgid=7", ref: str = "m7", who: str = _BOB) -> list[str]:
    return [
        f"@{head} {who} BATCH +{ref} draft/multiline #a",
        *(f"@batch={ref} {who} PRIVMSG #a :{line}" for line in lines),
        f"{who} BATCH -{ref}",
    ]


def _said(text: str, msgid: str, **more: object) -> Said:
    return Said("bob", "#a", text, Kind.TEXT, False, None, msgid, **more)  # type: ignore[arg-type]


def test_it_is_told_once() -> None:
    """Live and of the past."""
    script = Script().online(_CAPS).joined("#a")
    assert script.feed(*_batch("one", "", "two")) == [_said("one\n\ntwo", "7")]
    assert script.feed(*_batch("one", "", "two")) == []
    past = Script().online(_CAPS)
    past.client.join("#a")
    past.feed(":alice!u@h JOIN #a")
    history = ["@msgid=6 :bob!b@h PRIVMSG #a :before", *_batch("one", "two")]
    label = next(line for line in past.out() if "CHATHISTORY" in line).partition(" ")[0]
    events: list[Event] = past.feed(
        f"{label} BATCH +0 chathistory #a",
        f"@batch=0;{history[0][1:]}",
        f"@batch=0;{history[1][1:]}",
        *history[2:],
        "BATCH -0",
    )
    assert events == [
        _said("before", "6", past=True), _said("one\ntwo", "7", past=True), CaughtUp("#a"),
    ]  # fmt: skip


def test_the_echo_of_an_own_one() -> None:
    """Has the label on its opening (multiline, "Labeled response with echo-message")."""
    script = online(ALL).joined("#a")
    (ticket,) = script.client.say("#a", "one\ntwo")
    events = script.feed(*_batch("one", "two", head="label=m1;msgid=9", who=":alice!u@h"))
    own = Said("alice", "#a", "one\ntwo", Kind.TEXT, True, None, "9")
    assert events == [own, Acknowledged(ticket, "9")]
    assert script.client.unfinished == 0
