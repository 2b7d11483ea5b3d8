"""Pauses between attempts."""

import pytest

from veche.client.backoff import LONGEST_S, Backoff


@pytest.mark.parametrize(("chance", "share"), [(0.0, 0.5), (0.999999, 1.0)])
def test_pauses_double_up_to_a_bound(chance: float, share: float) -> None:
    """1, 2, 4 ... 60 seconds, times a half to one; then from the beginning again."""
    backoff = Backoff(lambda: chance)
    pauses = [backoff.next() for _ in range(30)]
    assert pauses[:8] == pytest.approx([share * s for s in (1, 2, 4, 8, 16, 32, 60, 60)], rel=1e-5)
    assert max(pauses) <= LONGEST_S
    assert backoff.attempt == 30
    backoff.reset()
    assert backoff.next() == pytest.approx(share, rel=1e-5)
    assert backoff.attempt == 1
