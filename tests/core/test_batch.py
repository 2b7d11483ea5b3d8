"""Exactly once for those who ask: idempotency keys."""

import pytest

from tests.core.driver import Assembly, deliveries, register, results
from veche.core import commands as c
from veche.core.events import MessageKind, MessageSent
from veche.core.exchange import Answer, Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection

HELLO = c.SendMessage("#a", "hello")
REUSED = Rejection(Code.KEY_REUSED)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def test_the_same_key_in_one_batch_happens_once(assembly: Assembly) -> None:
    """Both asks have the same acknowledgement; the others hear it once."""
    one, two = assembly.make(1, HELLO, key=b"k"), assembly.make(1, HELLO, key=b"k")
    outs = assembly.batch(one, two)
    first, again = (out.results[0] for out in outs if isinstance(out, Answer))
    assert isinstance(first, Done)
    assert first == again
    assert len(deliveries(outs, MessageSent)) == 1


def test_the_same_key_later_is_answered_from_the_log(assembly: Assembly) -> None:
    """The first acknowledgement again, and nothing else: also when the target has gone since."""
    first = assembly.one(1, HELLO, key=b"k")
    assembly.do(1, c.Part("#a"))
    (again,), outs = assembly.ask(1, HELLO, key=b"k")
    assert again == first
    assert deliveries(outs) == []


def test_it_is_answered_while_nothing_can_be_written(assembly: Assembly) -> None:
    """What was kept was kept."""
    first = assembly.one(1, HELLO, key=b"k")
    outs = assembly.read_only(assembly.make(1, HELLO, key=b"k"))
    assert results(outs, 1) == (first,)


def test_a_direct_message_has_its_message_for_acknowledgement(assembly: Assembly) -> None:
    """Not the conversation that it opened."""
    ask = c.SendMessage("boris", "hello")
    outs = assembly.batch(assembly.make(1, ask, key=b"k"), assembly.make(1, ask, key=b"k"))
    _, again = (out.results[0] for out in outs if isinstance(out, Answer))
    assert isinstance(again, Done)
    (message,) = again.events
    assert isinstance(message.record.event, MessageSent)
    assert message.record.idempotency is not None


@pytest.mark.parametrize(
    "other",
    [
        c.SendMessage("#a", "hello!"),
        c.SendMessage("boris", "hello"),
        c.SendMessage("#a", "hello", MessageKind.NOTICE),
        c.SendMessage("#a", "hello", tags=(("+reply", "x"),)),
    ],
)
def test_the_same_key_for_something_else_is_refused(
    assembly: Assembly, other: c.SendMessage
) -> None:
    """Other text, target, kind or tags: in one batch and later."""
    outs = assembly.batch(
        assembly.make(1, HELLO, key=b"k"),
        assembly.make(1, other, key=b"k"),
        assembly.make(2, HELLO),
    )
    assert [o.results[0] for o in outs if isinstance(o, Answer)][1] == REUSED
    assert assembly.one(1, other, key=b"k") == REUSED


def test_keys_are_the_users_own(assembly: Assembly) -> None:
    """Two users may have the same; one user has them on all connections."""
    first = assembly.one(1, HELLO, key=b"k")
    assert assembly.one(2, HELLO, key=b"k") != first
    assembly.enter(3, "gleb", c.Join("#a"), secret=b"gleb")
    mine = assembly.one(3, HELLO, key=b"k")
    assembly.do(3, c.Disconnected())
    assembly.do(4, register("", resume=b"gleb"))
    assert assembly.one(4, HELLO, key=b"k") == mine


def test_a_refused_message_leaves_its_key_free(assembly: Assembly) -> None:
    """What did not happen may be tried again: refused by rule, or because nothing was written."""
    bad = c.SendMessage("#none", "hello")
    assert assembly.one(1, bad, key=b"k") == Rejection(Code.NO_SUCH_CHANNEL, "#none")
    assert isinstance(assembly.one(1, HELLO, key=b"k"), Done)
    failed = assembly.failing(assembly.make(1, HELLO, key=b"l"), assembly.make(2, HELLO, key=b"l"))
    assert results(failed, 1) == (Rejection(Code.READ_ONLY),)
    assert isinstance(assembly.one(1, c.SendMessage("#a", "other"), key=b"l"), Done)


def test_without_a_key_everything_happens(assembly: Assembly) -> None:
    """The same words twice are two messages."""
    assert assembly.one(1, HELLO) != assembly.one(1, HELLO)


def test_a_key_goes_with_one_message(assembly: Assembly) -> None:
    """Bad use is refused, and nothing of it happens."""
    for commands in ((HELLO, HELLO), (c.Echo(1),), (c.Join("#b"),)):
        for result in assembly.ask(1, *commands, key=b"k")[0]:
            assert isinstance(result, Rejection)
            assert result.code is Code.BAD_KEY
    assert assembly.state.find_channel("#b") is None


def test_the_length_of_a_key() -> None:
    """From one byte to the limit."""
    assembly = Assembly(Limits(idempotency_key_bytes=4))
    assembly.enter(1, "anna", c.Join("#a"))
    for key, good in ((b"", False), (b"1", True), (b"1234", True), (b"12345", False)):
        assert isinstance(assembly.one(1, HELLO, key=key), Done) == good


def test_a_stranger_has_no_keys(assembly: Assembly) -> None:
    """Not registered is the answer to all of these."""
    refused = Rejection(Code.NOT_REGISTERED)
    assert assembly.one(9, HELLO, key=b"k") == refused
    assert assembly.one(9, HELLO, key=b"k") == refused


def test_each_command_sees_the_one_before(assembly: Assembly) -> None:
    """Commands of an ask, and asks of a batch, are decided one after another."""
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(False, "n"),)))
    (left, said, came, again), _ = assembly.ask(2, c.Quit(), HELLO, register("boris"), c.Join("#a"))
    assert isinstance(left, Done)
    assert said == Rejection(Code.NOT_REGISTERED)
    assert isinstance(came, Done)
    assert isinstance(again, Done)
