"""What devices share, in the state."""

from tests.core.accounts import logged_in, made
from tests.core.driver import START_MS, Assembly
from veche.core.apply import apply
from veche.core.apply_channels import INVITATIONS
from veche.core.apply_devices import MARKERS
from veche.core.events import Inherited, MarkerMoved, Record, TextBody, UserAbsent, UserPresent, Who

WHO = Who("anna", "a", "h")


def moved(target: str, at_ms: int) -> Record:
    """Somebody who is not there has read this."""
    return Record(9, START_MS, None, MarkerMoved(1, 0, at_ms), TextBody(WHO, target))


def test_markers_are_bounded() -> None:
    """The oldest goes."""
    assembly = Assembly()
    made(assembly, "anna")
    anna = logged_in(assembly, 1, "anna")
    account = assembly.state.accounts[anna.account]
    for number in range(MARKERS + 1):
        event = MarkerMoved(anna.id, account.id, 5)
        apply(assembly.state, Record(9, START_MS, None, event, TextBody(WHO, f"#{number}")))
    assert len(account.markers) == MARKERS
    assert "#0" not in account.markers
    assert account.markers["#1"] == 5
    assembly.state.journal.undo()
    assert account.markers == {}


def test_inherited_invitations_are_bounded() -> None:
    """The oldest goes, as of those that were given."""
    assembly = Assembly()
    state = assembly.state
    user, heir = assembly.enter(1, "user"), assembly.enter(2, "heir")
    user.invited = dict.fromkeys(range(1_000, 1_000 + INVITATIONS))
    heir.invited = {5: None, 1_001: None}
    apply(state, Record(9, START_MS, None, Inherited(user.id, heir.id)))
    assert len(heir.invited) == INVITATIONS
    assert 5 not in heir.invited
    assert 1_000 + INVITATIONS - 1 in heir.invited


def test_what_no_longer_fits_changes_nothing() -> None:
    """Users who are gone, and bodies that were erased."""
    state = Assembly().state
    for event in (MarkerMoved(1, 0, 5), UserAbsent(1), UserPresent(1)):
        apply(state, Record(9, START_MS, None, event))
    apply(state, moved("#a", 5))
    assert state.users == {}
