"""Line mode over a scripted server, with a console in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.client.fake_server import FakeServer
from veche.client.address import Address
from veche.client.transport import connect
from veche.terminal.console import InterruptedByUserError
from veche.terminal.exits import Exit
from veche.terminal.lines import LineMode
from veche.terminal.wording import Line


class _Console:
    """Types what it was given, at once; None is Ctrl-C."""

    closed = False

    def __init__(self, *typed: str | None, interactive: bool = False) -> None:
        self.interactive = interactive
        self.answers: list[str | None] = []
        self.shown: list[str] = []
        self.status: list[str] = []
        self._typed = typed

    def show(self, line: Line) -> None:
        (self.status if line.status else self.shown).append(line.plain())

    async def typed(self, prompt: str) -> AsyncIterator[tuple[str, bool]]:
        for line in self._typed:
            if line is None:
                raise InterruptedByUserError
            pasted = line.startswith("pasted ")
            yield line.removeprefix("pasted "), not pasted

    async def ask(self, question: str) -> str | None:
        self.status.append(question)
        return self.answers.pop(0)


def _join(server: FakeServer, console: _Console, channel: str = "#a") -> Exit:
    async def main() -> Exit:
        async with asyncio.timeout(20):
            link = await connect(Address(port=server.port), "alice", "alice", tls=False)
            return await LineMode(link, console, channel).run()

    return asyncio.run(main())


def _talk(*typed: str | None) -> tuple[Exit, _Console, list[str]]:
    with FakeServer() as server:
        console = _Console(*typed)
        code = _join(server, console)
        return code, console, server.received


def test_text_is_sent_and_shown_once() -> None:
    """After the history; blank lines say nothing."""
    with FakeServer() as server:
        server.history = ["@msgid=1 :bob!b@h PRIVMSG #a :old"]
        console = _Console("hello", "", "//me", "pasted /quit", "exit", "never")
        assert _join(server, console) is Exit.DONE
        assert server.texts() == ["hello", "/me", "/quit"]
    assert console.shown == ["bob: old", "alice: hello", "alice: /me", "alice: /quit"]
    assert console.status[:2] == ["You are alice", "You joined #a"]


def test_commands() -> None:
    """Each as on the plain door."""
    code, console, received = _talk(
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
    code, console, received = _talk(
        "/join #b", "one", "/leave", "two", "/join #B", "three", "/join #a"
    )
    assert code is Exit.DONE
    sent = [line.partition(" PRIVMSG ")[2] for line in received if " PRIVMSG " in line]
    assert sent == ["#b :one", "#a :two", "#B :three"]
    assert [words for words in console.status if words.startswith("You ")] == [
        "You are alice", "You joined #a", "You joined #b", "You left #b", "You joined #B",
        "You talk in #a now",
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
    code, console, _ = _talk(*typed)
    assert code is Exit.REFUSED
    assert any(line.startswith(words) for line in console.status)


def test_a_refused_message() -> None:
    """The others still go."""
    with FakeServer() as server:
        server.refused_texts = {"bad": "No"}
        console = _Console("bad", "good")
        assert _join(server, console) is Exit.REFUSED
    assert console.shown == ["alice: good"]
    assert "Not sent: bad (#a: No)" in console.status


def test_many_lines_are_in_order_and_bounded() -> None:
    """At most sixteen unacknowledged."""
    texts = [str(n) for n in range(500)]
    with FakeServer() as server:
        console = _Console(*texts)
        assert _join(server, console) is Exit.DONE
        assert server.texts() == texts
        assert server.most_in_flight <= 16
    assert console.shown == [f"alice: {text}" for text in texts]


def test_a_taken_nick_in_a_pipe() -> None:
    """Two more are tried, and then no other."""
    with FakeServer() as server:
        server.taken = {"alice", "alice_"}
        console = _Console("hi")
        assert _join(server, console) is Exit.DONE
    assert console.shown == ["alice__: hi"]
    assert "alice is taken; trying alice_" in console.status
    with FakeServer() as server:
        server.taken = {"alice", "alice_", "alice__"}
        assert _join(server, _Console("hi")) is Exit.REFUSED


def test_a_taken_nick_on_a_terminal() -> None:
    """A person is asked, until the answer can be a nick."""
    with FakeServer() as server:
        server.taken = {"alice", "bob"}
        console = _Console("hi", interactive=True)
        console.answers = ["bob", "", "a b", "carol"]
        assert _join(server, console) is Exit.DONE
    assert console.shown == ["carol: hi"]
    assert console.status[0] == "alice is taken. Another name: "
    with FakeServer() as server:
        server.taken = {"alice"}
        console = _Console(interactive=True)
        console.answers = [None]
        assert _join(server, console) is Exit.REFUSED


@pytest.mark.parametrize(
    ("refusal", "code"),
    [("403 * #a :No such", Exit.NO_CHANNEL), ("474 * #a :Banned", Exit.REFUSED)],
)
def test_a_refused_channel(refusal: str, code: Exit) -> None:
    """Ends a program that has no other; it says why."""
    with FakeServer() as server:
        server.refused_joins = {"#a": refusal}
        console = _Console("hi")
        assert _join(server, console) is code
        assert server.texts() == []
    assert any(words.startswith("Not in #a: ") for words in console.status)


def test_a_second_channel_that_is_refused() -> None:
    """What follows goes on where we are."""
    with FakeServer() as server:
        server.refused_joins = {"#b": "474 * #b :Banned"}
        console = _Console("/join #b", "hi")
        assert _join(server, console) is Exit.REFUSED
    assert console.shown == ["alice: hi"]


def test_ctrl_c_waits_for_nothing() -> None:
    """Not even for what is in flight."""
    with FakeServer() as server:
        server.acknowledge = False
        assert _join(server, _Console("hi", None)) is Exit.INTERRUPTED
        server.wait_for_command("QUIT")


def test_a_lost_connection_says_what_is_not_acknowledged() -> None:
    """As the server drops it."""

    class Dropping(_Console):
        async def typed(self, prompt: str) -> AsyncIterator[tuple[str, bool]]:
            yield "hi", True
            await asyncio.to_thread(server.wait_for_command, "PRIVMSG")
            server.drop()
            await asyncio.Event().wait()

    with FakeServer() as server:
        server.acknowledge = False
        console = Dropping()
        assert _join(server, console) is Exit.UNREACHABLE
    assert console.status[-1] == (
        "The connection is lost: the server closed the connection; not acknowledged: 1"
    )


def test_nobody_reads_what_is_shown() -> None:
    """It leaves, and what was sent is acknowledged before."""

    class Closing(_Console):
        def show(self, line: Line) -> None:
            self.closed = not line.status

        async def typed(self, prompt: str) -> AsyncIterator[tuple[str, bool]]:
            yield "hi", True
            await asyncio.Event().wait()

    with FakeServer() as server:
        assert _join(server, Closing()) is Exit.DONE
        assert server.texts() == ["hi"]
