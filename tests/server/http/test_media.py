"""Types of files: kept as they are said, told to others only where they cannot run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.server.http.media import UNKNOWN, extension, media_type, served_type


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("image/JPEG", "image/jpeg"),
        ("text/plain; charset=UTF-8", "text/plain; charset=utf-8"),
        ('text/plain;format=flowed;charset="koi8-r"', "text/plain; charset=koi8-r"),
        ("image/png; charset=x", "image/png"),
        ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
        ("", UNKNOWN),
        ("nonsense", UNKNOWN),
        ("image/png\r\nX: y", UNKNOWN),
        ("a" * 100 + "/b", UNKNOWN),
    ],
)
def test_types(header: str, kind: str) -> None:
    """RFC 9110 8.3.1."""
    assert media_type(header) == kind


@given(st.text())
def test_a_type_is_fit_for_a_header(header: str) -> None:
    """Whatever was said."""
    kind = media_type(header)
    assert kind.isascii()
    assert kind.isprintable()


@pytest.mark.parametrize(
    "kind",
    ["image/png", "image/webp", "audio/ogg", "video/mp4", "text/plain; charset=utf-8"],
)
def test_what_is_shown(kind: str) -> None:
    """Pictures, sounds, films and text."""
    assert served_type(kind) == kind


@pytest.mark.parametrize(
    "kind",
    [
        "text/html",
        "text/html; charset=utf-8",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/xml",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/wasm",
        "multipart/x-mixed-replace",
        UNKNOWN,
    ],
)
def test_what_could_run_is_bytes(kind: str) -> None:
    """A page of this server could load it as a script or a style otherwise."""
    assert served_type(kind) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "kind", "end"),
    [
        ("a.PNG", "image/png", "png"),
        ("archive.tar.gz", UNKNOWN, "gz"),
        ("a.png", "text/plain", "png"),
        ("", "image/jpeg", "jpg"),
        ("noext", "text/plain; charset=utf-8", "txt"),
        ("a.кот", UNKNOWN, ""),
        ("a.p/g", UNKNOWN, ""),
        ("a.waytoolongone", UNKNOWN, ""),
        ("", UNKNOWN, ""),
    ],
)
def test_ends_of_addresses(name: str, kind: str, end: str) -> None:
    """The name's, else the type's; nothing but letters and digits."""
    assert extension(name, kind) == end
