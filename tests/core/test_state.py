"""The questions that can be asked of the state."""

import pytest

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.state import State


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) in #a and #b, Boris (2) in #b, Gleb (3), who is detached, in #a."""
    assembly = Assembly()
    assembly.enter(1, "Anna", c.Join("#a"), c.Join("#B"))
    assembly.enter(2, "boris", c.Join("#b"))
    assembly.enter(3, "gleb", c.Join("#a"), secret=b"gleb")
    assembly.do(3, c.Disconnected())
    return assembly


def test_finding(assembly: Assembly) -> None:
    """In any case; only who is seen; nothing under names that nobody has."""
    state = assembly.state
    anna = state.find_user("ANNA")
    assert anna is not None
    assert state.user_of(1) is anna
    assert (anna.who.nick, anna.present) == ("Anna", True)
    for nobody in ("gleb", "", "x"):
        assert state.find_user(nobody) is None
    channel = state.find_channel("#b")
    assert channel is not None
    assert channel.name == "#B"
    assert state.find_channel("") is None
    assert state.user_of(3) is None


def test_members_are_those_seen(assembly: Assembly) -> None:
    """In order of joining."""
    channel = assembly.channel("#a")
    assert len(channel.members) == 2
    assert [(u.nick, x) for u, x in assembly.state.members(channel)] == [("Anna", "o")]


def test_fellows(assembly: Assembly) -> None:
    """Whether two are in one channel, asked either way."""
    anna, boris = assembly.user("anna"), assembly.user("boris")
    gleb = assembly.state.users[assembly.state.nicks["gleb"]]
    share = assembly.state.share_channel
    assert share(anna, boris)
    assert share(boris, anna)
    assert share(gleb, anna)
    assert not share(gleb, boris)


def test_counting(assembly: Assembly) -> None:
    """Those present."""
    assert assembly.state.present_users == 2
    assert State().present_users == 0


def test_states_share_nothing() -> None:
    """Nor do users and channels."""
    one, other = Assembly(), Assembly()
    anna = one.enter(1, "anna", c.Join("#a"))
    boris = one.enter(2, "boris")
    assert other.state.users == {}
    assert anna.channels is not boris.channels
    assert one.channel("#a").masks is not one.channel("#lobby").masks
