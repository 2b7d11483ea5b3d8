"""What people say, and who may read what was said."""

import pytest

from tests.core.driver import Assembly, deliveries, events
from veche.core import commands as c
from veche.core.audience import InChannel, OfUsers
from veche.core.commands import AskedChange, Direction, HistoryQuery
from veche.core.events import DirectOpened, MessageKind, MessageSent, TagsSent
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import AwayNotice, Grant, Granted

PAGE = HistoryQuery(Direction.LATEST, 50)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a; Gleb (3) outside."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    return assembly


def modes(assembly: Assembly, *changes: AskedChange) -> None:
    """Have Anna change modes of #a."""
    assembly.do(1, c.ChangeModes("#a", changes))


def why(assembly: Assembly, session: int, command: c.Command) -> Rejection:
    """The refusal."""
    result = assembly.one(session, command)
    assert isinstance(result, Rejection), result
    return result


def test_to_a_channel(assembly: Assembly) -> None:
    """Under the channel's own name, numbered, with its kind and tags."""
    tags = (("+reply", "x\ny"),)
    command = c.SendMessage("#A", "до встречи", MessageKind.ACTION, tags)
    (result,), outs = assembly.ask(2, command)
    assert isinstance(result, Done)
    assert result.reply is None
    (told,) = deliveries(outs)
    channel, boris = assembly.channel("#a"), assembly.user("boris")
    assert told.audience == InChannel(channel.id)
    record = told.event.record
    assert record.event == MessageSent(boris.id, 0, MessageKind.ACTION)
    assert (record.conversation, told.event.seq) == (channel.id, 3)
    body = record.body
    assert (body.who, body.name, body.text, body.tags) == (  # type: ignore[union-attr]
        boris.who,
        "#a",
        "до встречи",
        tags,
    )


def test_who_cannot_speak(assembly: Assembly) -> None:
    """Outsiders with n, those without voice with m, the banned; and how each gets around it."""
    hello = c.SendMessage("#a", "hello")
    assert why(assembly, 3, hello) == Rejection(Code.CANNOT_SEND, "#a", "n")
    modes(assembly, AskedChange(False, "n"))
    assert isinstance(assembly.one(3, hello), Done)
    modes(assembly, AskedChange(True, "m"))
    for session in (2, 3):
        assert why(assembly, session, hello) == Rejection(Code.CANNOT_SEND, "#a", "m")
    modes(assembly, AskedChange(True, "v", "boris"))
    assert isinstance(assembly.one(2, hello), Done)
    modes(assembly, AskedChange(False, "m"), AskedChange(True, "b", "*!*@host.test"))
    assert isinstance(assembly.one(2, hello), Done), "a voice goes before a ban"
    assert isinstance(assembly.one(1, hello), Done), "as does being an operator"
    modes(assembly, AskedChange(False, "v", "boris"))
    for session in (2, 3):
        assert why(assembly, session, hello) == Rejection(Code.CANNOT_SEND, "#a", "b")
    modes(assembly, AskedChange(True, "e", "gleb"))
    assert isinstance(assembly.one(3, hello), Done)


def test_to_a_user(assembly: Assembly) -> None:
    """Both have one conversation, opened by the first message of either, numbered from 1."""
    first = assembly.do(1, c.SendMessage("GLEB", "hello"))
    assert [type(e) for e in events(first.events)] == [DirectOpened, MessageSent]
    (result,), outs = assembly.ask(3, c.SendMessage("anna", "hello to you"))
    assert isinstance(result, Done)
    (told,) = deliveries(outs)
    anna, gleb = assembly.user("anna"), assembly.user("gleb")
    assert told.audience == OfUsers((anna.id, gleb.id))
    assert first.events[1].seq == 1
    assert told.event.seq == 2
    assert told.event.record.conversation == first.events[1].record.conversation
    assert told.event.record.body.name == "anna"  # type: ignore[union-attr]


def test_to_oneself(assembly: Assembly) -> None:
    """A conversation like others; each session is told once."""
    _, outs = assembly.ask(1, c.SendMessage("anna", "note"))
    anna = assembly.user("anna")
    assert deliveries(outs, MessageSent)[0].audience == OfUsers((anna.id,))
    assert list(anna.directs) == [anna.id]
    assembly.do(1, c.Quit())
    assert sorted(assembly.state.nicks) == ["boris", "gleb"]


