"""Secret channels leak nowhere: to those outside, one that is secret is one that is not there."""

import msgspec
import pytest

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.commands import AskedChange, Command, Direction, HistoryQuery
from veche.core.exchange import Done
from veche.core.rejections import Rejection
from veche.core.replies import Counts

SECRET, NOTHING = "#SecreT", "#Absent"  # of equal length; neither as its maker typed it
PAGE = HistoryQuery(Direction.LATEST, 10)
MODE = (AskedChange(True, "m"),)


def world(modes: str, *, secret: bool = True) -> Assembly:
    """Olga and Tom, in a channel of these modes or not; Una (3) outside, Boris (4) banned."""
    assembly = Assembly()
    for session, nick in enumerate(("olga", "tom", "una", "boris"), 1):
        assembly.enter(session, nick)
    if secret:
        assembly.do(1, c.Join("#secret"))
        assembly.do(2, c.Join("#secret"))
        assembly.do(1, c.SetTopic("#secret", "tea"))
        asked = tuple(AskedChange(True, letter, "key") for letter in modes)
        ban = AskedChange(True, "b", "boris")
        assembly.do(1, c.ChangeModes("#secret", (*asked, ban)))
    return assembly


def about(name: str) -> list[Command]:
    """Everything that names a channel, but entering it."""
    return [
        c.Part(name),
        c.Kick(name, "tom"),
        c.Kick(name, "nobody"),
        c.Invite("olga", name),
        c.Invite("boris", name),
        c.SetTopic(name, "x"),
        c.ChangeModes(name, MODE),
        c.SendMessage(name, "hello"),
        c.SendTags(name),
        c.ReadHistory(name, PAGE),
        c.ReadTopic(name),
        c.ReadModes(name),
        c.ReadMasks(name, "b"),
        c.ReadMasks(name, "x"),
        c.ReadMembers(name),
        c.ListChannels((name,)),
        c.ListChannels(masks=("#s*",)),
        c.ReadWho(name),
    ]


EVERYWHERE = [
    c.ListChannels(),
    c.ListChannels(masks=("*",)),
    c.ListChannels(more_than=0),
    c.ReadWho("*"),
    c.ReadWho("tom"),
    c.ReadWho("t*"),
    c.ReadWhois("tom"),
    c.ReadWhois("olga"),
    c.ReadUsers(("tom", "olga")),
    c.ListInvites(),
    c.Join("#other"),
    c.ChangeNick("una2"),
]


def said(assembly: Assembly, session: int, command: Command) -> str:
    """The answer, written out without ids and positions."""
    result = assembly.one(session, command)
    if isinstance(result, Rejection):
        return repr(result)
    assert isinstance(result, Done)
    told = [msgspec.to_builtins(happened.record.body) for happened in result.events]
    reply = result.reply
    if hasattr(reply, "channel"):
        reply = msgspec.structs.replace(reply, channel=0)  # type: ignore[type-var]
    return repr((told, reply))


@pytest.mark.parametrize("modes", ["sn", "snt", "sni", "snk", "snm"])
@pytest.mark.parametrize("session", [3, 4])
def test_asked_by_name(modes: str, session: int) -> None:
    """The answer about a secret channel is that about none, down to the name's spelling."""
    assembly = world(modes)
    for hidden, absent in zip(about(SECRET), about(NOTHING), strict=True):
        answer = said(assembly, session, hidden)
        assert answer.replace(SECRET, NOTHING) == said(assembly, session, absent)
        assert "#secret" not in answer


@pytest.mark.parametrize("session", [3, 4])
@pytest.mark.parametrize("command", EVERYWHERE, ids=repr)
def test_asked_about_everything(command: Command, session: int) -> None:
    """To those outside, a world with the secret is a world without."""
    with_secret, without = world("snt"), world("", secret=False)
    assert said(with_secret, session, command) == said(without, session, command)


def test_only_the_number_of_channels_is_known() -> None:
    """LUSERS counts all channels, as RFC 2812 has it: that one is there, not which."""
    with_secret = world("snt").reply(3, c.CountUsers())
    without = world("", secret=False).reply(3, c.CountUsers())
    assert isinstance(with_secret, Counts)
    assert isinstance(without, Counts)
    assert (with_secret.users, with_secret.channels - 1) == (without.users, without.channels)


def test_without_n_a_secret_channel_may_be_spoken_to() -> None:
    """Whoever opens that door opens it; the banned still find nothing behind it."""
    assembly = world("s")
    assembly.do(1, c.ChangeModes("#secret", (AskedChange(False, "n"),)))
    assert isinstance(assembly.one(3, c.SendMessage("#secret", "hello")), Done)
    refused = assembly.one(4, c.SendMessage(SECRET, "hello"))
    assert repr(refused).replace(SECRET, NOTHING) == repr(
        assembly.one(4, c.SendMessage(NOTHING, "hello"))
    )


def test_inside_everything_is_seen() -> None:
    """The rules above are not kept by seeing nothing."""
    assembly = world("snt")
    for command in about("#SECRET"):
        if not isinstance(command, c.Part):
            result = assembly.one(2, command)
            assert "NO_SUCH_CHANNEL" not in repr(result), command
            assert "#secret" in repr(result) or "NO_SUCH_NICK" in repr(result), command
