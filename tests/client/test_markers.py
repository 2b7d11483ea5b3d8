"""Up to when a conversation was read: https://ircv3.net/specs/extensions/read-marker."""

from datetime import UTC, datetime, timedelta

from veche.client.markers import Markers

AT = datetime(2026, 1, 2, tzinfo=UTC)
LATER = AT + timedelta(seconds=1)


def test_only_forward_and_once() -> None:
    """What is read here is told to the server once; the newest moment only."""
    markers = Markers()
    assert markers.read("#A", AT)
    assert markers.read("#a", LATER)
    assert not markers.read("#a", AT)
    assert not markers.read("#a", LATER)
    assert markers.take_unsent() == [("#a", LATER)]
    assert markers.take_unsent() == []


def test_what_another_device_has_read_is_not_told_back() -> None:
    """Unless we have read more."""
    markers = Markers()
    markers.read("#a", AT)
    markers.told("#a", LATER)
    assert markers.take_unsent() == []
    assert not markers.read("#a", AT)
    markers.told("#a", None)
    assert not markers.read("#a", LATER)


def test_after_a_loss_what_was_not_confirmed_is_told_again() -> None:
    """The server may not have had it."""
    markers = Markers()
    markers.read("#a", AT)
    markers.read("#b", AT)
    markers.take_unsent()
    markers.told("#a", AT)
    markers.read("#c", AT)
    markers.lost()
    assert markers.take_unsent() == [("#b", AT), ("#c", AT)]


def test_it_is_bounded() -> None:
    """However many people write."""
    markers = Markers()
    for number in range(3_000):
        markers.read(f"n{number}", AT)
    assert len(markers.take_unsent()) == 1_000
