"""How events change metadata: totally, also when what they are about is gone."""

from tests.core.driver import Assembly, assert_consistent, picture
from veche.core import commands as c
from veche.core.apply import apply
from veche.core.events import Event, KeysSubscribed, MetadataBody, MetadataSet, Record, Who
from veche.core.state import State

ANNA = Who("anna", "user", "host.test")


def happen(state: State, event: Event, body: MetadataBody | None = None) -> None:
    """Carry it out."""
    apply(state, Record(1, 0, None, event, body))


def test_what_is_gone_changes_nothing() -> None:
    """Users, channels, accounts, sessions; and a body that was erased."""
    assembly = Assembly()
    user = assembly.enter(1, "anna", c.Join("#a"))
    before = picture(assembly.state)
    body = MetadataBody(ANNA, "x", "url", "y")
    happen(assembly.state, MetadataSet(7, channel=7), body)
    happen(assembly.state, MetadataSet(7, target=7), body)
    happen(assembly.state, MetadataSet(7, target=user.id, account=7), body)
    happen(assembly.state, MetadataSet(user.id, target=user.id))
    happen(assembly.state, KeysSubscribed(77, ("url",)))
    assert picture(assembly.state) == before


def test_it_can_be_taken_back() -> None:
    """A batch that could not be stored leaves nothing."""
    assembly = Assembly()
    user = assembly.enter(1, "anna", c.Subscribe(("url",)))
    before = picture(assembly.state)
    body = MetadataBody(ANNA, "anna", "url", "y")
    happen(assembly.state, MetadataSet(user.id, target=user.id), body)
    happen(assembly.state, KeysSubscribed(1, ("avatar",)))
    assert user.metadata == {"url": "y"}
    assert list(assembly.state.subscribers) == ["avatar"]
    assembly.state.journal.undo()
    assert picture(assembly.state) == before


def test_subscriptions_end_with_the_session() -> None:
    """However it ends."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Subscribe(("url",)))
    assembly.enter(2, "boris", c.Subscribe(("url",)), secret=b"s" * 32)
    assert assembly.state.subscribers == {"url": {1: None, 2: None}}
    assembly.ask(1, c.Quit("bye"))
    assembly.ask(2, c.Disconnected("gone"))
    assert assembly.state.subscribers == {}
    assert_consistent(assembly.state)
