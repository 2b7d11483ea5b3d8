"""Which pages may open a WebSocket: the rule, row by row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.server.http.origin import Asker, OriginRule

OWN = OriginRule(own="chat.example")
LISTED = OriginRule(("https://web.example", "http://b.example:81"), "chat.example")


@pytest.mark.parametrize(
    ("origin", "host", "secure", "allowed"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1:8080", False, True),
        ("http://localhost:8080", "localhost:8080", False, True),
        ("http://[::1]:8080", "[::1]:8080", False, True),
        ("http://192.0.2.1", "192.0.2.1", False, True),
        ("http://192.0.2.1", "192.0.2.1:80", False, True),
        ("https://chat.example", "chat.example", True, True),
        ("https://chat.example", "Chat.Example:443", True, True),
        # A proxy that has TLS, in front of us who have not.
        ("https://chat.example", "chat.example", False, True),
        # A page in clear text could be anybody's on the way.
        ("http://chat.example", "chat.example", True, False),
        ("http://127.0.0.1:8081", "127.0.0.1:8080", False, False),
        ("http://127.0.0.1", "127.0.0.1:8080", False, False),
        ("http://localhost:8080", "127.0.0.1:8080", False, False),
        # A name that its owner has lead to us (DNS rebinding).
        ("http://evil.example:8080", "evil.example:8080", False, False),
        ("http://127.0.0.1.evil.example", "127.0.0.1.evil.example", False, False),
        ("null", "null", False, False),
        ("", "", False, False),
        ("file://", "127.0.0.1:8080", False, False),
        ("chrome-extension://127.0.0.1:8080", "127.0.0.1:8080", False, False),
        ("http://127.0.0.1:8080/", "127.0.0.1:8080", False, False),
        ("http://a@127.0.0.1:8080", "a@127.0.0.1:8080", False, False),
        ("http://127.0.0.1:x", "127.0.0.1:x", False, False),
        ("http://[::1", "[::1", False, False),
        ("http://127.0.0.1:8080", None, False, False),
    ],
)
def test_our_own_pages(origin: str, host: str | None, secure: bool, allowed: bool) -> None:
    """Host and port as in the request's own Host, under a name that is surely ours."""
    refusal = OWN.refusal(Asker(origin, host, None, secure))
    assert (refusal == "") is allowed
    assert allowed or "[http] origins" in refusal


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://web.example", True),
        ("http://b.example:81", True),
        ("http://web.example", False),
        ("https://web.example:443", False),
        ("https://a.web.example", False),
        ("https://web.example.evil.example", False),
        ("https://WEB.example", False),
        ("https://chat.example", False),
        ("null", False),
    ],
)
def test_listed_pages(origin: str, allowed: bool) -> None:
    """To the letter, wherever they lie; the list is all of them."""
    asker = Asker(origin, "chat.example", "cross-site", True)
    assert (LISTED.refusal(asker) == "") is allowed


@pytest.mark.parametrize("rule", [OWN, LISTED])
def test_programs_send_no_origin(rule: OriginRule) -> None:
    """And may connect; but a browser that says it is another site's page may not."""
    assert rule.refusal(Asker(None, "chat.example")) == ""
    assert rule.refusal(Asker(None, None)) == ""
    assert rule.refusal(Asker(None, "chat.example", "cross-site")) != ""
    assert rule.refusal(Asker(None, "chat.example", "same-site")) != ""
    assert OWN.refusal(Asker("http://localhost", "localhost", "cross-site")) != ""
    assert OWN.refusal(Asker("http://localhost", "localhost", "same-origin")) == ""


@given(st.text(), st.text())
def test_nonsense_is_refused(origin: str, host: str) -> None:
    """Without an exception, in one printable line."""
    refusal = OWN.refusal(Asker(origin, host))
    assert refusal
    assert refusal.isprintable()
