"""What the door answers itself. https://modern.ircdocs.horse/#server-queries-and-commands"""

import pytest

from tests.protocols.irc.peer import INFO
from veche.protocols.base import ServerInfo
from veche.protocols.irc.capabilities import EXTENDED_ISUPPORT
from veche.protocols.irc.isupport import isupport
from veche.protocols.irc.local import early, lines, software
from veche.protocols.irc.message import Message
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.requests import Local

CLIENT = Client(":irc.test", "al")


def told(command: str, *params: str, info: ServerInfo = INFO) -> list[str]:
    """The answer to a local command."""
    return list(lines(CLIENT, info, Local(command, params)))


def test_pong() -> None:
    """Server and token."""
    assert told("PING", "a b") == [":irc.test PONG irc.test :a b"]


def test_motd() -> None:
    """375, 372 for each line, 376; or 422."""
    assert told("MOTD") == [
        ":irc.test 375 al :- irc.test Message of the day - ",
        ":irc.test 372 al :- hello",
        ":irc.test 372 al :- there",
        ":irc.test 376 al :End of /MOTD command.",
    ]
    assert told("MOTD", info=ServerInfo("irc.test")) == [":irc.test 422 al :MOTD File is missing"]


def test_version() -> None:
    """351 and all of 005."""
    first, *rest = told("VERSION")
    assert first == ":irc.test 351 al veche-1 irc.test :Test"
    assert rest
    assert all(line.startswith(":irc.test 005 al ") for line in rest)
    assert software(ServerInfo()) == "veche"


def test_info_and_admin() -> None:
    """371 and 374; 256 to 259, or 423 where nobody is named."""
    *about, end = told("INFO")
    assert about[0] == ":irc.test 371 al :veche-1, a server for many doors to one conversation"
    assert all(line.startswith(":irc.test 371 al :") for line in about)
    assert end == ":irc.test 374 al :End of /INFO list"
    assert told("ADMIN") == [":irc.test 423 al irc.test :No administrative info available"]
    assert told("ADMIN", info=ServerInfo("irc.test", "Test", admin="root@irc.test")) == [
        ":irc.test 256 al irc.test :Administrative info about irc.test",
        ":irc.test 257 al :Test",
        ":irc.test 259 al :root@irc.test",
    ]


def test_links() -> None:
    """364 for this server, which knows no other, if it is described and the mask fits it; and 365
    with the mask."""
    assert told("LINKS") == [":irc.test 365 al * :End of /LINKS list"]
    described = ServerInfo("irc.test", "Test", description="A server of tests")
    shown = ":irc.test 364 al irc.test irc.test :0 A server of tests"
    for mask in ("", "*.TEST"):
        assert told("LINKS", *filter(None, [mask]), info=described)[0] == shown
    assert told("LINKS", "*.edu", info=described) == [":irc.test 365 al *.edu :End of /LINKS list"]


def test_help() -> None:
    """Of one command, or of all."""
    assert told("HELP", "motd")[0] == ":irc.test 704 al MOTD :MOTD"
    assert told("HELP")[0].startswith(":irc.test 704 al * :")


def test_before_registration() -> None:
    """PING with a token, and ISUPPORT for those who have negotiated it (extended-isupport)."""
    asked = Message("PING", ["x"])
    assert list(early(CLIENT, INFO, asked) or ()) == [":irc.test PONG irc.test :x"]
    assert early(CLIENT, INFO, Message("PING", [])) is None
    assert early(CLIENT, INFO, Message("ISUPPORT", [])) is None
    modern = Client(":irc.test", "*", EXTENDED_ISUPPORT)
    assert list(early(modern, INFO, Message("ISUPPORT", [])) or ()) == list(isupport(modern, INFO))


@pytest.mark.parametrize("command", ["MOTD", "VERSION", "INFO", "ADMIN"])
def test_target(command: str) -> None:
    """This server by any of its names or masks; 402 for others."""
    for here in ("IRC.test", "al", "*", "*.TEST"):
        assert told(command, here) == told(command)
    assert told(command, "other.test") == [":irc.test 402 al other.test :No such server"]


def test_names_of_nothing_and_cap() -> None:
    """366 with an asterisk; CAP as before registration."""
    assert told("NAMES") == [":irc.test 366 al * :End of /NAMES list"]
    assert told("CAP", "LIST") == [":irc.test CAP al LIST :"]
