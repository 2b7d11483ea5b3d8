"""What events of users and sessions change. (All of them are followed in test_apply and
test_replay; here: who counts as present.)"""

from tests.core.driver import Assembly, assert_consistent
from veche.core import commands as c


def test_who_is_there_and_who_is_not() -> None:
    """A guest that can resume is kept, unseen, and counted no more; the most ever stays."""
    assembly = Assembly()
    assembly.enter(1, "anna", secret=b"anna")
    assembly.enter(2, "boris")
    state = assembly.state
    assert (state.present_users, state.most_users) == (2, 2)
    assembly.do(1, c.Disconnected("gone"))
    assert (state.present_users, list(state.detached.values())) == (1, [None])
    assembly.do(2, c.Disconnected("gone"))
    assert (state.present_users, len(state.users), state.most_users) == (0, 1, 2)
    assert_consistent(state)


def test_invisible_users_are_counted_while_they_are_there() -> None:
    """Mode i, and back."""
    assembly = Assembly()
    user = assembly.enter(1, "anna", secret=b"anna")
    assembly.do(1, c.ChangeModes("anna", (c.AskedChange(True, "i"),)))
    assert list(assembly.state.invisible) == [user.id]
    assembly.do(1, c.Disconnected("gone"))
    assert assembly.state.invisible == {}
    assembly.do(2, c.Register("x", "u", "r", "h", resume=b"anna"))
    assert list(assembly.state.invisible) == [user.id]
