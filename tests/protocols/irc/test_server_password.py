"""PASS where the server has a password ("PASS message")."""

import msgspec
import pytest

from tests.protocols.irc.peer import INFO, Wire
from veche.core.commands import Register
from veche.core.passphrase import Passphrase

LOCKED = msgspec.structs.replace(INFO, password=Passphrase("open sesame"))


def test_who_knows_it_comes_in() -> None:
    """The last PASS counts."""
    wire = Wire(LOCKED)
    (request,) = wire.send("PASS wrong", "PASS :open sesame", "NICK a", "USER a 0 * :a")
    assert isinstance(request.commands[0], Register)


@pytest.mark.parametrize("lines", [(), ("PASS wrong",), ("PASS :",)])
def test_who_does_not_is_told_and_shown_out(lines: tuple[str, ...]) -> None:
    """A password that comes after the registration comes too late."""
    wire = Wire(LOCKED)
    assert wire.send(*lines, "NICK a", "USER a 0 * :a", "PASS :open sesame") == ()
    mismatch, error = wire.output()
    assert " 464 * " in mismatch
    assert error.startswith("ERROR ")
    assert wire.connection.closing


def test_no_account_is_made_or_logged_in_to_before_it() -> None:
    """Or a stranger could try passwords."""
    wire = Wire(LOCKED)
    line = "REGISTER * * secret-of-mine"
    assert wire.send("CAP LS 302", "NICK a", line) == ()
    assert " 451 " in wire.output()[-1]
    assert len(wire.send("PASS :open sesame", line)) == 1
