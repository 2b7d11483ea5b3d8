"""What typed lines ask of the client."""

from typing import cast

import pytest

from veche.client.channel import Channel
from veche.client.client import Client, State
from veche.client.events import Kind
from veche.core.names import fold
from veche.terminal.orders import Orders
from veche.terminal.words import LANGUAGES, words_in
from veche.terminal.words.english import ENGLISH


class _Client:
    """Writes down what it is asked; in #a and #b."""

    def __init__(self) -> None:
        self.state = State.ONLINE
        self.channels = {name: Channel(name) for name in ("#a", "#b")}
        self.asked: list[tuple[object, ...]] = []

    def say(self, where: str, text: str, kind: Kind) -> list[int]:
        if "\0" in text:
            raise ValueError("NUL")
        self.asked.append(("say", where, text, kind))
        return [1, 2]

    def part(self, channel: str, reason: str = "") -> None:
        self.channels.pop(fold(channel), None)
        self.asked.append(("part", channel, reason))

    def __getattr__(self, name: str) -> object:
        return lambda *args: self.asked.append((name, *args))


class _Person:
    def __init__(self) -> None:
        self.client = _Client()
        self.told: list[str] = []
        self.left: list[str] = []
        self.orders = Orders(cast(Client, self.client), ENGLISH, self.told.append, self.left.append)
        self.orders.entered("#a")

    def type(self, *lines: str) -> list[tuple[object, ...]]:
        for line in lines:
            self.orders.do(line, alone=True)
        return self.client.asked


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("hello", ("say", "#a", "hello", Kind.TEXT)),
        ("//me", ("say", "#a", "/me", Kind.TEXT)),
        ("/me waves", ("say", "#a", "waves", Kind.ACTION)),
        ("/msg bob  psst now", ("say", "bob", "psst now", Kind.TEXT)),
        ("/join #c", ("join", "#c", "")),
        ("/join &c key", ("join", "&c", "key")),
        ("/leave", ("part", "#a", "")),
        ("/leave #b see you", ("part", "#b", "see you")),
        ("/part good night", ("part", "#a", "good night")),
        ("/who", ("names", "#a")),
        ("/names #b", ("names", "#b")),
        ("/list", ("list_channels",)),
        ("/topic tea time", ("set_topic", "#a", "tea time")),
        ("/nick al", ("take_nick", "al")),
        ("/away", ("away", "away")),
        ("/away at lunch", ("away", "at lunch")),
        ("/back", ("away", "")),
        ("/invite bob", ("command", "INVITE", "bob", "#a")),
        ("/invite bob #b", ("command", "INVITE", "bob", "#b")),
        ("/kick bob", ("command", "KICK", "#a", "bob")),
        ("/kick bob not so loud", ("command", "KICK", "#a", "bob", "not so loud")),
    ],
)
def test_what_is_asked(line: str, asked: tuple[object, ...]) -> None:
    """Of the client, for each command."""
    person = _Person()
    assert person.type(line) == [asked]
    assert (person.told, person.orders.wrong) == ([], 0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/msg bob", "/msg name text: to one person"),
        ("/join c", "/join #channel: enter"),
        ("/join #c,#d", "/join #channel: enter"),
        ("/join #c :key", "/join #channel: enter"),
        ("/nick", "/nick name"),
        ("/nick a b", "/nick name"),
        ("/invite", "/invite name"),
        ("/invite bob somewhere", "/invite name"),
        ("/kick", "/kick name"),
        ("/history ten", "/history [count]"),
        ("/history 0", "/history [count]"),
        ("/none\x1b[2Jsuch", "There is no /nonesuch"),
        ("nul\0", "Not sent: NUL"),
    ],
)
def test_what_is_wrong(line: str, told: str) -> None:
    """Is told, with how it is written; the client is asked nothing."""
    person = _Person()
    assert person.type(line) == []
    assert [words.startswith(told) for words in person.told] == [True]
    assert person.orders.wrong == 1


@pytest.mark.parametrize(
    "line", ["hello", "/me waves", "/leave", "/who", "/topic", "/kick bob", "/history"]
)
def test_nowhere(line: str) -> None:
    """In no channel there is nothing to talk in."""
    person = _Person()
    person.orders.gone_from("#a")
    person.orders.gone_from("#b")
    person.client.channels.clear()
    person.orders.here = ""
    assert person.type(line) == []
    assert person.told == [ENGLISH.nowhere]


def test_a_pasted_line_is_text() -> None:
    """Whatever it begins with; a blank one is nothing."""
    person = _Person()
    for line in ("/quit", "exit", "  "):
        person.orders.do(line, alone=False)
    assert [asked[2] for asked in person.client.asked] == ["/quit", "exit"]
    assert person.left == []


