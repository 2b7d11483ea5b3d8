"""`Password: ` before the name, where the server has one."""

import msgspec

from tests.protocols.plain.helpers import INFO, Client
from veche.core.commands import Register
from veche.core.passphrase import Passphrase

LOCKED = msgspec.structs.replace(INFO, password=Passphrase("open sesame"))


def written(client: Client) -> bytes:
    """All that it was told since the last call."""
    said, client.writes = b"".join(client.writes), []
    return said


def test_it_is_asked_for_first() -> None:
    """The right one leads on to the name."""
    client = Client(LOCKED, prompted=True)
    assert client.send(b"open sesame\n") == []
    assert written(client).endswith(b"Enter your username: ")
    (command,) = client.send(b"alice\n")
    assert isinstance(command, Register)


def test_three_wrong_ones_are_the_last() -> None:
    """A line that looks like a name is one of them."""
    client = Client(LOCKED, prompted=True)
    for line in (b"alice\n", b"\xff\n"):
        assert client.send(line) == []
        assert written(client).endswith(b"Try again.\nPassword: ")
    assert client.send(b"\nopen sesame\nalice\n") == []
    assert b"Ask who runs it." in written(client)
    assert client.plain.closing
