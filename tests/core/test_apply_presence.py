"""What sessions watch, realnames and hosts, and who is remembered."""

from tests.core.driver import Assembly, register
from veche.core import commands as c
from veche.core.apply import apply
from veche.core.apply_presence import REMEMBERED
from veche.core.events import HostBody, HostChanged, RealnameChanged, Record, UserLeft


def test_watchers_follow_their_sessions() -> None:
    """Each list and the table of all say the same; nothing is left of a session that went."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.WatchNicks(("Boris", "vera")))
    assembly.enter(2, "gleb", c.WatchNicks(("boris",)))
    assert assembly.state.watchers == {"boris": {1: None, 2: None}, "vera": {1: None}}
    assert assembly.state.sessions[1].watching == {"boris": "Boris", "vera": "vera"}
    assembly.do(1, c.UnwatchNicks(("BORIS",)))
    assert assembly.state.watchers == {"boris": {2: None}, "vera": {1: None}}
    assembly.do(2, c.Quit())
    assembly.do(1, c.Disconnected())
    assert assembly.state.watchers == {}


def test_what_failed_is_taken_back() -> None:
    """A batch that is decided again leaves the watchers as they were."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.WatchNicks(("vera",)))
    before = {nick: dict(who) for nick, who in assembly.state.watchers.items()}
    batch = assembly.prepare(assembly.make(1, c.WatchNicks(("boris",)), c.UnwatchNicks(("vera",))))
    assert assembly.state.watchers != before
    assembly.hub.stalled(batch)
    assert assembly.state.watchers == before
    assert assembly.state.sessions[1].watching == {"vera": "vera"}


def test_an_erased_realname() -> None:
    """Nothing stands for it."""
    assembly = Assembly()
    user = assembly.enter(1, "anna", c.ChangeRealname("Anna A"))
    assert user.realname == "Anna A"
    apply(assembly.state, Record(1, 0, None, RealnameChanged(user.id)))
    assert user.realname == ""


def test_another_host() -> None:
    """The user is seen under it; where it came from is not forgotten, and can be taken back."""
    assembly = Assembly()
    user = assembly.enter(1, "anna")
    came = user.who
    for username, host in (("a", "staff/anna"), ("b", "other")):
        body = HostBody(user.who, username, host)
        apply(assembly.state, Record(1, 0, None, HostChanged(user.id), body))
        assert (user.who.username, user.who.host) == (username, host)
        assert user.origin == came
    assembly.state.journal.undo()
    assert user.who == user.origin == came
    assert user.came_as is None


def test_the_host_it_came_from_again() -> None:
    """Nothing is left to remember."""
    assembly = Assembly()
    user = assembly.enter(1, "anna")
    came = user.who
    for username, host in (("a", "staff/anna"), (came.username, came.host)):
        body = HostBody(user.who, username, host)
        apply(assembly.state, Record(1, 0, None, HostChanged(user.id), body))
    assert user.who == came
    assert user.came_as is None


def test_an_erased_host() -> None:
    """A sign that no user can have stands for it."""
    assembly = Assembly()
    user = assembly.enter(1, "anna")
    came = user.who
    apply(assembly.state, Record(1, 0, None, HostChanged(user.id)))
    assert (user.who.username, user.who.host) == ("*", "*")
    assert user.origin == came


def test_the_earliest_are_forgotten() -> None:
    """There is a bound on those who are remembered; whom nobody saw go is not."""
    assembly = Assembly()
    for number in range(REMEMBERED + 1):
        assembly.do(1, register(f"n{number}"))
        assembly.do(1, c.Quit())
    names = [was.who.nick for was in assembly.state.gone.values()]
    assert len(names) == REMEMBERED
    assert "n0" not in names
    assert f"n{REMEMBERED}" in names
    hidden = assembly.enter(1, "anna", secret=b"a")
    assembly.do(1, c.Disconnected())
    before = len(assembly.state.gone)
    apply(assembly.state, Record(1, 0, None, UserLeft(hidden.id)))
    assert len(assembly.state.gone) == before
