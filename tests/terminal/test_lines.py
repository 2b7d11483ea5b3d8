"""Line mode over a scripted server, with a console in memory."""

from collections.abc import Sequence

import pytest

from tests.client.fake_server import FakeServer
from tests.terminal.consoles import FakeConsole, asked, done, join_with, said, talk, told
from veche.terminal.exits import Exit
from veche.terminal.words.russian import RUSSIAN


def test_text_is_sent_and_shown_once() -> None:
    """After the history; blank lines say nothing."""
    with FakeServer() as server:
        server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :old"]
        console = FakeConsole("hello", "", "//me", "pasted /quit", "exit", "never")
        assert join_with(server, console) is Exit.DONE
        assert server.texts() == ["hello", "/me", "/quit"]
    assert console.shown == ["bob: old", "alice: hello", "alice: /me", "alice: /quit"]
    assert console.status[:2] == ["You are alice", "You joined #a"]


def test_commands() -> None:
    """Each as on the plain door."""
    code, console, received = talk(
        "/me waves", "/msg bob psst", "/who", "/list", "/nick al", "/help", "/quit"
    )
    assert code is Exit.DONE
    assert console.shown == ["* alice waves", "[to bob] alice: psst"]
    for words in ("In #a: bob", "#lobby (3)  Hello", "You are now al"):
        assert words in console.status
    assert any("/leave" in words for words in console.status)
    assert received[-1].startswith("QUIT")


def test_text_after_a_join_goes_there() -> None:
    """Even typed before the server has answered; after /leave it goes where we still are."""
    code, console, received = talk(
        "/join #b", "one", "/leave", "two", "/join #B", "three", "/join #a"
    )
    assert code is Exit.DONE
    sent = [line.partition(" PRIVMSG ")[2] for line in received if " PRIVMSG " in line]
    assert sent == ["#b :one", "#a :two", "#B :three"]
    assert [words for words in console.status if words.startswith(("You joined", "You talk"))] == [
        "You joined #a", "You joined #b", "You joined #B", "You talk in #a now",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("/nonsense",), "There is no /nonsense"),
        (("/msg bob",), "/msg name text"),
        (("/join dev",), "/join #channel"),
        (("/join #a,#b",), "/join #channel"),
        (("/nick a b",), "/nick name"),
        (("/leave", "text"), "You are in no channel"),
        (("/leave", "/leave"), "You are in no channel"),
        (("/leave", "/who"), "You are in no channel"),
        (("/msg :x y",), "Not sent"),
        (("lone \ud800",), "Not sent"),
    ],
)
def test_a_line_that_does_not_get_through_is_refused(typed: Sequence[str], words: str) -> None:
    """With a sentence, and in the exit code of a pipe."""
    code, console, _ = talk(*typed)
    assert code is Exit.REFUSED
    assert any(line.startswith(words) for line in console.status)


def test_a_refused_message() -> None:
    """The others still go."""
    with FakeServer() as server:
        server.refused_texts = {"bad": "No"}
        console = FakeConsole("bad", "good")
        assert join_with(server, console) is Exit.REFUSED
    assert console.shown == ["alice: good"]
    assert "Not sent: bad (#a: No)" in console.status


def test_many_lines_are_in_order_and_bounded() -> None:
    """At most sixteen unacknowledged."""
    texts = [str(n) for n in range(500)]
    with FakeServer() as server:
        console = FakeConsole(*texts)
        assert join_with(server, console) is Exit.DONE
        assert server.texts() == texts
        assert server.most_in_flight <= 16
    assert console.shown == [f"alice: {text}" for text in texts]


def test_a_taken_nick_in_a_pipe() -> None:
    """Two more are tried, and then no other."""
    with FakeServer() as server:
        server.taken = {"alice", "alice_"}
        console = FakeConsole("hi")
        assert join_with(server, console) is Exit.DONE
    assert console.shown == ["alice__: hi"]
    assert "alice is taken; trying alice_" in console.status
    with FakeServer() as server:
        server.taken = {"alice", "alice_", "alice__"}
        assert join_with(server, FakeConsole("hi")) is Exit.REFUSED


