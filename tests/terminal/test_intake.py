"""What is typed, until it is done."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

from veche.client.client import State
from veche.client.delivery import MAX_IN_FLIGHT
from veche.client.driver import Driver
from veche.client.events import Disconnected
from veche.terminal.absence import Absence
from veche.terminal.intake import Intake
from veche.terminal.orders import Orders
from veche.terminal.wording import Line


class _Client:
    ended = None
    leaving = False
    unfinished = 0
    state = State.ONLINE

    def __init__(self) -> None:
        self.nicks: list[str] = []
        self.hurried = 0

    def take_nick(self, nick: str) -> None:
        self.nicks.append(nick)

    def retry_now(self) -> None:
        self.hurried += 1


class _Driver:
    def __init__(self) -> None:
        self.client = _Client()

    def flush(self) -> None:
        pass


class _Orders:
    def __init__(self, client: _Client) -> None:
        self.settled = True
        self.done: list[tuple[str, bool]] = []
        self._client = client

    def do(self, line: str, alone: bool) -> None:
        self.done.append((line, alone))
        self._client.unfinished += 1
        self._client.leaving = line == "exit"


class _Console:
    closed = False

    def __init__(self, *lines: str, interactive: bool) -> None:
        self.interactive = interactive
        self.read = 0
        self._lines = lines

    def show(self, line: Line) -> None:
        pass

    def prompt(self, text: str, notice: str = "", *, hidden: bool = False) -> None:
        pass

    def bell(self) -> None:
        pass

    async def typed(self) -> AsyncIterator[tuple[str, bool]]:
        for line in self._lines:
            self.read += 1
            yield line, True


class _Setting:
    def __init__(self, *lines: str, interactive: bool = True) -> None:
        self.console = _Console(*lines, interactive=interactive)
        self.driver = _Driver()
        self.client = self.driver.client
        self.orders = _Orders(self.client)
        self.absence = Absence(lambda: 0.0)
        self.drawn = 0
        self.intake = Intake(
            cast(Driver, self.driver),
            self.console,
            cast(Orders, self.orders),
            self.absence,
            self._redraw,
        )

    def _redraw(self) -> None:
        self.drawn += 1

    def done(self) -> list[str]:
        return [line for line, _ in self.orders.done]


@pytest.mark.parametrize("interactive", [True, False])
def test_lines_are_done_in_order_until_one_leaves(interactive: bool) -> None:
    """What follows is not read."""

    async def main() -> None:
        setting = _Setting("one", "two", "exit", "three", interactive=interactive)
        await setting.intake.read()
        assert setting.done() == ["one", "two", "exit"]
        assert setting.console.read == 3

    asyncio.run(main())


def test_lines_wait_until_it_is_known_where_they_go() -> None:
    """Also at the end of input."""

    async def main() -> None:
        setting = _Setting("one", "two")
        setting.orders.settled = False
        reading = asyncio.create_task(setting.intake.read())
        await asyncio.sleep(0)
        assert (setting.done(), reading.done()) == ([], False)
        setting.orders.settled = True
        setting.intake.work_off()
        await reading
        assert setting.done() == ["one", "two"]

    asyncio.run(main())


def test_a_question_takes_the_next_line() -> None:
    """But not one that cannot be the answer."""

    async def main() -> None:
        setting = _Setting("", "a b", ":c", "carol", "text")
        setting.intake.ask_nick("Name? ")
        await setting.intake.read()
        assert setting.client.nicks == ["carol"]
        assert (setting.done(), setting.intake.question) == (["text"], None)

    asyncio.run(main())


def test_a_password_is_taken_as_it_is() -> None:
    """Spaces and all; it is no text, and it is not to be seen."""

    async def main() -> None:
        setting = _Setting(" a b ", "text")
        taken: list[str] = []
        setting.intake.ask_password("Password: ", taken.append)
        question = setting.intake.question
        assert question is not None
        assert (question.hidden, question.fatal) == (True, False)
        await setting.intake.read()
        assert (taken, setting.done()) == ([" a b "], ["text"])

    asyncio.run(main())


def test_enter_hurries_while_the_connection_is_lost() -> None:
    """A line with text does not; with a connection an empty line does nothing of the kind."""

    async def main() -> None:
        setting = _Setting("text", "", " ")
        setting.absence.begin(Disconnected("gone", 9.0, 1))
        await setting.intake.read()
        assert (setting.done(), setting.client.hurried) == (["text"], 2)
        assert setting.absence.seconds == 0
        setting = _Setting("")
        await setting.intake.read()
        assert setting.client.hurried == 0

    asyncio.run(main())


def test_of_a_pipe_no_more_is_read_than_can_be_sent_soon() -> None:
    """So that its memory is bounded, however long nobody answers; a person is not held up."""

    async def main() -> None:
        lines = [str(number) for number in range(100)]
        setting = _Setting(*lines, interactive=False)
        reading = asyncio.create_task(setting.intake.read())
        for _ in range(100):
            await asyncio.sleep(0)
        assert setting.console.read == MAX_IN_FLIGHT
        setting.client.unfinished -= 10
        setting.intake.work_off()
        for _ in range(100):
            await asyncio.sleep(0)
        assert setting.console.read == MAX_IN_FLIGHT + 10
        reading.cancel()
        setting = _Setting(*lines)
        await setting.intake.read()
        assert setting.console.read == 100

    asyncio.run(main())
