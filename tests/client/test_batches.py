"""Batches: https://ircv3.net/specs/extensions/batch."""

from veche.client.batches import Batches
from veche.client.message import Message, parse


def _message(line: str) -> Message:
    message = parse(line)
    assert message is not None
    return message


def test_label_and_past_are_inherited() -> None:
    """A page of history inside a labelled answer belongs to the request."""
    batches = Batches()
    assert batches.change(_message("@label=h1 BATCH +a labeled-response")) is None
    assert batches.change(_message("@batch=a BATCH +b chathistory #x")) is None
    inner = batches.of(_message("@batch=b PRIVMSG #x :hi"))
    assert inner is not None
    assert (inner.label, inner.past, inner.outermost, inner.target) == ("h1", True, False, "#x")
    assert batches.change(_message("@batch=a BATCH -b")) == inner
    outer = batches.change(_message("BATCH -a"))
    assert outer is not None
    assert (outer.label, outer.past, outer.outermost) == ("h1", False, True)


def test_what_is_not_open_is_nothing() -> None:
    """Neither closing it nor standing in it."""
    batches = Batches()
    assert batches.change(_message("BATCH -x")) is None
    assert batches.change(_message("BATCH")) is None
    assert batches.of(_message("@batch=x PRIVMSG #x :hi")) is None


def test_a_server_cannot_open_batches_without_end() -> None:
    """What stands in those beyond the bound is read as if it stood alone."""
    batches = Batches()
    for n in range(1_000):
        batches.change(_message(f"BATCH +{n} x"))
    assert batches.of(_message("@batch=0 PING")) is not None
    assert batches.of(_message("@batch=999 PING")) is None
