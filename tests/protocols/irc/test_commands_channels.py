"""JOIN to KICK. https://modern.ircdocs.horse/#channel-operations"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core import commands as core
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.requests import Local


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("JOIN #a", [core.Join("#a")]),
        ("JOIN #a,#b key", [core.Join("#a", "key"), core.Join("#b")]),
        ("JOIN #a,,#b one,two,three", [core.Join("#a", "one"), core.Join("#b", "three")]),
        ("JOIN #a,#a", [core.Join("#a")]),
        ("JOIN 0", [core.PartAll()]),
        ("PART #a,#b :so long", [core.Part("#a", "so long"), core.Part("#b", "so long")]),
        ("PART #a", [core.Part("#a")]),
        ("TOPIC #a", [core.ReadTopic("#a")]),
        ("TOPIC #a :", [core.SetTopic("#a", "")]),
        ("TOPIC #a :new one", [core.SetTopic("#a", "new one")]),
        ("NAMES", [core.Echo(Local("NAMES"))]),
        ("NAMES #a,#b", [core.ReadMembers("#a"), core.ReadMembers("#b")]),
        ("INVITE bob #a", [core.Invite("bob", "#a")]),
        ("INVITE", [core.ListInvites()]),
        ("KICK #a bob", [core.Kick("#a", "bob")]),
        ("KICK #a bob,eve :out", [core.Kick("#a", "bob", "out"), core.Kick("#a", "eve", "out")]),
        ("KICK #a,#b bob,bob", [core.Kick("#a", "bob"), core.Kick("#b", "bob")]),
        ("LIST", [core.ListChannels()]),
        ("LIST #a,#b", [core.ListChannels(names=("#a", "#b"))]),
        ("LIST >2,<9", [core.ListChannels(more_than=2, fewer_than=9)]),
        ("LIST #a*,!*b* >0", [core.ListChannels(masks=("#a*",), not_masks=("*b*",), more_than=0)]),
        ("LIST C>60,T<5", [core.ListChannels(made_longer_ago_s=3600, topic_less_ago_s=300)]),
        ("LIST t>1 c<2", [core.ListChannels(topic_longer_ago_s=60, made_less_ago_s=120)]),
        ("LIST foo", [core.ListChannels(masks=("foo",))]),
    ],
)
def test_parameters(line: str, expected: list[core.Command]) -> None:
    """Each form of each command."""
    assert commands_of(line) == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("JOIN ,", Code.NEED_MORE),
        ("PART ,", Code.NEED_MORE),
        ("TOPIC :", Code.NEED_MORE),
        ("INVITE bob", Code.NEED_MORE),
        ("INVITE bob :", Code.NEED_MORE),
        ("KICK #a", Code.NEED_MORE),
        ("KICK #a,#b bob", Code.NEED_MORE),
        ("KICK #a :", Code.NEED_MORE),
        ("LIST >x", Code.BAD_ARGUMENT),
        ("LIST C<", Code.BAD_ARGUMENT),
        ("LIST T>9999999999", Code.BAD_ARGUMENT),
    ],
)
def test_refused(line: str, code: Code) -> None:
    """Too little, or not what was said."""
    assert refusal(line) is code


def test_kick_pairs() -> None:
    """The same channel may stand there more than once: the first nick is of the first channel.

    https://modern.ircdocs.horse/#kick-message
    """
    assert commands_of("KICK #a,#b,#a x,y,z :out") == [
        core.Kick("#a", "x", "out"),
        core.Kick("#b", "y", "out"),
        core.Kick("#a", "z", "out"),
    ]


@pytest.mark.parametrize("word", ["JOIN", "PART", "NAMES", "LIST", "KICK"])
def test_too_many_targets(word: str) -> None:
    """A list over the limit of ISUPPORT becomes one refusal, not thousands of commands."""
    few = Limits(joins_per_line=3, targets_per_line=3)
    listed = ",".join(f"#{n}" for n in range(100))
    line = f"KICK #a {listed}" if word == "KICK" else f"{word} {listed}"
    assert refusal(line, few) is Code.TOO_MANY_TARGETS
    assert refusal(f"KICK {listed} x", few) is Code.TOO_MANY_TARGETS


def test_lengths_of_isupport() -> None:
    """Texts are cut to what was advertised."""
    short = Limits(topic_chars=3, reason_chars=2)
    assert commands_of("TOPIC #a :ябвг", short) == [core.SetTopic("#a", "ябв")]
    assert commands_of("PART #a :long", short) == [core.Part("#a", "lo")]
    assert commands_of("KICK #a bob :long", short) == [core.Kick("#a", "bob", "lo")]
