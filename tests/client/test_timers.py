"""Points in time."""

from veche.client.timers import PATIENCE_S, Due, Timers


def test_the_nearest_comes_first_and_once() -> None:
    """What has come is taken, in order of time; the rest stays."""
    timers = Timers()
    timers.set(Due.JOIN, 3.0, "#b")
    timers.set(Due.JOIN, 2.0, "#a")
    timers.set(Due.QUIT, 9.0)
    assert timers.next() == 2.0
    assert timers.take(3.0) == [(Due.JOIN, "#a"), (Due.JOIN, "#b")]
    assert timers.take(3.0) == []
    assert timers.next() == 9.0


def test_clearing_tells_whether_it_was_set() -> None:
    """Which is how an answer is known to be expected."""
    timers = Timers()
    timers.set(Due.PONG, 1.0)
    assert timers.has(Due.PONG)
    assert timers.clear(Due.PONG)
    assert not timers.clear(Due.PONG)
    assert timers.next() is None


def test_each_wait_has_an_end() -> None:
    """No server can make us wait for ever."""
    assert set(PATIENCE_S) == set(Due)


def test_what_those_of_one_purpose_are_about() -> None:
    """The first set first."""
    timers = Timers()
    for at, channel in ((9.0, "#b"), (1.0, "#a")):
        timers.set(Due.JOIN, at, channel)
    timers.set(Due.QUIT, 0.0)
    assert timers.subjects(Due.JOIN) == ["#b", "#a"]
