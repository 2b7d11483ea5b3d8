"""Requests as lines, and their answers."""

import pytest

from tests.client.scripted import VECHE, Wire
from veche.client.delivery import Outgoing
from veche.client.events import Ended, How, Kind
from veche.client.reports import Answered, PageRead
from veche.client.timers import PATIENCE_S, Due


def _item(ticket: int, kind: Kind = Kind.TEXT, reply_to: str = "") -> Outgoing:
    return Outgoing(ticket, "#a", "hi there", kind, reply_to, f"key{ticket}")


@pytest.mark.parametrize(
    ("capabilities", "item", "lines"),
    [
        (VECHE, _item(1), ["@label=m1;veche/key=key1 PRIVMSG #a :hi there"]),
        ("", _item(1), ["PRIVMSG #a :hi there", "PING m1"]),
        ("labeled-response", _item(1), ["PRIVMSG #a :hi there", "PING m1"]),
        ("", _item(1, Kind.NOTICE), ["NOTICE #a :hi there", "PING m1"]),
        ("", _item(1, Kind.ACTION, "x"), ["PRIVMSG #a :\1ACTION hi there\1", "PING m1"]),
        (
            "message-tags",
            _item(1, reply_to="a;b"),
            ["@+draft/reply=a\\:b PRIVMSG #a :hi there", "PING m1"],
        ),
    ],
)
def test_a_message(capabilities: str, item: Outgoing, lines: list[str]) -> None:
    """With what the server understands; a label means nothing without batch."""
    wire = Wire().registered(capabilities)
    wire.connection.say(item)
    assert wire.out() == lines


def test_missing_acknowledgements_end_it() -> None:
    """Talking on does not put the end off; an acknowledgement does."""
    wire = Wire().registered()
    wire.connection.say(_item(1))
    wire.wait(20)
    wire.connection.say(_item(2))
    assert wire.feed("@label=m1 :s ACK") == [Answered(1)]
    assert wire.wait(20) == []
    wire.connection.say(_item(3))
    [ended] = wire.wait(10)
    assert isinstance(ended, Ended)
    assert ended.how is How.TIMED_OUT


def test_a_page_has_its_time() -> None:
    """Then there is none; and what comes later is nobody's."""
    wire = Wire().registered()
    label = wire.connection.page("#a", ("LATEST", "#a", "*", "5"))
    assert wire.wait(PATIENCE_S[Due.HISTORY]) == [PageRead(label, fault="no answer within 30 s")]
    assert wire.feed(f"@label={label} :s ACK") == []


def test_what_cannot_be_a_line_is_not_written() -> None:
    """Nothing of it goes out."""
    connection = Wire().registered().connection
    assert not connection.write("JOIN", "#a\r\nQUIT")
    assert connection.take_output() == b""
    assert connection.write("JOIN", "#a")
    assert (connection.take_output(), connection.take_output()) == (b"JOIN #a\r\n", b"")
