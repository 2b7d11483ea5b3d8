"""NICK to VERSION. https://modern.ircdocs.horse/#connection-messages"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core import commands as core
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.requests import Local


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("NICK Алиса", core.ChangeNick("Алиса")),
        ("QUIT", core.Quit()),
        ("QUIT :so long", core.Quit("so long")),
        ("AWAY", core.SetAway()),
        ("AWAY :", core.SetAway()),
        ("AWAY :lunch", core.SetAway("lunch")),
        ("PING tok", core.Echo(Local("PING", ("tok",)))),
        ("PING :a b", core.Echo(Local("PING", ("a b",)))),
        ("LUSERS", core.CountUsers()),
        ("MOTD", core.Echo(Local("MOTD"))),
        ("VERSION irc.test", core.Echo(Local("VERSION", ("irc.test",)))),
    ],
)
def test_parameters(line: str, expected: core.Command) -> None:
    """Each form."""
    assert commands_of(line) == [expected]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("NICK", Code.NO_NAME),
        ("NICK :", Code.NO_NAME),
        ("NICK 1up", Code.BAD_NICK),
        ("NICK :a b", Code.BAD_NICK),
        ("USER a 0 * b", Code.ALREADY_REGISTERED),
        ("PASS x", Code.ALREADY_REGISTERED),
        ("RESUME x", Code.ALREADY_REGISTERED),
        ("PING", Code.NEED_MORE),
    ],
)
def test_refused(line: str, code: Code) -> None:
    """431, 432, 462, 461."""
    assert refusal(line) is code


def test_pong_is_not_worth_a_request() -> None:
    """Unless it has a label, which wants its ACK."""
    assert commands_of("PONG x") == []
    assert commands_of("@label=1 PONG x") == [core.Echo()]


def test_lengths_of_isupport() -> None:
    """AWAYLEN, and the reason of a QUIT likewise."""
    short = Limits(reason_chars=2)
    assert commands_of("AWAY :long", short) == [core.SetAway("lo")]
    assert commands_of("QUIT :long", short) == [core.Quit("lo")]