def test_to_somebody_away(assembly: Assembly) -> None:
    """The author is told, but not in answer to a notice."""
    assembly.do(2, c.SetAway("tea"))
    assert assembly.reply(1, c.SendMessage("boris", "x")) == AwayNotice("boris", "tea")
    assert assembly.reply(1, c.SendMessage("boris", "x", MessageKind.NOTICE)) is None


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (c.SendMessage("#a", ""), Rejection(Code.NO_TEXT)),
        (c.SendMessage("#x", "x"), Rejection(Code.NO_SUCH_CHANNEL, "#x")),
        (c.SendMessage("#", "x"), Rejection(Code.NO_SUCH_CHANNEL, "#")),
        (c.SendMessage("nobody", "x"), Rejection(Code.NO_SUCH_NICK, "nobody")),
        (c.SendMessage("", "x"), Rejection(Code.NO_SUCH_NICK, "")),
        (c.SendMessage("#a", "x" * 16_385), Rejection(Code.TOO_LONG, "message", "16384")),
        (c.SendTags("#x"), Rejection(Code.NO_SUCH_CHANNEL, "#x")),
        (c.SendTags("nobody"), Rejection(Code.NO_SUCH_NICK, "nobody")),
        (c.SendTags("#a", (("+a", "x" * 4095),)), Rejection(Code.TOO_LONG, "tag", "4096")),
    ],
)
def test_what_cannot_be_sent(assembly: Assembly, command: c.Command, refusal: Rejection) -> None:
    """Refused, saying what is wrong."""
    assert why(assembly, 1, command) == refusal


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\0b", "\n"])
def test_one_line_only(assembly: Assembly, text: str) -> None:
    """A second line cannot be smuggled in."""
    assert why(assembly, 1, c.SendMessage("#a", text)).code is Code.BAD_TEXT


@pytest.mark.parametrize("name", ["a", "", "+a b", "+a;b", "+a=b", "+a\n", "+a\0"])
def test_bad_tag_names(assembly: Assembly, name: str) -> None:
    """Only client-only tags, and only names that need no escaping (message-tags)."""
    assert why(assembly, 1, c.SendTags("#a", ((name, ""),))).code is Code.BAD_TEXT
    assert why(assembly, 1, c.SendMessage("#a", "x", tags=((name, ""),))).code is Code.BAD_TEXT


def test_tag_values(assembly: Assembly) -> None:
    """Line breaks have an escaped form (message-tags), NUL has none."""
    assert isinstance(assembly.one(1, c.SendTags("#a", (("+a", "x\r\ny"),))), Done)
    assert why(assembly, 1, c.SendTags("#a", (("+a", "x\0"),))).code is Code.BAD_TEXT


def test_tags_alone(assembly: Assembly) -> None:
    """Announced, never stored; where one may not speak one may not type."""
    before = len(assembly.log)
    _, outs = assembly.ask(1, c.SendTags("#a", (("+typing", "active"),)))
    channel, gleb = assembly.channel("#a"), assembly.user("gleb")
    assert deliveries(outs, TagsSent)[0].audience == InChannel(channel.id)
    _, outs = assembly.ask(3, c.SendTags("gleb"))
    assert deliveries(outs, TagsSent)[0].audience == OfUsers((gleb.id,))
    assert len(assembly.log) == before
    assert why(assembly, 3, c.SendTags("#a")) == Rejection(Code.CANNOT_SEND, "#a", "n")


def test_a_grant_for_members(assembly: Assembly) -> None:
    """The channel's conversation, for who is in it; the limit is held to a page."""
    channel = assembly.channel("#a")
    reply = assembly.reply(2, c.ReadHistory("#A", HistoryQuery(Direction.BEFORE, 999, seq=5)))
    query = HistoryQuery(Direction.BEFORE, 200, seq=5)
    assert reply == Granted("#a", Grant(channel.id), query)
    refused = Rejection(Code.NOT_IN_CHANNEL, "#a")
    assert why(assembly, 3, c.ReadHistory("#a", PAGE)) == refused
    assembly.do(1, c.Kick("#a", "boris"))
    assert why(assembly, 2, c.ReadHistory("#a", PAGE)) == refused