def test_a_taken_nick_on_a_terminal() -> None:
    """A person is asked in the prompt, until the answer can be a nick."""
    question = "alice is taken. Another name: "
    with FakeServer() as server:
        server.taken = {"alice", "bob"}
        answers = (asked(question), "bob", asked("bob is taken"), "", "a b", "carol")
        console = FakeConsole(*answers, asked("> "), "hi", interactive=True)
        assert join_with(server, console) is Exit.DONE
    assert console.shown == ["carol: hi"]
    with FakeServer() as server:
        server.taken = {"alice"}
        console = FakeConsole(asked(question), interactive=True)
        assert join_with(server, console) is Exit.REFUSED


def test_what_is_typed_before_anything_is_ready() -> None:
    """Waits for the channel; it is no answer to a question that nobody had seen."""
    with FakeServer() as server:
        server.taken = {"alice"}
        console = FakeConsole("early", asked("alice is taken"), "carol", interactive=True)
        assert join_with(server, console) is Exit.DONE
    assert console.shown == ["carol: early"]


def test_a_nick_that_is_refused_later() -> None:
    """Is told, and nobody is asked."""
    with FakeServer() as server:
        server.taken = {"bob"}
        console = FakeConsole(
            told("You joined"), "/nick bob", told("bob is taken"), interactive=True
        )
        assert join_with(server, console) is Exit.DONE
    assert {text for text, _ in console.prompts} == {"> "}


@pytest.mark.parametrize(
    ("refusal", "code"),
    [("403 * #a :No such", Exit.NO_CHANNEL), ("474 * #a :Banned", Exit.REFUSED)],
)
def test_a_refused_channel(refusal: str, code: Exit) -> None:
    """Ends a program that has no other; it says why."""
    with FakeServer() as server:
        server.refused_joins = {"#a": refusal}
        console = FakeConsole("hi")
        assert join_with(server, console) is code
        assert server.texts() == []
    assert any(words.startswith("Not in #a: ") for words in console.status)


def test_a_second_channel_that_is_refused() -> None:
    """What follows goes on where we are."""
    with FakeServer() as server:
        server.refused_joins = {"#b": "474 * #b :Banned"}
        console = FakeConsole("/join #b", "hi")
        assert join_with(server, console) is Exit.REFUSED
    assert console.shown == ["alice: hi"]


def test_it_rings_for_what_is_said_to_us() -> None:
    """Once for each message, on a terminal; not for what is past, nor for what others talk of."""
    with FakeServer() as server:
        server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :alice: old"]
        lines = (
            "@msgid=2 :bob!b@h PRIVMSG #a :Alice, alice!",
            "@msgid=3 :bob!b@h PRIVMSG #a :malice",
            "@msgid=4 :bob!b@h PRIVMSG alice :psst",
            "@msgid=5 :bob!b@h PRIVMSG #a :end",
        )
        console = FakeConsole(
            told("You joined"), said("old"), done(lambda: server.send(*lines)), said("end"),
            interactive=True,
        )  # fmt: skip
        assert join_with(server, console) is Exit.DONE
    assert console.bells == 2


def test_the_prompt_says_where_one_talks() -> None:
    """As soon as there is a choice."""
    with FakeServer() as server:
        console = FakeConsole(
            told("You joined"), "/join #b", told("You joined #b"), asked("#b> "), "/leave",
            told("You left #b"), asked("> "), interactive=True,
        )  # fmt: skip
        assert join_with(server, console) is Exit.DONE


def test_in_russian() -> None:
    """All that is ours."""
    with FakeServer() as server:
        console = FakeConsole("привет", "/who")
        assert join_with(server, console, words=RUSSIAN) is Exit.DONE
    assert console.shown == ["alice: привет"]
    assert console.status[:2] == ["Вас зовут alice", "Вы вошли в #a"]
    assert "В #a: bob" in console.status
