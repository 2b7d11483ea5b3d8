"""Who of a user's sessions learns what another one of them did."""

import pytest

from tests.server.fakes import Stage
from veche.core.audience import InChannel, OneSession
from veche.core.commands import Disconnected
from veche.core.events import Joined, SessionEnded
from veche.core.exchange import Deliver


@pytest.fixture
def stage() -> Stage:
    """A worker without clients."""
    return Stage()


def test_other_sessions_of_who_enters_may_ask_for_more(stage: Stage) -> None:
    """At once, in the order of their connections; the session that entered has its answer."""
    alice, bob = stage.crowd(2)
    again = stage.connect(stage.encoding)
    again.user = alice.user
    stage.deliver(stage.attached(again, (7,)))
    joined = Deliver(stage.event(Joined(alice.user, 8), "in"), InChannel(8), alice.id)
    asks = stage.deliver(joined)
    assert [ask.origin.session for ask in asks] == [again.id]
    assert again.took() == b"[in]"
    assert (alice.took(), bob.took()) == (b"", b"")


def test_nobody_asks_in_the_name_of_a_session_that_ends(stage: Stage) -> None:
    """It was told to go in the same batch."""
    alice = stage.join()
    again = stage.connect(stage.encoding)
    again.user = alice.user
    stage.deliver(stage.attached(again, (7,)))
    joined = Deliver(stage.event(Joined(alice.user, 8)), InChannel(8), alice.id)
    ended = stage.tell(SessionEnded(again.id), OneSession(again.id), "bye")
    asks = stage.deliver(joined, ended)
    assert [type(command) for ask in asks for command in ask.commands] == [Disconnected]
