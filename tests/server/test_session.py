"""A session is small: there are thousands."""

import tracemalloc

from tests.server.fakes import LOCAL, FakeConnection, FakeTransport
from veche.server.session import Late, Session


def test_an_idle_session_is_small() -> None:
    """Well under 1 KiB, so that a joined IRC connection stays under 10 KiB in all."""
    transport, connection = FakeTransport(), FakeConnection(None)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept = [Session(10**15 + n, transport, connection, LOCAL) for n in range(1000)]
        used = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert used / len(kept) < 900


def test_nothing_is_late_at_first() -> None:
    """And what is late begins with nothing."""
    assert Session(1, FakeTransport(), FakeConnection(None), LOCAL).late is None
    late = Late()
    assert (late.pulling, late.working, list(late.items), late.size) == (None, None, [], 0)
