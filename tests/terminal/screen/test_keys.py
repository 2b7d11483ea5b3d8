"""The keys of the full screen."""

from textual import events
from textual.binding import Binding

from tests.terminal.screen.fakes import in_loop, until
from tests.terminal.screen.stage import stage
from veche.terminal.screen.app import VecheApp
from veche.terminal.screen.keys import ACTIONS, BINDINGS


def test_every_key_does_something() -> None:
    """And no key does two things."""
    keys = []
    for binding in BINDINGS:
        assert isinstance(binding, Binding)
        assert hasattr(VecheApp, f"action_{binding.action.partition('(')[0]}")
        keys += binding.key.split(",")
    assert len(keys) == len(set(keys))


def test_no_key_goes_before_what_was_typed() -> None:
    """The composer knows them all, and does them in their order."""
    bindings = [binding for binding in BINDINGS if isinstance(binding, Binding)]
    assert not any(binding.priority for binding in bindings)
    # Copying what is selected comes before the hint.
    assert set(ACTIONS) == {binding.key for binding in bindings} - {"ctrl+c"}


@in_loop
async def test_what_is_sent_goes_to_the_room_where_it_was_typed() -> None:
    """However quickly one goes on to another, or leaves."""
    async with stage() as it:
        for key in ("h", "i", "enter", "alt+2", "y", "o", "enter", "ctrl+q"):
            it.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(it.pilot.pause, lambda: it.client.leaving)
        assert [asked[:2] for asked in it.client.asked_for("say")] == [("#a", "hi"), ("#b", "yo")]
