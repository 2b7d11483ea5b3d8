"""Line mode over a scripted server, with a console in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest

from tests.client.fake_server import FakeServer
from veche.client.address import Address
from veche.client.driver import Driver
from veche.client.profile import Profile
from veche.terminal.console import InterruptedByUserError
from veche.terminal.exits import Exit
from veche.terminal.lines import LineMode
from veche.terminal.wording import Line
from veche.terminal.words import Words
from veche.terminal.words.english import ENGLISH
from veche.terminal.words.russian import RUSSIAN

_PATIENCE_S = 20.0
_Step = str | None | Callable[["_Console"], Awaitable[None]]


class _Console:
    """Types what it was given, at once; None is Ctrl-C, a function is what is waited for."""

    closed = False

    def __init__(self, *typed: _Step, interactive: bool = False) -> None:
        self.interactive = interactive
        self.shown: list[str] = []
        self.status: list[str] = []
        self.prompts: list[tuple[str, str]] = []
        self.bells = 0
        self._typed = typed
        self._changed = asyncio.Event()

    def show(self, line: Line) -> None:
        (self.status if line.status else self.shown).append(line.plain())
        self._changed.set()

    def prompt(self, text: str, notice: str = "") -> None:
        self.prompts.append((text, notice))
        self._changed.set()

    def bell(self) -> None:
        self.bells += 1

    async def typed(self) -> AsyncIterator[tuple[str, bool]]:
        for line in self._typed:
            if line is None:
                raise InterruptedByUserError
            if callable(line):
                await line(self)
                continue
            pasted = line.startswith("pasted ")
            yield line.removeprefix("pasted "), not pasted

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()


def _told(words: str) -> _Step:
    """Wait for a status line that begins so."""

    async def wait(console: _Console) -> None:
        await console.until(lambda: any(line.startswith(words) for line in console.status))

    return wait


def _said(words: str) -> _Step:
    """Wait for a message that ends so."""

    async def wait(console: _Console) -> None:
        await console.until(lambda: any(line.endswith(words) for line in console.shown))

    return wait


def _asked(text: str) -> _Step:
    """Wait for a prompt that begins so."""

    async def wait(console: _Console) -> None:
        await console.until(
            lambda: console.prompts[-1:] != [] and console.prompts[-1][0].startswith(text)
        )

    return wait


def _done(act: Callable[[], object]) -> _Step:
    """Do something."""

    async def do(_: _Console) -> None:
        await asyncio.to_thread(act)

    return do


def _join(
    server: FakeServer, console: _Console, channel: str = "#a", words: Words = ENGLISH
) -> Exit:
    async def main() -> Exit:
        async with asyncio.timeout(_PATIENCE_S):
            driver = Driver(Address(port=server.port), Profile("alice"))
            await driver.connect()
            return await LineMode(driver, console, channel, words).run()

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
    """A person is asked in the prompt, until the answer can be a nick."""
    question = "alice is taken. Another name: "
    with FakeServer() as server:
        server.taken = {"alice", "bob"}
        answers = (_asked(question), "bob", _asked("bob is taken"), "", "a b", "carol")
        console = _Console(*answers, _asked("> "), "hi", interactive=True)
        assert _join(server, console) is Exit.DONE
    assert console.shown == ["carol: hi"]
    with FakeServer() as server:
        server.taken = {"alice"}
        console = _Console(_asked(question), interactive=True)
        assert _join(server, console) is Exit.REFUSED


def test_what_is_typed_before_anything_is_ready() -> None:
    """Waits for the channel; it is no answer to a question that nobody had seen."""
    with FakeServer() as server:
        server.taken = {"alice"}
        console = _Console("early", _asked("alice is taken"), "carol", interactive=True)
        assert _join(server, console) is Exit.DONE
    assert console.shown == ["carol: early"]


def test_a_nick_that_is_refused_later() -> None:
    """Is told, and nobody is asked."""
    with FakeServer() as server:
        server.taken = {"bob"}
        console = _Console(
            _told("You joined"), "/nick bob", _told("bob is taken"), interactive=True
        )
        assert _join(server, console) is Exit.DONE
    assert {text for text, _ in console.prompts} == {"> "}


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


def test_a_connection_lost_before_it_lets_us_in() -> None:
    """Is the end: there is nothing to come back to."""
    with FakeServer() as server:
        server.answer_registration = False
        console = _Console(_done(lambda: server.wait_for_command("USER")), _done(server.drop), "hi")
        assert _join(server, console) is Exit.UNREACHABLE
    [words] = console.status
    assert words.startswith("The connection is lost: ")


def test_a_pipe_survives_a_loss() -> None:
    """With a line for each attempt; nothing is said twice, or missed."""
    with FakeServer() as server:
        console = _Console(
            "one",
            _said("one"),
            _done(server.drop),
            _told("Connection lost"),
            "two",
            _told("Connected again"),
            "three",
        )
        assert _join(server, console) is Exit.DONE
        assert server.texts() == ["one", "two", "three"]
    assert console.shown == ["alice: one", "alice: two", "alice: three"]
    assert "Connection lost: the server closed the connection. Again in 1 s" in console.status
    assert console.status.count("You joined #a") == 1
    assert sum(words.startswith("In #a") for words in console.status) == 1


def test_a_person_sees_it_count_down() -> None:
    """What is typed meanwhile is kept, said to be kept, and reported; Enter hurries it."""
    with FakeServer() as server:
        console = _Console(
            _told("You joined"),
            _done(server.drop),
            _told("The connection is lost"),
            "kept",
            "",
            _told("The kept message is delivered"),
            interactive=True,
        )
        assert _join(server, console) is Exit.DONE
        assert server.texts() == ["kept"]
    assert console.shown == ["alice: kept"]
    assert "Kept until the connection is back: kept" in console.status
    notices = [notice for _, notice in console.prompts if notice]
    assert notices[0].startswith("Connection lost. Again in 1 s (Enter: now)")
    assert "Connection lost. Connecting ... · 1 message kept" in notices
    assert console.prompts[-1][1] == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("kept", None), Exit.UNREACHABLE),
        (("kept", "exit"), Exit.UNREACHABLE),
        (("kept",), Exit.UNREACHABLE),
        (("exit",), Exit.DONE),
        ((None,), Exit.INTERRUPTED),
    ],
)
def test_giving_up_during_the_countdown(typed: Sequence[str | None], code: Exit) -> None:
    """Ends it at once, with what was not acknowledged."""
    with FakeServer() as server:
        console = _Console(
            _told("You joined"),
            _done(server.drop),
            _told("The connection is lost"),
            *typed,
            interactive=True,
        )
        assert _join(server, console) is code
        assert server.texts() == []
    kept = "kept" in typed
    assert ("Not sent: kept" in console.status) is kept
    assert ("Not acknowledged: 1" in console.status) is kept


def test_a_channel_that_is_closed_to_us_when_we_come_back() -> None:
    """Ends a pipe that has no other; what waited for it is refused."""
    with FakeServer() as server:

        def close() -> None:
            server.refused_joins = {"#a": "474 * #a :Banned"}
            server.drop()

        console = _Console(_told("You joined"), _done(close), _told("Connection lost"), "hi")
        assert _join(server, console) is Exit.REFUSED
        assert server.texts() == []
    assert "Not in #a: #a: Banned" in console.status or "Not in #a: Banned" in console.status
    assert any(words.startswith("Not sent: hi") for words in console.status)


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
        console = _Console(
            _told("You joined"), _said("old"), _done(lambda: server.send(*lines)), _said("end"),
            interactive=True,
        )  # fmt: skip
        assert _join(server, console) is Exit.DONE
    assert console.bells == 2


def test_the_prompt_says_where_one_talks() -> None:
    """As soon as there is a choice."""
    with FakeServer() as server:
        console = _Console(
            _told("You joined"), "/join #b", _told("You joined #b"), _asked("#b> "), "/leave",
            _told("You left #b"), _asked("> "), interactive=True,
        )  # fmt: skip
        assert _join(server, console) is Exit.DONE


def test_in_russian() -> None:
    """All that is ours."""
    with FakeServer() as server:
        console = _Console("привет", "/who")
        assert _join(server, console, words=RUSSIAN) is Exit.DONE
    assert console.shown == ["alice: привет"]
    assert console.status[:2] == ["Вас зовут alice", "Вы вошли в #a"]
    assert "В #a: bob" in console.status


def test_nobody_reads_what_is_shown() -> None:
    """It leaves, and what was sent is acknowledged before."""

    class Closing(_Console):
        def show(self, line: Line) -> None:
            self.closed = not line.status

    async def for_ever(_: _Console) -> None:
        await asyncio.Event().wait()

    with FakeServer() as server:
        assert _join(server, Closing("hi", for_ever)) is Exit.DONE
        assert server.texts() == ["hi"]
