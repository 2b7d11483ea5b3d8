"""Identifiers: rising, never used again, and there and back on the wire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.ids import EPOCH_MS, IdSource, from_msgid, made_ms, to_msgid

ids = st.integers(0, (1 << 63) - 1)
clocks = st.lists(st.integers(EPOCH_MS - 1000, EPOCH_MS + (1 << 40)), min_size=1, max_size=50)


@given(clocks, st.integers(0, 63))
def test_they_rise_whatever_the_clock_does(clock: list[int], node: int) -> None:
    """Forward, backward, still, or before the epoch: each id is greater than the last, and > 0."""
    source = IdSource(node)
    made = [source.new(now_ms) for now_ms in clock]
    assert made == sorted(set(made))
    assert 0 < made[0] <= made[-1] < 1 << 63


@given(st.integers(0, (1 << 62) - 1), st.integers(0, 63), clocks)
def test_after_a_restart_none_comes_back(after: int, node: int, clock: list[int]) -> None:
    """Whichever node gave the last one: every new id is greater."""
    source = IdSource(node, after)
    for now_ms in clock:
        new = source.new(now_ms)
        assert new > after
        after = new


def test_a_restart_with_the_clock_set_back_skips_what_only_people_saw() -> None:
    """Ids of transient events are in no log: the last stored one is not the last that was used."""
    source = IdSource()
    stored = source.new(EPOCH_MS + 7_200_000)
    announced = [source.new(EPOCH_MS + 7_200_000 + ms) for ms in (0, 0, 1, 500, 30_000)]
    again = IdSource(0, stored)
    made = [again.new(EPOCH_MS + 3_600_000 + ms) for ms in range(1_000)]
    assert not set(made) & set(announced)
    assert made == sorted(set(made))
    on_time = IdSource(0, stored).new(EPOCH_MS + 7_260_000 + 5)
    assert on_time >> 22 == 7_260_005, "a clock that goes on is kept to"


def test_a_full_counter_borrows_the_next_millisecond() -> None:
    """70,000 in one millisecond are still different, and the real clock is rejoined later."""
    source = IdSource()
    made = [source.new(EPOCH_MS + 5) for _ in range(70_000)]
    assert made == sorted(set(made))
    assert made[-1] >> 22 == 6
    assert source.new(EPOCH_MS + 7) >> 22 == 7


def test_two_nodes_never_make_the_same() -> None:
    """The node is a part of the id."""
    one, other = IdSource(1), IdSource(2)
    made = [source.new(EPOCH_MS + 1) for _ in range(1000) for source in (one, other)]
    assert len(set(made)) == len(made)


@given(ids)
def test_there_and_back(value: int) -> None:
    """A msgid has one form, of 13 characters that need no escaping anywhere."""
    text = to_msgid(value)
    assert len(text) == 13
    assert text.isascii()
    assert text.isalnum()
    assert text == text.lower()
    assert from_msgid(text) == value


@given(ids, ids)
def test_their_order_survives_when_they_rise(one: int, other: int) -> None:
    """Equal texts are equal ids."""
    assert (to_msgid(one) == to_msgid(other)) == (one == other)


@pytest.mark.parametrize(
    "text", ["", "a" * 12, "a" * 14, "A" * 13, "a" * 12 + "1", "a" * 12 + "я", "7" * 13]
)
def test_other_texts_are_no_msgids(text: str) -> None:
    """Wrong length, letters outside the alphabet, more than 63 bits."""
    assert from_msgid(text) is None


@given(st.text(max_size=14))
def test_any_text_is_answered(text: str) -> None:
    """What is taken for a msgid is the msgid of what is read from it."""
    value = from_msgid(text)
    assert value is None or to_msgid(value) == text


def test_when_an_id_was_made() -> None:
    """To the millisecond, unless the clock stood still or went back."""
    source = IdSource(node=5)
    made = source.new(EPOCH_MS + 12_345)
    assert made_ms(made) == EPOCH_MS + 12_345
    assert made_ms(source.new(EPOCH_MS)) == EPOCH_MS + 12_345
