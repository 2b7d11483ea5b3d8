"""Which connection serves whom."""

from tests.server.fakes import LOCAL
from veche.protocols.base import ServerInfo
from veche.protocols.irc.connection import IrcConnection
from veche.protocols.plain.connection import PlainConnection
from veche.protocols.sniff import Door, SniffingConnection
from veche.server.doors import Doors


def test_each_door_has_its_connection() -> None:
    """The first one finds out which."""
    doors = Doors(ServerInfo(), lambda: "secret")
    assert isinstance(doors.first(LOCAL, 1.0), SniffingConnection)
    assert isinstance(doors.of(Door.IRC, LOCAL, False, 1.0), IrcConnection)
    assert isinstance(doors.of(Door.PLAIN, LOCAL, True, 1.0), PlainConnection)
