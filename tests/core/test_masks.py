"""Globs, compared with a reference, and their time in the worst case."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.events import Who
from veche.core.masks import canonical, fits_any, matches


def reference(glob: str, text: str) -> bool:
    """The same by regular expression."""
    pattern = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in glob)
    return re.fullmatch(pattern, text, re.DOTALL) is not None


@given(st.text("ab*?", max_size=8), st.text("ab*?\n", max_size=12))
def test_as_the_reference(glob: str, text: str) -> None:
    """Stars and question marks in the text are letters like others."""
    assert matches(glob, text) == reference(glob, text)


@given(st.text(max_size=20))
def test_every_text_fits_itself_and_a_star(text: str) -> None:
    """Every text has a glob."""
    assert matches(text, text)
    assert matches("*", text)
    assert matches("?" * len(text), text)


class Counted(str):
    """A text that counts how often a character of it is looked at."""

    __slots__ = ("looks",)
    looks: int

    def __getitem__(self, key: object) -> str:
        self.looks = getattr(self, "looks", 0) + 1
        return super().__getitem__(key)  # type: ignore[index]


@pytest.mark.parametrize("stars", [1, 20, 60])
def test_no_glob_takes_long(stars: int) -> None:
    """Looks are at most the glob's length times the text's, where backtracking would never end."""
    glob, text = Counted("a*" * stars + "b"), Counted("a" * 400)
    assert not matches(glob, text)
    assert text.looks <= 2 * len(glob) * len(text)


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("bob", "bob!*@*"),
        ("bob!*", "bob!*@*"),
        ("*!u@h", "*!u@h"),
        ("u@h", "*!u@h"),
        ("@h", "*!*@h"),
        ("bob!u", "bob!u@*"),
        ("!@", "*!*@*"),
        ("", "*!*@*"),
        ("a!b!c@d@e", "a!b!c@d@e"),
    ],
)
def test_the_full_form_of_a_mask(typed: str, full: str) -> None:
    """What is left out is anything; the full form is its own."""
    assert canonical(typed) == full
    assert canonical(full) == full


@given(st.text(max_size=20))
def test_the_full_form_is_final(mask: str) -> None:
    """Completing twice changes nothing."""
    assert canonical(canonical(mask)) == canonical(mask)


def test_fitting_a_user() -> None:
    """By nick, user name and host together, case apart; any one of the masks is enough."""
    who = Who("Алиса", "User", "Host.Test")
    assert fits_any(["bob!*@*", "алиса!user@*"], who)
    assert fits_any(["*!*@host.test"], who)
    assert not fits_any(["*!*@host"], who)
    assert not fits_any([], who)


def test_a_user_name_nobody_vouched_for() -> None:
    """What clients offer, `*!~name@*`, fits the name with and without its sign, and no other."""
    assert fits_any(["*!~evan@*"], Who("qux", "evan", "h"))
    assert fits_any(["*!~evan@*"], Who("qux", "~evan", "h"))
    assert fits_any(["m:*!~evan@*"], Who("qux", "evan", "h"), muted=True)
    assert not fits_any(["*!~evan@*"], Who("qux", "ivan", "h"))
    assert not fits_any(["*!evan@*"], Who("qux", "~evan", "h"))
