"""What is erased because it was taken back."""

from veche.core.erasures import erasures
from veche.core.events import Event, MessageRedacted, MessageSent, Record, Stored


def stored(event: Event) -> Stored:
    """In the log."""
    return Stored(1, 1, Record(9, 0, 5, event))


def test_a_message_and_its_edits() -> None:
    """All of them, and nothing for what takes nothing back."""
    assert erasures([stored(MessageSent(1)), stored(MessageRedacted(1, 3))]) == [3]
    assert erasures([stored(MessageRedacted(1, 3, (4, 5))), stored(MessageRedacted(1, 6))]) == [
        3,
        4,
        5,
        6,
    ]
