"""MODE. https://modern.ircdocs.horse/#mode-message"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core.commands import AskedChange, ChangeModes, Command, ReadMasks, ReadModes
from veche.core.limits import Limits
from veche.core.rejections import Code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("MODE #c", [ReadModes("#c")]),
        ("MODE #c :", [ReadModes("#c")]),
        ("MODE #c +", [ReadModes("#c")]),
        ("MODE alice", [ReadModes("alice")]),
        ("MODE alice -i", [ChangeModes("alice", (AskedChange(False, "i"),))]),
        ("MODE #c b", [ReadMasks("#c", "b")]),
        ("MODE #c +bbI", [ReadMasks("#c", "b"), ReadMasks("#c", "I")]),
        ("MODE #c nt", [ChangeModes("#c", (AskedChange(True, "n"), AskedChange(True, "t")))]),
        (
            "MODE #c +o-v+l bob eve 5",
            [
                ChangeModes(
                    "#c",
                    (
                        AskedChange(True, "o", "bob"),
                        AskedChange(False, "v", "eve"),
                        AskedChange(True, "l", "5"),
                    ),
                )
            ],
        ),
        (
            "MODE #c -lk+i key",
            [
                ChangeModes(
                    "#c",
                    (
                        AskedChange(False, "l"),
                        AskedChange(False, "k", "key"),
                        AskedChange(True, "i"),
                    ),
                )
            ],
        ),
        ("MODE #c +k", [ChangeModes("#c", (AskedChange(True, "k"),))]),
        ("MODE #c +Z", [ChangeModes("#c", (AskedChange(True, "Z"),))]),
        (
            "MODE #c +bt",
            [ChangeModes("#c", (AskedChange(True, "t"),)), ReadMasks("#c", "b")],
        ),
    ],
)
def test_parameters(line: str, expected: list[Command]) -> None:
    """Arguments go to the letters that take one; a list letter without one is a question."""
    assert commands_of(line) == expected


def test_unknown_letters_go_apart() -> None:
    """What is known is done, what is not is refused."""
    assert commands_of("MODE #c +nZt-Y") == [
        ChangeModes("#c", (AskedChange(True, "n"), AskedChange(True, "t"))),
        ChangeModes("#c", (AskedChange(True, "Z"), AskedChange(False, "Y"))),
    ]
    assert commands_of("MODE alice +iZ") == [
        ChangeModes("alice", (AskedChange(True, "i"),)),
        ChangeModes("alice", (AskedChange(True, "Z"),)),
    ]


def test_surplus_is_ignored() -> None:
    """Over MODES= of ISUPPORT, and flags without end."""
    (change,) = commands_of("MODE #c +ooot a b c", Limits(modes_per_line=2))
    assert isinstance(change, ChangeModes)
    assert [(c.letter, c.argument) for c in change.changes] == [
        ("o", "a"),
        ("o", "b"),
        ("t", None),
    ]
    (many,) = commands_of(f"MODE #c {'+n' * 200}")
    assert isinstance(many, ChangeModes)
    assert len(many.changes) <= 32


def test_no_target() -> None:
    """461."""
    assert refusal("MODE") is Code.NEED_MORE
