"""Taking back and editing. https://ircv3.net/specs/extensions/message-redaction"""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import InChannel, OfUsers
from veche.core.events import MessageRedacted, MessageSent, Reacted, TagsSent, TextBody
from veche.core.ids import Id
from veche.core.rejections import Code, Rejection

DAY_MS = 86_400_000
REACTION = (("+draft/reply", "abc"), ("+draft/react", "👍"))


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    return assembly


def say(assembly: Assembly, session: int, target: str = "#a") -> Id:
    """The id of a message."""
    return assembly.do(session, c.SendMessage(target, "anex ample")).events[-1].record.id


def code(assembly: Assembly, session: int, command: c.Command) -> Code:
    """Of the refusal."""
    result = assembly.one(session, command)
    assert isinstance(result, Rejection), result
    return result.code


def test_ones_own(assembly: Assembly) -> None:
    """Told to all who were told of the message, and numbered as it was."""
    message = say(assembly, 2)
    _, outs = assembly.ask(2, c.Redact("#A", message, "typo"))
    (told,) = deliveries(outs)
    channel, boris = assembly.channel("#a"), assembly.user("boris")
    assert told.audience == InChannel(channel.id)
    assert told.event.record.event == MessageRedacted(boris.id, message)
    assert told.event.record.body == TextBody(boris.who, "#a", "typo")
    assert told.event.seq is not None


def test_anothers(assembly: Assembly) -> None:
    """Only as an operator of that very channel, and then always."""
    message = say(assembly, 2)
    other = say(assembly, 1)
    assert code(assembly, 2, c.Redact("#a", other)) is Code.NOT_YOUR_MESSAGE
    assembly.do(2, c.Join("#b"))
    assert code(assembly, 2, c.Redact("#b", other)) is Code.UNKNOWN_MESSAGE
    assembly.now_ms += 30 * DAY_MS
    assembly.do(1, c.Redact("#a", message))


def test_in_time(assembly: Assembly) -> None:
    """An author has a day."""
    message = say(assembly, 2)
    assembly.now_ms += DAY_MS + 1
    refused = assembly.one(2, c.Redact("#a", message))
    assert refused == Rejection(Code.TOO_LATE, "#a", "86400")
    assert code(assembly, 2, c.EditMessage("#a", message, "x")) is Code.TOO_LATE


def test_what_is_not_there(assembly: Assembly) -> None:
    """No id, an id of something else, a place where one is not."""
    joined = assembly.log[-1].record.id
    for message in (0, 5, joined):
        assert code(assembly, 1, c.Redact("#a", message)) is Code.UNKNOWN_MESSAGE
    message = say(assembly, 1)
    assert code(assembly, 3, c.Redact("#a", message)) is Code.NOT_IN_CHANNEL
    assert code(assembly, 1, c.Redact("#none", message)) is Code.NO_SUCH_CHANNEL
    assert code(assembly, 1, c.Redact("boris", message)) is Code.UNKNOWN_MESSAGE


def test_between_two(assembly: Assembly) -> None:
    """Its author only."""
    message = say(assembly, 1, "boris")
    assert code(assembly, 2, c.Redact("anna", message)) is Code.NOT_YOUR_MESSAGE
    _, outs = assembly.ask(1, c.Redact("boris", message))
    (told,) = deliveries(outs)
    anna, boris = assembly.user("anna").id, assembly.user("boris").id
    assert told.audience == OfUsers((boris, anna))


def test_a_reaction(assembly: Assembly) -> None:
    """It is kept, numbered, and can be taken back; other tags are only told."""
    (reacted,) = assembly.do(2, c.SendTags("#a", REACTION)).events
    assert isinstance(reacted.record.event, Reacted)
    assert reacted.seq is not None
    assembly.do(2, c.Redact("#a", reacted.record.id))
    for tags in ((("+typing", "active"),), REACTION[:1], REACTION[1:]):
        (told,) = assembly.do(2, c.SendTags("#a", tags)).events
        assert isinstance(told.record.event, TagsSent)
    (unreacted,) = assembly.do(2, c.SendTags("#a", (REACTION[0], ("+draft/unreact", "👍")))).events
    assert isinstance(unreacted.record.event, Reacted)
    assert code(assembly, 2, c.EditMessage("#a", unreacted.record.id, "x")) is Code.UNKNOWN_MESSAGE


def test_a_reaction_while_nothing_can_be_kept(assembly: Assembly) -> None:
    """It is told all the same."""
    outs = assembly.read_only(assembly.make(2, c.SendTags("#a", REACTION)))
    (told,) = deliveries(outs)
    assert isinstance(told.event.record.event, TagsSent)


def test_an_edit(assembly: Assembly) -> None:
    """A message in the place of the first one, however often; only by its author."""
    first = say(assembly, 2)
    (second,) = assembly.do(2, c.EditMessage("#a", first, "an example")).events
    event = second.record.event
    assert isinstance(event, MessageSent)
    assert event.edits == first
    (third,) = assembly.do(2, c.EditMessage("#a", second.record.id, "the example")).events
    assert isinstance(third.record.event, MessageSent)
    assert third.record.event.edits == first
    assert code(assembly, 1, c.EditMessage("#a", first, "x")) is Code.NOT_YOUR_MESSAGE
    assert code(assembly, 2, c.EditMessage("#a", first, "")) is Code.NO_TEXT
    assert code(assembly, 2, c.EditMessage("#a", first, "a\nb")) is Code.BAD_TEXT


def test_edits_go_with_what_they_edit(assembly: Assembly) -> None:
    """Nothing of a message that was taken back is left in them."""
    first = say(assembly, 2)
    (second,) = assembly.do(2, c.EditMessage("#a", first, "an example")).events
    redacted, _ = assembly.do(1, c.Redact("#a", first)).events
    assert isinstance(redacted.record.event, MessageRedacted)
    assert redacted.record.event.edits == (second.record.id,)
