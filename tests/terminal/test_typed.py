"""What typed lines mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.terminal.typed import Order, Text, read_typed


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("hello", Text("hello")),
        ("  hello  world ", Text("hello  world")),
        ("//me is text", Text("/me is text")),
        ("/usr/bin/ld: error", Text("/usr/bin/ld: error")),
        ("/me  waves ", Order("me", "waves")),
        ("/JOIN #dev", Order("join", "#dev")),
        ("/", Order("", "")),
        ("exit", Order("quit", "")),
        ("/exit", Order("quit", "")),
        ("/names #a", Order("who", "#a")),
        ("/part", Order("leave", "")),
        ("exit now", Text("exit now")),
        ("", None),
        ("   ", None),
    ],
)
def test_lines(line: str, meaning: Text | Order | None) -> None:
    """As on the plain door."""
    assert read_typed(line) == meaning


@given(st.text())
def test_text_is_never_empty(line: str) -> None:
    """An empty message is nothing to send."""
    match read_typed(line):
        case Text(text=text):
            assert text.strip()
