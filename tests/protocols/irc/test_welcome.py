"""The first lines. https://modern.ircdocs.horse/#connection-registration"""

from tests.protocols.irc.peer import INFO, Wire
from veche.protocols.irc.isupport import tokens


def test_order() -> None:
    """001 to 005, LUSERS, MOTD."""
    told = Wire().register()
    numbers = [line.split(" ")[1] for line in told]
    lusers = ["251", "252", "254", "255", "265", "266"]
    isupport = ["005"] * -(-len(tokens(INFO)) // 13)
    assert numbers == [
        *["001", "002", "003", "004"],
        *isupport,
        *lusers,
        *["375", "372", "372", "376"],
    ]
    assert all(line.split(" ")[2] == "alice" for line in told)


def test_texts() -> None:
    """Network and source in 001, software in 002, letters in 004."""
    told = Wire().register()
    assert told[0] == ":irc.test 001 alice :Welcome to the Test Network, alice!al@127.0.0.1"
    assert told[1] == ":irc.test 002 alice :Your host is irc.test, running version veche-1"
    assert told[2] == ":irc.test 003 alice :This server was created 1970-01-01T00:00:00.000Z"
    letters = "Biow CEHIMRSUWabefhiklmnopqstv EHIWabefhkloqv"
    assert told[3] == f":irc.test 004 alice irc.test veche-1 {letters}"
