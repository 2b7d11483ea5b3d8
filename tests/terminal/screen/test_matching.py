"""Which name fits what was typed best."""

from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.screen.matching import fit, ranked


def test_the_nearest_comes_first() -> None:
    """The beginning, a part's beginning, somewhere inside, scattered letters."""
    names = ["#adheve", "#wonder-dev", "#undevout", "#development", "#dev"]
    expected = ["#dev", "#development", "#wonder-dev", "#undevout", "#adheve"]
    assert ranked("dev", names, str) == expected


def test_what_does_not_fit_is_left_out() -> None:
    """The letters must be there, in their order."""
    assert fit("ved", "#dev") is None
    assert ranked("zz", ["#dev"], str) == []


def test_case_and_the_sign_of_a_channel_do_not_matter() -> None:
    """In any script."""
    assert fit("ДМ", "дмитрий") is not None
    assert fit("#dev", "#Dev") == fit("dev", "#dev") == 0


def test_what_is_equally_near_keeps_its_order() -> None:
    """Unread rooms come first, and stay so."""
    assert ranked("", ["b", "a"], str) == ["b", "a"]


@given(st.text(max_size=10), st.text(max_size=30))
def test_a_part_of_a_name_always_fits(typed: str, around: str) -> None:
    """Whatever stands around it."""
    assert fit(typed, f"{around}{typed}") is not None or "#" in typed or "&" in typed
