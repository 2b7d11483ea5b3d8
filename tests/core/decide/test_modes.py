"""Modes of channels."""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import InChannel
from veche.core.commands import AskedChange
from veche.core.events import ModeChange, ModesChanged
from veche.core.exchange import Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Refusals
from veche.core.state import Channel


def line(text: str) -> tuple[AskedChange, ...]:
    """The changes of a MODE line in short: "+m -k +o:boris"."""
    changes = []
    for word in text.split():
        letter, colon, argument = word[1:].partition(":")
        changes.append(AskedChange(word[0] == "+", letter, argument if colon else None))
    return tuple(changes)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), the operator, and Boris (2) in #a; Gleb (3) outside."""
    return people(Limits())


def people(limits: Limits) -> Assembly:
    """The same with these limits."""
    assembly = Assembly(limits)
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    assembly.enter(3, "gleb")
    assembly.do(1, c.ChangeModes("#a", line("-n -t")))
    return assembly


def made(assembly: Assembly, text: str) -> str:
    """What of Anna's MODE line on #a was done, in the same short form; or why nothing was."""
    result = assembly.one(1, c.ChangeModes("#a", line(text)))
    if isinstance(result, Rejection):
        return " ".join((result.code.value, result.subject, result.detail)).strip()
    if not result.events:
        return ""
    changes = result.events[0].record.body.changes  # type: ignore[union-attr]
    return " ".join(
        f"{'+' if m.adding else '-'}{m.letter}" + (f":{m.argument}" if m.argument else "")
        for m in changes
    )


def channel(assembly: Assembly) -> Channel:
    """#a."""
    return assembly.channel("#a")


@pytest.mark.parametrize("letter", "imnst")
def test_flags(assembly: Assembly, letter: str) -> None:
    """On, on again, off, off again; an argument is not looked at."""
    assert made(assembly, f"+{letter}") == f"+{letter}"
    assert made(assembly, f"+{letter}:x") == ""
    assert letter in channel(assembly).modes
    assert made(assembly, f"-{letter}") == f"-{letter}"
    assert made(assembly, f"-{letter}") == ""
    assert channel(assembly).modes == {}


@pytest.mark.parametrize("letter", "ov")
def test_member_modes(assembly: Assembly, letter: str) -> None:
    """By nick; the event knows the user, and says the nick as it is."""
    boris = assembly.user("boris").id
    done = assembly.do(1, c.ChangeModes("#A", line(f"+{letter}:BORIS")))
    changes = done.events[0].record.body.changes  # type: ignore[union-attr]
    assert changes == (ModeChange(True, letter, "boris", boris),)
    assert channel(assembly).members[boris] == letter
    assert made(assembly, f"+{letter}:boris") == ""
    assert made(assembly, f"-{letter}:boris") == f"-{letter}:boris"
    assert channel(assembly).members[boris] == ""
    assert made(assembly, f"+{letter}") == f"bad-mode-argument #a {letter}"
    assert made(assembly, f"+{letter}:nobody") == "no-such-nick nobody"
    assert made(assembly, f"+{letter}:gleb") == "they-are-not-in-channel gleb #a"


def test_the_order_of_member_letters(assembly: Assembly) -> None:
    """Highest first, however they were given."""
    made(assembly, "+v:boris +o:boris")
    assert channel(assembly).members[assembly.user("boris").id] == "ov"


@pytest.mark.parametrize("letter", "beI")
def test_masks(assembly: Assembly, letter: str) -> None:
    """In full form, folded for comparing, kept as typed."""
    assert made(assembly, f"+{letter}:Bob") == f"+{letter}:Bob!*@*"
    (entry,) = channel(assembly).masks[letter].values()
    assert (entry.mask, entry.by, entry.at_ms) == ("Bob!*@*", "anna", assembly.now_ms)
    assert made(assembly, f"+{letter}:bOB!*@*") == ""
    assert made(assembly, f"-{letter}:bob") == f"-{letter}:bob!*@*"
    assert made(assembly, f"-{letter}:bob") == ""
    assert made(assembly, f"+{letter}") == f"bad-mode-argument #a {letter}"
    assert made(assembly, f"+{letter}::x").startswith("bad-mode-argument")
    assert made(assembly, f"+{letter}:{'x' * 201}").startswith("bad-mode-argument")
    spaced = (AskedChange(True, letter, "a b"), AskedChange(True, letter, "a\n"))
    for change in spaced:
        assert isinstance(assembly.one(1, c.ChangeModes("#a", (change,))), Rejection)


