"""Who came and went, in one sentence."""

import pytest

from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.folding import fold
from veche.terminal.screen.labels import ENGLISH, RUSSIAN

VERBS = {"+": EntryKind.JOINED, "-": EntryKind.LEFT, "=": EntryKind.RENAMED}


def entries(script: str) -> list[Entry]:
    """Return what `+alice -bob:reason =carol:caro` tells."""
    found = []
    for word in script.split():
        who, _, text = word[1:].partition(":")
        found.append(Entry(VERBS[word[0]], text, who))
    return found


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("+alice", "alice joined"),
        ("+alice +bob -carol", "alice, bob joined · carol left"),
        ("-carol:tea", "carol left (tea)"),
        ("-carol:tea -dave:coffee", "carol, dave left"),
        ("+erin -erin", "erin came and went"),
        ("+erin -erin +erin -erin +erin", "erin joined"),
        ("-erin:x +erin", "erin is back"),
        ("-erin +erin -bob +bob", "erin, bob are back"),
        ("=zed:zoe", "zed → zoe"),
        ("=zed:zoe =zoe:zack", "zed → zack"),
        ("+zed =zed:zoe", "zoe joined"),
        ("=zed:zoe -zoe", "zoe left"),
        ("=zed:zoe =zoe:zed", "zed"),
        ("=a:b =b:c +b", "b joined · a → c"),
        (" ".join(f"+n{n}" for n in range(10)), "n0, n1, n2, n3, n4, n5, n6, n7, 2 more joined"),
    ],
)
def test_sentences(script: str, sentence: str) -> None:
    """What is left of it all, each person once."""
    assert fold(entries(script), ENGLISH) == sentence


def test_in_russian() -> None:
    """Verbs agree in number."""
    assert fold(entries("+alice -bob -carol"), RUSSIAN) == "alice входит · bob, carol выходят"
