"""How events change which devices are told: what fits no more changes nothing."""

from tests.core.driver import picture
from veche.core.apply import apply
from veche.core.events import PushBody, PushDropped, PushDue, PushRegistered, Record
from veche.core.state import State


def test_an_account_that_is_gone() -> None:
    """Nobody's devices."""
    state = State()
    before = picture(state)
    body = PushBody("https://push.example.net/a", b"", b"")
    for event in (PushRegistered(5), PushDropped(5, (1,)), PushDue(5)):
        apply(state, Record(1, 0, None, event, body if isinstance(event, PushRegistered) else None))
    assert picture(state) == before