def test_a_list_is_full() -> None:
    """All lists of a channel together; within one line too; taking off makes room."""
    assembly = people(Limits(masks_per_channel=3))
    assert made(assembly, "+b:a +e:b +I:c +b:d") == "+b:a!*@* +e:b!*@* +I:c!*@*"
    assert made(assembly, "+b:d") == "list-full #a b d!*@*"
    assert made(assembly, "+b:a") == ""
    assert made(assembly, "-e:b +b:d") == "-e:b!*@* +b:d!*@*"


def test_keys(assembly: Assembly) -> None:
    """Taken off without knowing it; the line then tells which it was."""
    assert made(assembly, "+k:Secret") == "+k:Secret"
    assert made(assembly, "+k:Secret") == ""
    assert made(assembly, "+k:other") == "+k:other"
    assert made(assembly, "-k") == "-k:other"
    assert made(assembly, "-k:x") == ""
    for bad in ("+k", "+k:", "+k:a,b", "+k::a", "+k:" + "x" * 65):
        assert made(assembly, bad).startswith("bad-mode-argument #a k")
    spaced = c.ChangeModes("#a", (AskedChange(True, "k", "a b"),))
    assert isinstance(assembly.one(1, spaced), Rejection)


def test_limits(assembly: Assembly) -> None:
    """A number from 1 up, in its plain form."""
    assert made(assembly, "+l:007") == "+l:7"
    assert made(assembly, "+l:7") == ""
    assert made(assembly, "+l:8") == "+l:8"
    assert made(assembly, "-l") == "-l"
    assert made(assembly, "-l") == ""
    for bad in ("", "0", "-1", "x", "1.5", "٣", "1" * 10):
        assert made(assembly, f"+l:{bad}").startswith("bad-mode-argument #a l")
    assert made(assembly, "+l") == "bad-mode-argument #a l"


@pytest.mark.parametrize(
    ("text", "done", "modes"),
    [
        ("+m -m", "+m -m", {}),
        ("+m +m", "+m", {"m": ""}),
        ("+k:a -k", "+k:a -k:a", {}),
        ("+k:a -k +k:a", "+k:a -k:a +k:a", {"k": "a"}),
        ("+l:5 -l -l", "+l:5 -l", {}),
        ("+l:5 +l:5 +l:6", "+l:5 +l:6", {"l": "6"}),
    ],
)
def test_each_change_sees_the_one_before(
    assembly: Assembly, text: str, done: str, modes: dict[str, str]
) -> None:
    """A line is what its changes would be one by one."""
    assert made(assembly, text) == done
    assert channel(assembly).modes == modes


def test_members_and_masks_in_one_line(assembly: Assembly) -> None:
    """As above."""
    boris = assembly.user("boris").id
    assert made(assembly, "+v:boris -v:boris +o:anna") == "+v:boris -v:boris"
    assert channel(assembly).members[boris] == ""
    assert made(assembly, "+v:boris +v:Boris") == "+v:boris"
    assert made(assembly, "+b:x +b:X -b:x") == "+b:x!*@* -b:x!*@*"
    assert channel(assembly).masks["b"] == {}
    assert made(assembly, "-o:anna +m") == "-o:anna +m", "rights are those at the line's start"
    assert made(assembly, "-m") == "operator-needed #a"


def test_what_can_be_done_is_done(assembly: Assembly) -> None:
    """And for each letter that could not be changed it is told why, once."""
    wrong = (Rejection(Code.UNKNOWN_MODE, "x", "#a"), Rejection(Code.NO_SUCH_NICK, "nobody"))
    assert made(assembly, "+x +m +x +o:nobody") == "+m"
    assert assembly.reply(1, c.ChangeModes("#a", line("+x -m +o:nobody"))) == Refusals(wrong)
    assert assembly.reply(1, c.ChangeModes("#a", line("+x +o:nobody"))) == Refusals(wrong)
    assert made(assembly, "+x") == "unknown-mode x #a"
    assert made(assembly, "") == ""


