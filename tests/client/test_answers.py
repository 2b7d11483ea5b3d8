"""Who waits for which answer."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from veche.client.answers import Answers
from veche.client.errors import (
    ClientError,
    EndedError,
    LoginFailedError,
    NoSuchChannelError,
    NotLetInError,
    RefusedError,
    UnreachableError,
)
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    Ended,
    Event,
    How,
    JoinRefused,
    Members,
    NickRefused,
    Refused,
    Registered,
)


def run(talk: Callable[[Answers], Awaitable[None]]) -> None:
    """Let `talk` use one; exceptions that nobody looked at fail."""
    unseen: list[dict[str, object]] = []

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, what: unseen.append(what))
        async with asyncio.timeout(20):
            await talk(Answers())

    asyncio.run(main())
    assert not unseen


@pytest.mark.parametrize(
    ("event", "error"),
    [
        (NickRefused("a", True, "in use"), NotLetInError),
        (Ended(How.REFUSED, "banned"), NotLetInError),
        (Ended(How.LOGIN, "wrong"), LoginFailedError),
        (Ended(How.TIMED_OUT, "not let in within 30 s"), UnreachableError),
    ],
)
def test_registration(event: Event, error: type[ClientError]) -> None:
    """It comes out well or not, once."""

    async def talk(answers: Answers) -> None:
        assert answers.awaited
        assert not answers.let_in
        answers.take(event, {})
        answers.take(Registered("a"), {})
        assert answers.let_in
        with pytest.raises(error):
            await answers.registered()

    async def well(answers: Answers) -> None:
        answers.take(Registered("a"), {})
        answers.take(event, {})
        await answers.registered()
        assert not answers.awaited

    run(talk)
    run(well)


def test_messages() -> None:
    """All msgids, or the first refusal; nobody hears of those that nobody waits for."""

    async def talk(answers: Answers) -> None:
        both = asyncio.ensure_future(answers.acknowledged([1, 2]))
        bad = asyncio.ensure_future(answers.acknowledged([3, 4]))
        left = asyncio.ensure_future(answers.acknowledged([5]))
        await asyncio.sleep(0)
        left.cancel()
        answers.take(Acknowledged(2, "y"), {})
        answers.take(Refused(4, "#a", "t", "moderated"), {})
        answers.take(Refused(3, "#a", "t", "banned"), {})
        answers.take(Acknowledged(1, "x"), {})
        assert await both == ("x", "y")
        with pytest.raises(RefusedError, match="banned"):
            await bad
        await asyncio.wait([left])
        answers.take(Acknowledged(5, "z"), {})
        answers.take(Acknowledged(6, "z"), {})
        answers.take(Registered("a"), {})
        assert not answers.awaited

    run(talk)


def test_joins() -> None:
    """It is known that we are there once the members are, whatever the name's case."""

    async def talk(answers: Answers) -> None:
        joining = asyncio.ensure_future(answers.joined(["#A", "#b"]))
        await asyncio.sleep(0)
        answers.take(Members("#a", ("x",)), {})
        answers.take(CaughtUp("#B"), {"#b"})
        await asyncio.sleep(0)
        assert not joining.done()
        answers.take(Members("#a", ("x",)), {"#a", "#b"})
        await joining

    run(talk)


@pytest.mark.parametrize(
    ("code", "error"),
    [("403", NoSuchChannelError), ("NO_SUCH_CHANNEL", NoSuchChannelError), ("474", RefusedError)],
)
def test_refused_joins(code: str, error: type[ClientError]) -> None:
    """With the channel's name."""

    async def talk(answers: Answers) -> None:
        joining = asyncio.ensure_future(answers.joined(["#a", "#b"]))
        await asyncio.sleep(0)
        answers.take(JoinRefused("#B", code, "no"), {})
        answers.take(CaughtUp("#a"), {"#a"})
        with pytest.raises(ClientError, match="#B: no") as caught:
            await joining
        assert type(caught.value) is error

    run(talk)


def test_the_end_is_told_to_all() -> None:
    """Whoever waits hears of it, and nobody else."""

    async def talk(answers: Answers) -> None:
        waiting = [
            asyncio.ensure_future(answers.registered()),
            asyncio.ensure_future(answers.joined(["#a"])),
            asyncio.ensure_future(answers.acknowledged([1, 2])),
        ]
        await asyncio.sleep(0)
        answers.fail(EndedError("over"))
        for outcome in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(outcome, EndedError)
        assert not answers.awaited

    run(talk)
    run(_nobody_waits)


async def _nobody_waits(answers: Answers) -> None:
    answers.fail(EndedError("over"))
