"""WHO, WHOIS, USERHOST, ISON. https://modern.ircdocs.horse/#user-based-queries"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core.commands import Command, ReadUsers, ReadWho, ReadWhois
from veche.core.rejections import Code
from veche.protocols.irc.commands_users import whois_nick


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WHO #c", ReadWho("#c")),
        ("WHO", ReadWho("*")),
        ("WHO 0", ReadWho("*")),
        ("WHO * o", ReadWho("*", operators=True)),
        ("WHO #c %on,1", ReadWho("#c")),
        ("WHO #c o%n", ReadWho("#c", operators=True)),
        ("WHOIS bob", ReadWhois("bob")),
        ("WHOIS irc.test bob", ReadWhois("bob")),
        ("WHOIS bob,eve", ReadWhois("bob")),
        ("USERHOST a b c d e f", ReadUsers(("a", "b", "c", "d", "e"))),
        ("ISON a b", ReadUsers(("a", "b"))),
        ("ISON :a b  c", ReadUsers(("a", "b", "c"))),
    ],
)
def test_parameters(line: str, expected: Command) -> None:
    """Each form."""
    assert commands_of(line) == [expected]


def test_refused() -> None:
    """WHOIS of nobody is 431, as of NICK."""
    assert refusal("WHOIS") is Code.NO_NAME
    assert refusal("WHOIS ,") is Code.NO_NAME
    assert refusal("ISON : ") is Code.NEED_MORE


def test_whois_nick() -> None:
    """As typed, of a list the whole list."""
    assert whois_nick(["a", "b,c"]) == "b,c"
    assert whois_nick([]) == ""
