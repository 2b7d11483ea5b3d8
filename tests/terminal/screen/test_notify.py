"""The bell and the notification."""

import re

from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.screen.notify import Bell, notification

_WHOLE = re.compile(r"\x1b\]777;notify;([^;\x00-\x1f\x7f-\x9f]*);([^;\x00-\x1f\x7f-\x9f]*)\x07"
                    r"\x1b\]9;Veche: [^;\x00-\x1f\x7f-\x9f]*\x07")  # fmt: skip


def test_a_notification_says_who_and_what() -> None:
    """Once for each of the two families of terminals."""
    assert notification("bob", "hi") == "\x1b]777;notify;bob;hi\x07\x1b]9;Veche: bob: hi\x07"


@given(st.text(max_size=300), st.text(max_size=600))
def test_nothing_gets_out_of_a_notification(title: str, body: str) -> None:
    """No text ends it, adds a field to it, or is endless."""
    written = notification(title, body)
    assert _WHOLE.fullmatch(written)
    assert len(written) < 500


def test_a_flood_rings_once_in_a_while() -> None:
    """The first rings; the next when some time has passed."""
    now = [100.0]
    bell = Bell(lambda: now[0], {"TERM": "xterm"})
    assert bell.ring("bob", "hi").endswith("\x07")
    assert bell.ring("bob", "hi") == ""
    now[0] += 10
    assert bell.ring("bob", "hi") != ""


def test_a_terminal_that_would_show_the_sequence_only_rings() -> None:
    """The console of Linux knows no notifications."""
    assert Bell(lambda: 0.0, {"TERM": "linux"}).ring("bob", "hi") == "\x07"
