"""Another name for a channel. https://ircv3.net/specs/extensions/channel-rename"""

import pytest

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a."""
    assembly = Assembly(Limits(renames=2))
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    return assembly


def test_all_stays_but_the_name(assembly: Assembly) -> None:
    """Members, modes, the conversation; the old name is free for another channel."""
    channel = assembly.channel("#a")
    assembly.do(1, c.RenameChannel("#a", "#Чай", "better"))
    assert assembly.channel("#чай") is channel
    assert channel.name == "#Чай"
    assert len(channel.members) == 2
    assembly.enter(3, "vera", c.Join("#a"))
    assert assembly.channel("#a") is not channel


def test_members_who_have_not_heard(assembly: Assembly) -> None:
    """What they say under the old name arrives, while nobody else has it."""
    channel = assembly.channel("#a")
    assembly.do(1, c.RenameChannel("#a", "#b"))
    assembly.do(2, c.SendMessage("#a", "hello"))
    assert assembly.log[-1].record.conversation == channel.id
    assembly.enter(3, "vera")
    refused = assembly.one(3, c.SendMessage("#a", "hello"))
    assert refused == Rejection(Code.NO_SUCH_CHANNEL, "#a")


def test_what_is_refused(assembly: Assembly) -> None:
    """A name that is taken, that is none, the server's own channel; too often."""
    assembly.do(1, c.Join("#b"))
    taken = assembly.one(1, c.RenameChannel("#a", "#B"))
    assert taken == Rejection(Code.NAME_TAKEN, "#a", "#B")
    none = assembly.one(1, c.RenameChannel("#a", "a"))
    assert isinstance(none, Rejection)
    assert none.code is Code.CANNOT_RENAME
    assembly.do(1, c.RenameChannel("#a", "#A"))
    assembly.do(1, c.RenameChannel("#a", "#c"))
    often = assembly.one(1, c.RenameChannel("#c", "#d"))
    assert isinstance(often, Rejection)
    assert often.code is Code.CANNOT_RENAME
    lobby = assembly.channel("#lobby")
    assembly.do(1, c.Join("#lobby"))
    lobby.members[assembly.user("anna").id] = "o"
    kept = assembly.one(1, c.RenameChannel("#lobby", "#hall"))
    assert isinstance(kept, Rejection)
    assert kept.code is Code.CANNOT_RENAME
