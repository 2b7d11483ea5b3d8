"""What a password is asked for."""

import pytest

from veche.core.commands import Echo, LogOut, Refuse
from veche.protocols.plain.commands import parse
from veche.protocols.plain.question import Purpose, Question


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("/login alice", Question("alice")),
        ("/register", Question("", Purpose.OPEN)),
        ("/passwd", Question("", Purpose.CHANGE)),
        ("/oper olga", Question("olga", Purpose.OPERATOR)),
        ("/register alice", Question("alice", Purpose.OPEN)),
    ],
)
def test_commands_that_ask(line: str, question: Question) -> None:
    """They go on when the password is there; it is no part of the line."""
    assert parse(line, "#lobby") == Echo(question)


def test_others() -> None:
    """`/login` needs a name; `/logout` needs nothing."""
    assert isinstance(parse("/login", "#lobby"), Refuse)
    assert parse("/logout", "#lobby") == LogOut()
