"""How lines of events begin, for each combination of what a client has agreed in."""

import pytest

from tests.protocols.irc.peer import ALICE, INFO, STAMP, stored, transient
from veche.core import events as ev
from veche.core.ids import to_msgid
from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.event_lines import EventLines, account_tag, told

ANNA = ev.Who("anna", "an", "host", account="Anna M", bot=True)
TAGS = (("+typing", "active"), ("draft/relaymsg", "bob"))


@pytest.mark.parametrize(
    ("flags", "head"),
    [
        (0, ""),
        (caps.SERVER_TIME, f"@time={STAMP} "),
        (caps.MESSAGE_TAGS, "@msgid={id};veche/seq=7;bot;+typing=active "),
        (caps.ACCOUNT_TAG, "@account=Anna\\sM "),
        (caps.RELAYMSG, "@draft/relaymsg=bob "),
        (
            caps.SERVER_TIME | caps.MESSAGE_TAGS | caps.ACCOUNT_TAG,
            f"@time={STAMP};msgid={{id}};veche/seq=7;bot;account=Anna\\sM;+typing=active ",
        ),
    ],
)
def test_heads(flags: int, head: str) -> None:
    """The server's tags come before the client's; nobody gets any that it did not ask for."""
    happened = stored(ev.MessageSent(1), ev.TextBody(ANNA, "#c", "hi", TAGS))
    lines = EventLines(INFO, flags)
    assert lines.head(happened, TAGS) == head.format(id=to_msgid(happened.record.id))


def test_what_has_no_number() -> None:
    """It is told of without one."""
    happened = transient(ev.AwayChanged(1), ev.TextBody(ALICE, "", "lunch"))
    tags = EventLines(INFO, caps.MESSAGE_TAGS).tags(happened)
    assert tags == f"msgid={to_msgid(happened.record.id)}"


def test_numerics() -> None:
    """Of the server, to nobody by name unless one is given."""
    happened = transient(ev.CameOnline(1))
    lines = EventLines(INFO, caps.SERVER_TIME | caps.MESSAGE_TAGS)
    assert lines.numeric(happened, "730", ":x") == f"@time={STAMP} :irc.test 730 * :x\r\n".encode()
    assert lines.numeric(happened, "396", "h :x", "al").endswith(b" 396 al h :x\r\n")


def test_guests_have_no_account() -> None:
    """Nor has an event without a body."""
    assert account_tag(ev.TextBody(ALICE, "#c")) == ""
    assert account_tag(None) == ""


def test_whose_tags_are_told() -> None:
    """A client's with message-tags, who relayed with relaymsg."""
    assert told(TAGS, 0) == ()
    assert told(TAGS, caps.MESSAGE_TAGS) == TAGS[:1]
    assert told(TAGS, caps.RELAYMSG) == TAGS[1:]