def test_where_text_goes() -> None:
    """To the channel joined last; after leaving it, to another that we are in."""
    person = _Person()
    person.type("/join #B")
    assert (person.orders.here, person.told) == ("#b", ["You talk in #B now"])
    person.type("/leave")
    assert person.orders.here == "#a"
    person.type("/join #c")
    assert not person.orders.settled
    person.orders.entered("#c")
    assert person.orders.settled
    person.type("hello")
    assert person.client.asked[-1] == ("say", "#c", "hello", Kind.TEXT)


def test_a_join_while_the_connection_is_lost() -> None:
    """Is not waited for: what is said goes there when it can."""
    person = _Person()
    person.client.state = State.WAITING
    person.type("/join #c", "hello")
    assert person.orders.settled
    assert person.client.asked == [("join", "#c", ""), ("say", "#c", "hello", Kind.TEXT)]


def test_the_topic_is_shown() -> None:
    """Clean; or that there is none."""
    person = _Person()
    person.type("/topic")
    person.client.channels["#a"].topic = "tea\x07"
    person.type("/topic")
    assert person.told == ["#a has no topic", "Topic of #a: tea"]


def test_older_messages() -> None:
    """Before the oldest that was shown; each page moves it back."""
    person = _Person()
    person.type("/history")
    assert person.told == ["Nothing was said before that in #a"]
    for msgid in ("", "m5", "m6"):
        person.orders.shown("#A", msgid)
    person.orders.shown("#elsewhere", "m1")
    person.type("/history", "/history 7", "/history 99999999999")
    person.orders.shown("#a", "m2", older=True)
    person.type("/history")
    assert person.client.asked == [
        ("older", "#a", "m5", 20),
        ("older", "#a", "m5", 7),
        ("older", "#a", "m5", 200),
        ("older", "#a", "m2", 20),
    ]


def test_what_was_said_is_accounted_for() -> None:
    """With its tickets."""
    person = _Person()
    said: list[tuple[str, list[int]]] = []
    person.orders.on_said = lambda text, tickets: said.append((text, list(tickets)))
    person.type("hello", "/msg bob psst")
    assert said == [("hello", [1, 2]), ("psst", [1, 2])]


@pytest.mark.parametrize("line", ["/quit", "exit", "/exit", "/quit good night"])
def test_leaving(line: str) -> None:
    """With a reason or without."""
    person = _Person()
    person.type(line)
    assert person.left == [line.partition(" ")[2]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_explained(language: str) -> None:
    """In each language, and nothing is explained that is none."""
    words = words_in(language)
    for name in words.help:
        person = _Person()
        person.type(f"/{name} x")
        assert name == "" or not any("/help lists" in told for told in person.told)
    shown: list[str] = []
    client = cast(Client, _Client())
    orders = Orders(client, words, shown.append, shown.append)
    orders.do("/help", alone=True)
    assert len(shown) == len(words.help)
    assert all(len(line) <= 79 for line in shown)


def test_taking_back_what_was_said_last() -> None:
    """In the channel where one talks, one after another; then there is nothing left."""
    person = _Person()
    for where, msgid in (("#a", "1"), ("#A", "2"), ("#b", "3"), ("#elsewhere", "4"), ("#a", "")):
        person.orders.spoke(where, msgid)
    assert person.type("/redact", "/redact", "/redact") == [
        ("command", "REDACT", "#a", "2"), ("command", "REDACT", "#a", "1"),
    ]  # fmt: skip
    assert person.told == [ENGLISH.nothing_said]


def test_editing_what_was_said_last() -> None:
    """As often as one likes; an edit makes no older message the last."""
    person = _Person()
    person.type("/edit", "/edit two")
    for msgid in ("1", "2", "1"):
        person.orders.spoke("#a", msgid)
    assert person.type("/edit two  words", "/edit three") == [
        ("edit", "#a", "2", "two  words"), ("edit", "#a", "2", "three"),
    ]  # fmt: skip
    assert [told.partition(":")[0] for told in person.told] == [
        "/edit text", ENGLISH.nothing_to_edit,
    ]  # fmt: skip


def test_passwords_are_only_asked_for_where_somebody_is() -> None:
    """And never taken from the line, where they can be seen."""
    person = _Person()
    person.type("/register", "/login", "/passwd", "/register sesame", "/login a b", "/passwd a b")
    assert person.told[:3] == [ENGLISH.password_nowhere] * 3
    named = [told.partition(" ")[0].rstrip(":") for told in person.told[3:]]
    assert named == ["/register", "/login", "/passwd"]
    assert person.orders.wrong == 6
    assert person.client.asked == []
