"""File names from strangers: read by RFC 6266 and RFC 8187, and never more than a name."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.server.http.disposition import NAME_BYTES, attachment, clean, file_name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="picture.jpeg"', "picture.jpeg"),
        ("attachment; filename=picture.jpeg", "picture.jpeg"),
        ("ATTACHMENT;FileName = a.txt ; x=1", "a.txt"),
        ('inline; x="; filename=evil"; filename="b;c.txt"', "b;c.txt"),
        (r'attachment; filename="a \"b\" c.txt"', 'a "b" c.txt'),
        ("attachment; filename*=UTF-8''%D0%BA%D0%BE%D1%82.png", "кот.png"),
        ("attachment; filename=\"x.png\"; filename*=utf-8'ru'%D0%BA.png", "к.png"),
        ("attachment; filename*=iso-8859-1''caf%E9.txt", "café.txt"),
        ("attachment; filename*=UTF-8''%FF; filename=ok.txt", "ok.txt"),
        ("attachment; filename*=KOI8-R''%FF; filename=ok.txt", "ok.txt"),
        ("attachment; filename*=nothing; filename=ok.txt", "ok.txt"),
        ('attachment; filename="кот.png"', "кот.png"),
        ('attachment; filename="open', ""),
        ("attachment", ""),
        ("", ""),
        ("filename=x", ""),
    ],
)
def test_headers(header: str, name: str) -> None:
    """RFC 6266 section 5 and what clients really send."""
    assert file_name(header) == name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("..", ""),
        ("/", ""),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie: x"),
        ("a\0b.txt", "ab.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("  a \u2028 b.txt. ", "a b.txt"),
        ("e\u0301.txt", "é.txt"),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
        ("x" * 300 + ".png", "x" * (NAME_BYTES - 4) + ".png"),
        ("x" * 300, "x" * NAME_BYTES),
        ("\udcff.txt", "txt"),
    ],
)
def test_hostile_names(name: str, kept: str) -> None:
    """No path, no second header, nothing that reads otherwise than it is."""
    assert clean(name) == kept


@given(st.text())
def test_a_clean_name_is_one_component_on_one_line(name: str) -> None:
    """Whatever came; and cleaning it again changes nothing."""
    kept = clean(name)
    assert len(kept.encode()) <= NAME_BYTES
    assert not set(kept) & set("/\\")
    assert not kept.startswith(".")
    assert all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in kept)
    assert clean(kept) == kept


@given(st.text())
def test_what_is_written_is_read_again(name: str) -> None:
    """In ASCII, in one line."""
    kept = clean(name)
    header = attachment(kept)
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith("attachment")
    assert file_name(header) == kept


@given(st.text(st.characters(exclude_categories=())))
def test_no_header_is_too_odd(header: str) -> None:
    """Reading never raises."""
    assert clean(file_name(header)) == file_name(header)


def test_both_forms() -> None:
    """RFC 6266 appendix D: the plain one for old programs, without what they decode."""
    assert attachment("a.txt") == 'attachment; filename="a.txt"'
    name = '50% "к".txt'
    header = attachment(name)
    assert 'filename="50_ ___.txt"' in header
    assert unquote(header.partition("UTF-8''")[2]) == name
    assert attachment("") == "attachment"