def test_a_grant_for_two(assembly: Assembly) -> None:
    """Each of two has the conversation that they have with each other, and no other."""
    assembly.do(1, c.SendMessage("boris", "secret"))
    conversation = assembly.log[-1].record.conversation
    for session, other in ((1, "boris"), (2, "anna")):
        reply = assembly.reply(session, c.ReadHistory(other, PAGE))
        assert isinstance(reply, Granted)
        assert reply.grant == Grant(conversation or 0)
    for session, other in ((3, "anna"), (3, "boris"), (1, "gleb"), (1, "anna")):
        reply = assembly.reply(session, c.ReadHistory(other, PAGE))
        assert isinstance(reply, Granted)
        assert reply.grant == Grant(0, 1, 0), "nothing to read"


def test_bad_history_queries(assembly: Assembly) -> None:
    """Refused before anything is looked at."""
    negative = HistoryQuery(Direction.LATEST, -1)
    assert why(assembly, 1, c.ReadHistory("#a", negative)).code is Code.BAD_ARGUMENT
    assert why(assembly, 1, c.ReadHistory("#x", PAGE)) == Rejection(Code.NO_SUCH_CHANNEL, "#x")
    assert why(assembly, 1, c.ReadHistory("x", PAGE)) == Rejection(Code.NO_SUCH_NICK, "x")


def test_several_lines(assembly: Assembly) -> None:
    """One message; where lines were cut for their length is kept beside it."""
    command = c.SendLines("#a", "one\n\ntwo three", cuts=(9,))
    (told,) = assembly.do(2, command).events
    assert told.record.event == MessageSent(assembly.user("boris").id, cuts=(9,))
    assert told.record.body.text == "one\n\ntwo three"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "cuts", "code"),
    [
        ("\n \n", (), Code.NO_TEXT),
        ("a\rb", (), Code.BAD_TEXT),
        ("a\0b", (), Code.BAD_TEXT),
        ("x" * 4097, (), Code.TOO_LONG),
        ("Ж" * 2049, (), Code.TOO_LONG),
        ("\n".join("x" * 101), (), Code.TOO_LONG),
        ("ab", (0,), Code.BAD_ARGUMENT),
        ("ab", (2,), Code.BAD_ARGUMENT),
        ("abc", (2, 1), Code.BAD_ARGUMENT),
        ("a\nb", (1,), Code.BAD_ARGUMENT),
        ("a\nb", (2,), Code.BAD_ARGUMENT),
    ],
)
def test_lines_that_cannot_be(
    assembly: Assembly, text: str, cuts: tuple[int, ...], code: Code
) -> None:
    """IRCv3 multiline, and cuts that would be no cuts."""
    assert why(assembly, 2, c.SendLines("#a", text, cuts=cuts)).code is code


def test_at_the_limits(assembly: Assembly) -> None:
    """Just what is allowed."""
    assembly.do(2, c.SendLines("#a", "x" * 4096))
    assembly.do(2, c.SendLines("#a", "\n".join("x" * 100)))
    assert why(assembly, 2, c.SendMessage("#a", "a\nb")).code is Code.BAD_TEXT


def test_relaying(assembly: Assembly) -> None:
    """An operator speaks for somebody elsewhere, and everybody can see who did."""
    (told,) = assembly.do(1, c.Relay("#a", "ann/elsewhere", "hi")).events
    body = told.record.body
    assert body.who.nick == "ann/elsewhere"  # type: ignore[union-attr]
    assert body.tags == (("draft/relaymsg", "anna"),)  # type: ignore[union-attr]
    assert why(assembly, 2, c.Relay("#a", "ann/elsewhere", "hi")).code is Code.OPERATOR_NEEDED
    for name in ("ann", "a!b/c", "/c", "a/", "a/b/c"):
        assert why(assembly, 1, c.Relay("#a", name, "hi")).code is Code.BAD_NICK