HELPERS = "vbeI"
"""What half-operators may change."""


@pytest.mark.parametrize("asked", ["+v:boris", "+b:x", "+e:x", "+I:x", "+m", "+k:x", "+W:5"])
def test_what_half_operators_may(assembly: Assembly, asked: str) -> None:
    """Voice and the lists, nothing that changes the channel itself."""
    assembly.enter(9, "hanna", c.Join("#a"))
    assembly.do(1, c.ChangeModes("#a", line("+h:hanna")))
    result = assembly.one(9, c.ChangeModes("#a", line(asked)))
    allowed = asked[1] in HELPERS
    assert isinstance(result, Done) == allowed
    if not allowed:
        assert result == Rejection(Code.OPERATOR_NEEDED, "#a")


@pytest.mark.parametrize("letter", "qa")
def test_only_founders_give_the_highest(assembly: Assembly, letter: str) -> None:
    """An operator gives what it is itself, no more."""
    assert made(assembly, f"+{letter}:boris") == "operator-needed #a"
    assert made(assembly, "+o:boris") == "+o:boris"


def test_equals_and_higher(assembly: Assembly) -> None:
    """Operators take from each other; nobody from who stands higher; oneself gives up all."""
    founder = assembly.user("boris")
    channel(assembly).members[founder.id] = "qo"
    assert made(assembly, "-o:boris") == "operator-needed #a"
    assert assembly.do(2, c.ChangeModes("#a", line("-q:boris"))).events
    assert made(assembly, "-o:boris") == "-o:boris"


def test_slow_mode_has_a_limit(assembly: Assembly) -> None:
    """Seconds, an hour at most."""
    assert made(assembly, "+W:10") == "+W:10"
    assert made(assembly, "+W:3601") == "bad-mode-argument #a W 3601"
    assert made(assembly, "-W") == "-W"


def test_forwarding(assembly: Assembly) -> None:
    """To a channel that is there, another one, and that the actor operates."""
    assembly.do(1, c.Join("#b"))
    assembly.do(3, c.Join("#theirs"))
    assert made(assembly, "+f:#none") == "bad-mode-argument #a f #none"
    assert made(assembly, "+f:#a") == "bad-mode-argument #a f #a"
    assert made(assembly, "+f:#theirs") == "operator-needed #theirs"
    assert made(assembly, "+f:#B") == "+f:#b"
    assert made(assembly, "-f") == "-f"


@pytest.mark.parametrize("letter", ["x", "", "mn", "beI", "ov", "é"])
def test_unknown_letters(assembly: Assembly, letter: str) -> None:
    """One letter, and one of those that there are."""
    result = assembly.one(1, c.ChangeModes("#a", (AskedChange(True, letter, "boris"),)))
    assert result == Rejection(Code.UNKNOWN_MODE, letter, "#a")


def test_a_long_line_is_cut() -> None:
    """Changes with an argument are counted (ISUPPORT MODES), flags come on top; no end of letters.

    https://modern.ircdocs.horse/#modes-parameter
    """
    assembly = people(Limits(modes_per_line=2))
    assert made(assembly, "+m +b:x +s +v:boris +b:y +t -k") == "+m +b:x!*@* +s +v:boris +t"
    assert made(assembly, " ".join(["-m", "+m"] * 40)).count("m") == 32


def test_who_may_not(assembly: Assembly) -> None:
    """Strangers, members; and where there is no channel."""
    for session, target, refusal in (
        (3, "#a", Rejection(Code.NOT_IN_CHANNEL, "#a")),
        (2, "#a", Rejection(Code.OPERATOR_NEEDED, "#a")),
        (1, "#x", Rejection(Code.NO_SUCH_CHANNEL, "#x")),
    ):
        assert assembly.one(session, c.ChangeModes(target, line("+m"))) == refusal


def test_members_are_told(assembly: Assembly) -> None:
    """In one event that takes a number in the channel."""
    _, outs = assembly.ask(1, c.ChangeModes("#a", line("+m +k:x")))
    (told,) = deliveries(outs, ModesChanged)
    assert told.audience == InChannel(channel(assembly).id)
    assert told.event.record.conversation == channel(assembly).id
