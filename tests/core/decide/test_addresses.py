"""Where words go: channels, people, and those of a channel with a member letter (STATUSMSG)."""

import pytest

from tests.core.driver import Assembly, deliveries, replayed
from veche.core import commands as c
from veche.core.audience import OfUsers
from veche.core.commands import AskedChange
from veche.core.events import MessageSent, Reacted, StatusOpened, TagsSent
from veche.core.rejections import Code, Rejection


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, Boris (2) and Vera (4), who has a voice, in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    assembly.enter(4, "vera", c.Join("#a"))
    assembly.do(1, c.ChangeModes("#a", (AskedChange(True, "v", "vera"),)))
    return assembly


def test_only_some_are_told(assembly: Assembly) -> None:
    """Those with the letter or a higher one, in a conversation of their own."""
    anna, vera = assembly.user("anna").id, assembly.user("vera").id
    _, outs = assembly.ask(2, c.SendMessage("@#A", "help"))
    opened, told = deliveries(outs)
    assert isinstance(opened.event.record.event, StatusOpened)
    assert told.audience == OfUsers((anna,))
    assert told.event.seq == 1
    event = told.event.record.event
    assert isinstance(event, MessageSent)
    assert event.letter == "o"
    assert told.event.record.body.name == "@#a"  # type: ignore[union-attr]
    assert told.event.record.conversation != assembly.channel("#a").id
    _, outs = assembly.ask(2, c.SendMessage("+#a", "hello"))
    assert deliveries(outs, MessageSent)[0].audience == OfUsers((anna, vera))


def test_the_conversation_stays(assembly: Assembly) -> None:
    """One for each letter, also after a restart."""
    first = assembly.do(2, c.SendMessage("@#a", "one")).events[-1]
    (second,) = assembly.do(1, c.SendMessage("@#a", "two")).events
    assert second.record.conversation == first.record.conversation
    channel = replayed(assembly.log).find_channel("#a")
    assert channel is not None
    assert channel.statuses == {"o": first.record.conversation}


def test_tags_go_there_as_well(assembly: Assembly) -> None:
    """Typing and reactions are told to nobody else."""
    anna = assembly.user("anna").id
    _, outs = assembly.ask(2, c.SendTags("@#a", (("+typing", "active"),)))
    assert deliveries(outs, TagsSent)[0].audience == OfUsers((anna,))
    reaction = (("+draft/reply", "x"), ("+draft/react", "y"))
    _, outs = assembly.ask(2, c.SendTags("@#a", reaction))
    assert deliveries(outs, Reacted)[0].audience == OfUsers((anna,))


def test_who_may(assembly: Assembly) -> None:
    """Who may speak in the channel."""
    refused = assembly.one(3, c.SendMessage("@#a", "x"))
    assert isinstance(refused, Rejection)
    assert refused.code is Code.CANNOT_SEND
    refused = assembly.one(3, c.SendMessage("@#none", "x"))
    assert refused == Rejection(Code.NO_SUCH_CHANNEL, "#none")
    refused = assembly.one(3, c.SendMessage("@gleb", "x"))
    assert refused == Rejection(Code.NO_SUCH_NICK, "@gleb")
