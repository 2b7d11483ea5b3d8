"""Lines taken apart and put together.

https://modern.ircdocs.horse/#message-format, https://ircv3.net/specs/extensions/message-tags
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.protocols.irc.message import (
    add_tag,
    clean,
    client_tags,
    clip,
    escape,
    format_tags,
    middle,
    parse,
    parse_tags,
    to_wire,
    unescape,
)

WORD = st.text(st.characters(blacklist_characters=" :\r\n\0", codec="utf-8"), min_size=1)


@pytest.mark.parametrize(
    ("line", "command", "params"),
    [
        ("PRIVMSG #c :hello there", "PRIVMSG", ["#c", "hello there"]),
        ("privmsg #c hello", "PRIVMSG", ["#c", "hello"]),
        ("PRIVMSG  #c   :a  b ", "PRIVMSG", ["#c", "a  b "]),
        ("PRIVMSG #c ::-)", "PRIVMSG", ["#c", ":-)"]),
        ("TOPIC #c :", "TOPIC", ["#c", ""]),
        ("MODE #c +b a:b!*@*", "MODE", ["#c", "+b", "a:b!*@*"]),
        (":source PING 1", "PING", ["1"]),
        ("@a=b :source PING :x y", "PING", ["x y"]),
        ("PING ", "PING", []),
    ],
)
def test_parse(line: str, command: str, params: list[str]) -> None:
    """Parameters are a list; the last one may hold spaces, colons, or nothing."""
    message = parse(line)
    assert message is not None
    assert (message.command, message.params) == (command, params)


@pytest.mark.parametrize("line", ["", "   ", ":source", "@a=b", "@a=b :source", " :x"])
def test_no_command(line: str) -> None:
    """A line without a command is no message."""
    assert parse(line) is None


def test_tags() -> None:
    """Escapes are undone; a missing value is empty; the last of a doubled key counts."""
    section = r"a=1;b;c=x\:y\sz\\\r\n;a=2;;d=end\;e=\q"
    assert parse_tags(section) == {
        "a": "2",
        "b": "",
        "c": "x;y z\\\r\n",
        "d": "end",
        "e": "q",
    }


def test_client_tags() -> None:
    """Only well-formed names with a plus are relayed."""
    message = parse("@+a=1;+x.org/b-c;time=2;+bad_name=3;+=4;+a/b/c=5 TAGMSG #c")
    assert message is not None
    assert client_tags(message) == (("+a", "1"), ("+x.org/b-c", ""))


@given(st.text())
def test_escape_round_trip(value: str) -> None:
    """What is escaped is one value, and comes back; only NUL has no form."""
    escaped = escape(value)
    assert not set(escaped) & set("; \r\n\0")
    assert unescape(escaped) == value.replace("\0", "")


@given(WORD, st.lists(WORD, max_size=5), st.text(), st.dictionaries(WORD, st.text()))
def test_round_trip(command: str, params: list[str], last: str, tags: dict[str, str]) -> None:
    """A formatted message is parsed to itself."""
    tags = {f"+{name.replace('=', '').replace(';', '')}": v for name, v in tags.items()}
    section = f"@{format_tags(tags.items())} " if tags else ""
    if command.startswith("@"):
        command = f"x{command}"
    message = parse(f"{section}{' '.join([command, *params])} :{last}")
    assert message is not None
    assert message.command == command.upper()
    assert message.params == [*params, last]
    assert dict(message.tags) == {n: v.replace("\0", "") for n, v in tags.items()}


@given(st.text())
def test_parse_never_raises(line: str) -> None:
    """Whatever the text."""
    parse(line)


def test_add_tag() -> None:
    """Before other tags, or as the only one."""
    assert add_tag("@a=1 :s PING", "label=x") == "@label=x;a=1 :s PING"
    assert add_tag(":s PING", "label=x") == "@label=x :s PING"


@given(st.text())
def test_middle_is_one_parameter(text: str) -> None:
    """Whatever a client sent can stand between other parameters."""
    kept = middle(clean(text))
    assert kept
    assert kept[0] != ":"
    assert " " not in kept


@given(st.text(), st.integers(0, 20))
def test_clip(text: str, limit: int) -> None:
    """Never more bytes than the limit, never half a character."""
    data = text.encode()
    kept = clip(data, limit)
    assert len(kept) <= limit
    assert text.startswith(kept.decode())
    assert len(data) > limit or kept == data


@given(st.text(max_size=2000))
def test_to_wire_is_one_short_line(text: str) -> None:
    """No field can end a line or make it longer than 512 bytes."""
    data = to_wire(f":s {text}")
    assert data.endswith(b"\r\n")
    assert len(data) <= 512
    assert not any(byte in data[:-2] for byte in (b"\r", b"\n", b"\0"))


def test_to_wire_leaves_tags_alone() -> None:
    """The 512 bytes are apart from the tags."""
    data = to_wire(f"@x={'t' * 600} :s NOTE {'y' * 600}")
    tags, _, rest = data.partition(b" ")
    assert len(tags) == 603
    assert len(rest) == 512
