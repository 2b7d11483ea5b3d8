"""Modes of channels and of oneself."""

import pytest

from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import InChannel, OfUsers
from veche.core.commands import AskedChange
from veche.core.events import ModeChange, ModesChanged, UserModesChanged
from veche.core.exchange import Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Counts, UserModes
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
    """A refusal is told only where nothing could be; then the first one."""
    assert made(assembly, "+x +m +o:nobody") == "+m"
    assert made(assembly, "+x +o:nobody") == "unknown-mode x #a"
    assert made(assembly, "") == ""


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


# -- one's own -----------------------------------------------------------------------------------


def test_own_modes(assembly: Assembly) -> None:
    """Told to one's own sessions; each change sees the one before."""
    _, outs = assembly.ask(3, c.ChangeModes("GLEB", line("+i")))
    (told,) = deliveries(outs, UserModesChanged)
    assert told.audience == OfUsers((assembly.user("gleb").id,))
    assert assembly.reply(3, c.ReadModes("gleb")) == UserModes("i")
    assert assembly.one(3, c.ChangeModes("gleb", line("+i"))) == Done()
    assembly.do(3, c.ChangeModes("gleb", line("-i +i -i")))
    assert assembly.reply(3, c.ReadModes("gleb")) == UserModes("")


@pytest.mark.parametrize("letter", ["o", "x", "", "ii"])
def test_unknown_own_modes(assembly: Assembly, letter: str) -> None:
    """Refused when nothing else was asked."""
    change = AskedChange(True, letter)
    refused = assembly.one(3, c.ChangeModes("gleb", (change,)))
    if letter:
        assert refused == Rejection(Code.UNKNOWN_USER_MODE, letter)
    assert assembly.user("gleb").modes == ""
    assembly.do(3, c.ChangeModes("gleb", (change, AskedChange(True, "i"))))
    assert assembly.user("gleb").modes == "i"


def test_others_modes(assembly: Assembly) -> None:
    """Are their own business."""
    ask = c.ChangeModes("boris", line("+i"))
    assert assembly.one(3, ask) == Rejection(Code.NOT_YOURSELF, "boris")
    ask = c.ChangeModes("nobody", line("+i"))
    assert assembly.one(3, ask) == Rejection(Code.NO_SUCH_NICK, "nobody")


def test_the_invisible_are_counted_while_they_are_here() -> None:
    """Who is detached is neither user nor invisible user."""
    assembly = Assembly()
    assembly.enter(1, "anna")
    assembly.enter(2, "boris", c.ChangeModes("boris", line("+i")), secret=b"boris")
    assert assembly.reply(1, c.CountUsers()) == Counts(2, 1, 1, 2)
    assembly.do(2, c.Disconnected())
    assert assembly.reply(1, c.CountUsers()) == Counts(1, 0, 1, 2)
    assembly.do(3, c.Register("", "", "", "", resume=b"boris"))
    assert assembly.reply(1, c.CountUsers()) == Counts(2, 1, 1, 2)
