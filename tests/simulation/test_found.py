"""What seeds have found, made small: the mended bug itself, whatever the seeds do today."""

from tests.server.fakes import FAR, Stage
from veche.core.commands import SetAway
from veche.core.limits import Limits


def test_a_session_that_is_throttled_goes_on_whatever_timer_comes_first() -> None:
    """A deadline that held no more came up first, and the throttling's end was forgotten."""
    stage = Stage(Limits(message_burst=1, messages_per_s=1.0))
    client = stage.connect(stage.encoding, FAR)
    client.connection.commands[b"away"] = (SetAway("x"),)
    stage.now += 10.0
    client.connection.deadline = stage.now + 0.5
    assert len(stage.receive(client, b"away away")) == 1
    assert not client.transport.is_reading
    client.connection.deadline = None
    asks, due = stage.worker.tick(stage.now + 0.6)
    assert not asks
    assert due is not None
    assert due <= stage.now + 1.1
    asks, _ = stage.worker.tick(stage.now + 1.1)
    assert len(asks) == 1
    assert client.transport.is_reading
