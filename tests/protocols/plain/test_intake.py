"""What has come and nobody has looked at."""

from veche.core.limits import Limits
from veche.protocols.plain.framing import PAUSE_S
from veche.protocols.plain.intake import Intake


def test_messages_in_order() -> None:
    """By lines, and what is left at the end."""
    intake = Intake(Limits())
    intake.feed(b"a\nb\nc", 1.0)
    assert [intake.take(), intake.take()] == [b"a", b"b"]
    assert not intake
    intake.feed(b"", 1.0)
    assert intake.take() == b"c"


def test_a_pause_ends_a_message() -> None:
    """Of a program that sends no newlines."""
    intake = Intake(Limits())
    intake.feed(b"a", 1.0)
    assert not intake
    intake.tick(1.0 + PAUSE_S)
    assert intake.take() == b"a"
    assert intake.framer.chunked


def test_it_is_bounded() -> None:
    """A blank line counts too; what was taken counts no more."""
    intake = Intake(Limits(backlog_bytes=4))
    intake.feed(b"\n\n\n", 1.0)
    assert not intake.full
    intake.feed(b"\n", 1.0)
    assert intake.full
    intake.take()
    assert not intake.full
