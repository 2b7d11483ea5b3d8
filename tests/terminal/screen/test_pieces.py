"""What an entry says, in pieces."""

import pytest
from hypothesis import given

from tests.terminal.screen.conversations import nasty_texts, said
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.pieces import FAINT, Piece, Role, body, folded, split


def words(pieces: list[Piece]) -> str:
    """Return the text of all."""
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("kind", "aligned", "inline"),
    [
        (EntryKind.SAID, "hi", "bob: hi"),
        (EntryKind.ACTION, "bob hi", "* bob hi"),
        (EntryKind.NOTICE, "hi", "-bob- hi"),
        (EntryKind.STATUS, "hi", "· hi"),
    ],
)
def test_words(kind: EntryKind, aligned: str, inline: str) -> None:
    """The name stands in the text where it has no column."""
    entry = Entry(kind, "hi", "bob")
    assert words(body(entry, ENGLISH, aligned=True)) == aligned
    assert words(body(entry, ENGLISH, aligned=False)) == inline


def test_a_refused_message_says_why() -> None:
    """After its text, and all of it looks refused."""
    entry = said(0, "hi", own=True, failed=True, reason="muted {x}")
    pieces = body(entry, ENGLISH, aligned=True)
    assert words(pieces) == "hi (not sent: muted {x})"
    assert {piece.look.role for piece in pieces} == {Role.FAILED}


@pytest.mark.parametrize(
    ("entry", "role"),
    [
        (said(0), Role.TEXT),
        (said(0, mention=True), Role.MENTION),
        (said(0, own=True, pending=1), Role.PENDING),
        (Entry(EntryKind.STATUS, "x"), Role.FAINT),
    ],
)
def test_roles(entry: Entry, role: Role) -> None:
    """The text tells what it is."""
    assert body(entry, ENGLISH, aligned=True)[-1].look.role is role


def test_folded_is_faint() -> None:
    """All of it."""
    assert folded("x joined", aligned=False) == [Piece("· ", FAINT), Piece("x joined", FAINT)]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://x.example/a?b=c.", ["https://x.example/a?b=c"]),
        ("(http://x.example/y), HTTPS://Z.example!", ["http://x.example/y", "HTTPS://Z.example"]),
        ("irc://x.example/y ftp no:// xhttps://a", ["irc://x.example/y"]),
        ("https://", []),
    ],
)
def test_links(text: str, links: list[str]) -> None:
    """Underlined without the punctuation after them."""
    assert [part.text for part in split(Piece(text, FAINT), "") if part.look.link] == links


@pytest.mark.parametrize(
    ("text", "found", "marked"),
    [
        ("a Cat, a cAt", "cat", ["Cat", "cAt"]),
        ("Straße", "ss", ["ß"]),
        ("İx İy", "y", ["y"]),
        ("aaa", "aa", ["aa"]),
        ("none", "cat", []),
    ],
)
def test_what_is_found_is_marked(text: str, found: str, marked: list[str]) -> None:
    """Whatever the case, also where a letter folds to two."""
    assert [part.text for part in split(Piece(text, FAINT), found) if part.look.found] == marked


@given(nasty_texts, nasty_texts)
def test_splitting_loses_nothing(text: str, found: str) -> None:
    """The parts are the whole."""
    assert words(list(split(Piece(text, FAINT), found.casefold()))) == text
