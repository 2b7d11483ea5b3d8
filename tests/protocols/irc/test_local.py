"""What the door answers itself. https://modern.ircdocs.horse/#server-queries-and-commands"""

import pytest

from tests.protocols.irc.peer import INFO
from veche.protocols.base import ServerInfo
from veche.protocols.irc.local import lines, software
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


@pytest.mark.parametrize("command", ["MOTD", "VERSION"])
def test_target(command: str) -> None:
    """This server by any of its names; 402 for others."""
    for here in ("IRC.test", "al", "*"):
        assert told(command, here) == told(command)
    assert told(command, "other.test") == [":irc.test 402 al other.test :No such server"]


def test_names_of_nothing_and_cap() -> None:
    """366 with an asterisk; CAP as before registration."""
    assert told("NAMES") == [":irc.test 366 al * :End of /NAMES list"]
    assert told("CAP", "LIST") == [":irc.test CAP al LIST :"]
