"""The message grammar: Modern IRC "Message format", IRCv3 message-tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.message import Message, format_line, parse


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("PING", Message("PING")),
        ("ping :a b", Message("PING", ("a b",))),
        (":a!b@c PRIVMSG  #x  :", Message("PRIVMSG", ("#x", ""), {}, "a!b@c")),
        ("@a=1;b;c= FOO", Message("FOO", (), {"a": "1", "b": "", "c": ""})),
        (r"@a=\:\s\\\r\n\x\ FOO", Message("FOO", (), {"a": "; \\\r\nx"})),
        ("FOO a:b :c :d", Message("FOO", ("a:b", "c :d"))),
        ("@a=1 :s 001 x :y", Message("001", ("x", "y"), {"a": "1"}, "s")),
        ("", None),
        ("@a=1", None),
        (":only", None),
        (" ", None),
    ],
)
def test_lines_are_parsed(line: str, message: Message | None) -> None:
    """As the two documents say; what has no command is nothing."""
    assert parse(line) == message


@given(st.text())
def test_any_text_is_parsed(line: str) -> None:
    """The parser never raises, and its words hold no spaces."""
    message = parse(line)
    if message is not None:
        assert all(" " not in word for word in (message.command, *message.params[:-1]))
        assert message.param(99) == ""


WORDS = st.text(
    st.characters(exclude_characters="\r\n\0 ", exclude_categories=["Cs"]), min_size=1
).filter(lambda word: not word.startswith(":"))
TEXTS = st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]))
VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(st.lists(WORDS, max_size=5), TEXTS, st.dictionaries(st.sampled_from("abc"), VALUES))
def test_what_is_formatted_is_parsed_again(
    words: list[str], last: str, tags: dict[str, str]
) -> None:
    """Parameters and tags come back as they went in."""
    message = parse(format_line("FOO", *words, last, tags=tags).decode().removesuffix("\r\n"))
    assert message == Message("FOO", (*words, last), tags)


@pytest.mark.parametrize(
    "params", [("a\r\nQUIT",), ("a\nb",), ("a\0",), ("a b", "c"), ("", "c"), (":a", "c")]
)
def test_no_second_line_can_be_smuggled(params: tuple[str, ...]) -> None:
    """What would arrive as something else is not sent."""
    with pytest.raises(ValueError, match="cannot"):
        format_line("PRIVMSG", *params)
