"""A log that does not answer: others are served read-only, authors wait, nothing is guessed."""

import pytest

from tests.core.driver import Assembly, deliveries, picture, register, results
from veche.core import commands as c
from veche.core.events import UserDetached
from veche.core.exchange import Answer, Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Welcome

READ_ONLY = Rejection(Code.READ_ONLY)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def say(text: str) -> c.SendMessage:
    """A message."""
    return c.SendMessage("#a", text)


def test_while_stalled_others_are_served_read_only(assembly: Assembly) -> None:
    """Nothing of the pending batch is to be seen; messages are refused; names stay reserved."""
    before = picture(assembly.state)
    batch = assembly.prepare(
        assembly.make(1, say("pending"), c.ChangeNick("olga")), assembly.make(3, register("gleb"))
    )
    assembly.hub.stalled(batch)
    assert picture(assembly.state) == before
    outs = assembly.read_only(
        assembly.make(2, c.ReadWhois("anna"), c.ReadWhois("olga"), say("no"), c.ChangeNick("olga")),
        assembly.make(4, register("gleb")),
    )
    whois, hidden, refused, nick = results(outs, 2)
    assert isinstance(whois, Done)
    assert hidden == Rejection(Code.NO_SUCH_NICK, "olga")
    assert (refused, nick) == (READ_ONLY, READ_ONLY)
    assert results(outs, 4) == (READ_ONLY,)


@pytest.mark.parametrize("happened", [True, False])
def test_authors_wait_until_the_outcome_is_known(assembly: Assembly, happened: bool) -> None:
    """Their asks are held, in order, and decided by the next batch after the outcome."""
    ask = assembly.make(1, say("pending"))
    batch = assembly.prepare(ask)
    assembly.hub.stalled(batch)
    held = assembly.make(1, c.Echo(1)), assembly.make(1, say("later"))
    assert assembly.read_only(*held) == []
    assert not assembly.hub.waiting
    if happened:
        (result,) = results(assembly.commit(batch), 1)
        assert isinstance(result, Done)
    else:
        outs = list(assembly.hub.failed(batch, assembly.turn(False)))
        assert results(outs, 1) == (READ_ONLY,)
    assert assembly.hub.waiting
    outs = assembly.batch(assembly.make(2, c.Echo(2)))
    assert [o.origin.number for o in outs if isinstance(o, Answer)] == [
        held[0].origin.number,
        held[1].origin.number,
        held[1].origin.number + 1,
    ]
    assert not assembly.hub.waiting
    texts = [getattr(s.record.body, "text", "") for s in assembly.log]
    assert texts.count("pending") == happened
    assert texts.count("later") == 1


def test_what_stalled_and_happened_is_applied(assembly: Assembly) -> None:
    """Even what was only announced, and also when others changed things meanwhile."""
    batch = assembly.prepare(
        assembly.make(1, c.Join("#b"), c.SetAway("tea"), c.Kick("#a", "boris"), say("pending"))
    )
    assembly.hub.stalled(batch)
    assembly.read_only(assembly.make(2, c.Quit("meanwhile")))
    outs = assembly.commit(batch)
    anna = assembly.user("anna")
    assert anna.away == "tea"
    assert assembly.channel("#b").members == {anna.id: "o"}
    assert list(assembly.channel("#a").members) == [anna.id]
    assert len(deliveries(outs)) == 6
    assert len(assembly.state.journal) == 0


def test_a_user_of_the_pending_batch_waits_on_every_session(assembly: Assembly) -> None:
    """A guest whose connection broke in the stalled batch returns when its fate is known."""
    assembly.enter(3, "gleb", c.Join("#a"), secret=b"gleb")
    batch = assembly.prepare(assembly.make(3, c.Disconnected()), assembly.make(1, say("pending")))
    assembly.hub.stalled(batch)
    assert assembly.read_only(assembly.make(4, register("", resume=b"gleb"))) == []
    assert assembly.read_only(assembly.make(4, c.Echo(1))) == []
    outs = assembly.commit(batch)
    assert len(deliveries(outs, UserDetached)) == 1
    outs = assembly.batch()
    welcome, echo = (o.results[0] for o in outs if isinstance(o, Answer))
    assert isinstance(welcome, Done)
    assert isinstance(welcome.reply, Welcome)
    assert echo == Done((), Echoed(1))
    assert assembly.user("gleb").sessions == {4: None}


def test_a_taken_over_session_waits_with_its_user(assembly: Assembly) -> None:
    """What it still says is decided when it is known whether it is the user's session."""
    assembly.enter(3, "gleb", c.Join("#a"), secret=b"gleb")
    batch = assembly.prepare(
        assembly.make(4, register("", resume=b"gleb")), assembly.make(1, say("pending"))
    )
    assembly.hub.stalled(batch)
    assert assembly.read_only(assembly.make(3, c.Disconnected())) == []
    assembly.commit(batch)
    assembly.batch()
    assert assembly.user("gleb").sessions == {4: None}
