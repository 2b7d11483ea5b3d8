"""Who is told that a channel has another name."""

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.audience import InChannel, Sessions
from veche.core.events import ChannelMoved, ChannelRenamed, MovedBody
from veche.core.exchange import Deliver


def test_each_member_in_its_own_name() -> None:
    """With the topic and everybody's name, as if it came in; all others in one line."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), c.SetTopic("#a", "tea"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "vera")
    _, outs = assembly.ask(1, c.RenameChannel("#a", "#b", "better"))
    delivered = [out for out in outs if isinstance(out, Deliver)]
    moves = [d for d in delivered if isinstance(d.event.record.event, ChannelMoved)]
    assert [d.audience for d in moves] == [Sessions((1,)), Sessions((2,))]
    for told, nick in zip(moves, ("anna", "boris"), strict=True):
        body = told.event.record.body
        assert isinstance(body, MovedBody)
        assert (body.who.nick, body.name, body.new, body.text) == (nick, "#a", "#b", "better")
        assert body.topic is not None
        assert body.topic[:2] == ("tea", "anna")
        assert [(letters, who.nick) for letters, who in body.members] == [
            ("o", "anna"),
            ("", "boris"),
        ]
    (renamed,) = [d for d in delivered if isinstance(d.event.record.event, ChannelRenamed)]
    assert renamed.audience == InChannel(assembly.channel("#b").id)


def test_another_case_is_no_move() -> None:
    """IRCv3 channel-rename, "Fallback"."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    _, outs = assembly.ask(1, c.RenameChannel("#a", "#A"))
    kinds = [type(out.event.record.event) for out in outs if isinstance(out, Deliver)]
    assert ChannelRenamed in kinds
    assert ChannelMoved not in kinds
    assert assembly.channel("#a").name == "#A"
