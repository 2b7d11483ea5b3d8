"""What passes between workers and helpers."""

from veche.core.exchange import FOLLOW_UP
from veche.core.ids import Id


def test_a_follow_up_is_no_request_of_a_connection() -> None:
    """Those count from 1, and what the worker itself asks has -1."""
    taken: tuple[Id, ...] = (-1, 0, 1)
    assert FOLLOW_UP not in taken
