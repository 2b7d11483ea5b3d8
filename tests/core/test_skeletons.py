"""Names that look the same. Unicode Technical Standard 39, section 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.names import fold
from veche.core.skeletons import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("evan", "еvan"),  # Cyrillic e
        ("Bob", "Воb"),  # Cyrillic capitals and o
        ("paypal", "раураl"),
        ("alice", "ɑlιce"),
        ("ОЛЯ", "олЯ"),
        ("كريم", "کریم"),  # Arabic and Persian kaf and yeh
    ],
)
def test_look_alikes(one: str, other: str) -> None:
    """Letters of other scripts that pass for Latin ones, and of Arabic for one another."""
    assert one != other
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bob1", "bobl"), ("Алиса", "alice"), ("вова", "bova"), ("jose", "josé"), ("小猫", "大猫")],
)
def test_names_that_can_be_told_apart(one: str, other: str) -> None:
    """ASCII is taken as it is, and so are accents and other scripts."""
    assert skeleton(one) != skeleton(other)


@given(st.text(max_size=200))
def test_stable(name: str) -> None:
    """It never fails; what is the same name when folded looks the same in ASCII."""
    looks = skeleton(name)
    assert looks == skeleton(name)
    if name.isascii():
        assert looks == fold(name)
