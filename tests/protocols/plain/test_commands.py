"""What a line asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.commands import (
    ChangeNick,
    Command,
    Echo,
    Join,
    ListChannels,
    Part,
    Quit,
    ReadMembers,
    ReadTopic,
    ReadWhois,
    Refuse,
    SendMessage,
    SetTopic,
)
from veche.core.events import MessageKind
from veche.core.rejections import Code, Rejection
from veche.protocols.plain.commands import ALL, HELP, parse, read, usage

TABLE: list[tuple[str, Command]] = [
    ("hello", SendMessage("#lobby", "hello")),
    ("  hello ", SendMessage("#lobby", "  hello ")),
    ("exit", SendMessage("#lobby", "exit")),
    ("//join us", SendMessage("#lobby", "/join us")),
    ("///", SendMessage("#lobby", "//")),
    ("/help", Echo(HELP)),
    ("/HELP me", Echo(("/me TEXT", "    say what you do: * alice waves"))),
    ("/join #dev", Join("#dev")),
    ("/join dev", Join("#dev")),
    ("/join  #dev   secret", Join("#dev", "secret")),
    ("/Join #Разработка", Join("#Разработка")),
    ("/leave", Part("#lobby")),
    ("/leave #dev", Part("#dev")),
    ("/leave #dev so long", Part("#dev", "so long")),
    ("/part so long", Part("#lobby", "so long")),
    ("/who", ReadMembers("#lobby")),
    ("/names #dev", ReadMembers("#dev")),
    ("/who alice", ReadWhois("alice")),
    ("/list", ListChannels()),
    ("/list dev", ListChannels(masks=("*dev*",))),
    ("/topic", ReadTopic("#lobby")),
    ("/topic #dev", ReadTopic("#dev")),
    ("/topic #dev all about it", SetTopic("#dev", "all about it")),
    ("/topic tea", SetTopic("#lobby", "tea")),
    ("/nick Алиса", ChangeNick("Алиса")),
    ("/me waves", SendMessage("#lobby", "waves", MessageKind.ACTION)),
    ("/msg bob hi there", SendMessage("bob", "hi there")),
    ("/msg #dev  hi", SendMessage("#dev", "hi")),
    ("/quit", Quit()),
    ("/exit so long", Quit("so long")),
    ("/jion #dev", Refuse(Rejection(Code.UNKNOWN_COMMAND, "/jion"))),
    ("/", Refuse(Rejection(Code.UNKNOWN_COMMAND, "/"))),
    ("/ join", Refuse(Rejection(Code.UNKNOWN_COMMAND, "/"))),
]


@pytest.mark.parametrize(("line", "command"), TABLE)
def test_what_a_line_asks_for(line: str, command: Command) -> None:
    """Words in any case; a `#` may be left out after /join."""
    assert parse(line, "#lobby") == command


@pytest.mark.parametrize("line", ["/join", "/nick ", "/me", "/msg", "/msg bob", "/msg bob  "])
def test_something_is_missing(line: str) -> None:
    """It is said which command needs more."""
    assert parse(line, "#lobby") == Refuse(Rejection(Code.NEED_MORE, line.split()[0]))


@pytest.mark.parametrize(
    "line", ["hello", "//x", "/me waves", "/leave", "/who", "/topic", "/topic x"]
)
def test_no_channel_to_say_it_in(line: str) -> None:
    """Nothing is guessed."""
    assert parse(line, "") == Refuse(Rejection(Code.NO_RECIPIENT))


@pytest.mark.parametrize(
    ("piece", "code"),
    [
        (None, Code.LINE_TOO_LONG),
        (b"a\0b", Code.BAD_TEXT),
        (b"\xc3\x28", Code.INVALID_UTF8),
        (b"\xed\xa0\x80", Code.INVALID_UTF8),
    ],
)
def test_what_cannot_be_taken(piece: bytes | None, code: Code) -> None:
    """Is refused in its turn, and the session goes on."""
    command = read(piece, "#lobby")
    assert isinstance(command, Refuse)
    assert command.rejection.code is code


@pytest.mark.parametrize("piece", [b"", b" ", b"\t \r"])
def test_blank_lines_ask_for_nothing(piece: bytes) -> None:
    """Somebody leant on the Enter key."""
    assert read(piece, "#lobby") is None


def test_help_names_every_command() -> None:
    """On one screen, in little enough for one `recv(1024)`."""
    words = {word.strip(",.;") for line in HELP for word in line.split()}
    assert set(ALL) <= words
    assert len("\n".join(HELP).encode()) < 1_000
    assert len(HELP) < 24
    assert all(len(line) < 80 for line in HELP)


def test_usage() -> None:
    """Found under every name of a command."""
    assert usage("/JOIN") == "/join CHANNEL [KEY]"
    assert usage("/part") == "/leave [CHANNEL]"
    assert usage("/nothing") == ""


@given(st.binary(), st.sampled_from(["", "#lobby"]))
def test_any_bytes_can_be_read(piece: bytes, current: str) -> None:
    """Bad ones become a `Refuse`, never an exception."""
    assert isinstance(read(piece, current), Command | None)
