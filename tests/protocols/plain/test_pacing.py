"""A message a write, 20 ms apart; faster ones joined, none lost, little kept."""

from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.plain.pacing import BURST, GAP_S, JOINED_BYTES, QUEUE_BYTES, Pacer


def drain(pacer: Pacer, now: float) -> list[bytes]:
    writes = [pacer.take()]
    while pacer.deadline is not None:
        assert pacer.deadline >= now
        now = pacer.deadline
        pacer.tick(now)
        writes.append(pacer.take())
    return [write for write in writes if write]


def test_a_message_goes_at_once() -> None:
    """When nothing went just before."""
    pacer = Pacer()
    pacer.put(b"one", 5.0)
    assert pacer.take() == b"one"
    assert pacer.take() == b""
    assert pacer.deadline is None


def test_messages_go_apart() -> None:
    """Each in a write of its own, as soon as the gap allows."""
    pacer = Pacer()
    pacer.put(b"one", 5.0)
    pacer.put(b"two", 5.001)
    pacer.put(b"three", 5.002)
    assert pacer.take() == b"one"
    assert pacer.deadline == 5.0 + GAP_S
    pacer.tick(5.0 + GAP_S / 2)
    assert pacer.take() == b""
    pacer.tick(5.0 + GAP_S)
    assert pacer.take() == b"two"
    assert drain(pacer, 5.0 + GAP_S) == [b"three"]


def test_a_burst_still_goes_one_by_one() -> None:
    """The history on entry is no reason to join."""
    pacer = Pacer()
    messages = [b"%d" % number for number in range(BURST)]
    for message in messages:
        pacer.put(message, 5.0)
    assert drain(pacer, 5.0) == messages


def test_more_is_joined_to_what_one_recv_takes() -> None:
    """By newlines, whole messages only."""
    pacer = Pacer()
    messages = [b"%0100d" % number for number in range(5 * BURST)]
    for message in messages:
        pacer.put(message, 5.0)
    writes = drain(pacer, 5.0)
    assert b"\n".join(writes).split(b"\n") == messages
    assert all(len(write) <= JOINED_BYTES for write in writes)
    assert any(b"\n" in write for write in writes)


def test_a_flood_does_not_pile_up() -> None:
    """What is past the limit is given out at once, for the outbox to count."""
    pacer = Pacer()
    for _ in range(10_000):
        pacer.put(b"x" * 99, 5.0)
    assert len(pacer.take()) > 10_000 * 100 - 2 * QUEUE_BYTES


def test_the_end_flushes() -> None:
    """In one write."""
    pacer = Pacer()
    for message in (b"one", b"two", b"three"):
        pacer.put(message, 5.0)
    assert pacer.flush() == b"one\ntwo\nthree"
    assert pacer.flush() == b""
    assert pacer.deadline is None


@given(st.lists(st.tuples(st.integers(0, 2000), st.floats(0, 0.05)), max_size=200))
def test_nothing_is_lost_doubled_or_reordered(puts: list[tuple[int, float]]) -> None:
    """However messages come."""
    pacer, now, written = Pacer(), 0.0, []
    for number, (size, wait) in enumerate(puts):
        now += wait
        pacer.tick(now)
        pacer.put(b"%d:" % number + b"x" * size, now)
        written.append(pacer.take())
    written += drain(pacer, now)
    found = [message for write in written if write for message in write.split(b"\n")]
    assert found == [b"%d:" % number + b"x" * size for number, (size, _) in enumerate(puts)]
