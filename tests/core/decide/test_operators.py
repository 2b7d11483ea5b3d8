"""Operators of the server: how one is, and what they do to people."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.audience import OfUsers
from veche.core.commands import AskedChange
from veche.core.events import (
    AuditBody,
    Audited,
    SessionEnded,
    TextBody,
    UserLeft,
    UserModesChanged,
    WallopsSent,
)
from veche.core.exchange import Done
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckOperator, Left, Ordered, Reload
from veche.core.secret import Secret


@pytest.fixture
def assembly() -> Assembly:
    """Olga (1), an operator, Tom (2) and Una (3), all in #a."""
    assembly = Assembly(Limits(login_failures=2))
    for session, nick in ((1, "olga"), (2, "tom"), (3, "una")):
        assembly.enter(session, nick, c.Join("#a"))
    result, outs = assembly.follow(1, c.OperatorChecked("olga", True))
    assert isinstance(result, Done)
    assert result.reply == Ordered("oper", "olga")
    assert deliveries(outs, UserModesChanged)
    return assembly


def test_a_helper_compares() -> None:
    """The password goes with the work, and nowhere else."""
    assembly = Assembly()
    assembly.enter(1, "olga")
    password = Secret("sesame")
    asked = c.BecomeOperator("olga", password, "host")
    assert assembly.reply(1, asked) == CheckOperator("olga", password, "host")
    assert assembly.log[-1].record.event.kind == "user-registered"


def test_the_owner_needs_no_password() -> None:
    """It has given that of its account."""
    assembly = Assembly()
    made(assembly, "olga", owner=True)
    made(assembly, "tom")
    logged_in(assembly, 1, "olga")
    logged_in(assembly, 2, "tom")
    assert assembly.reply(1, c.BecomeOperator()) == Ordered("oper", "olga")
    assert "o" in assembly.user("olga").modes
    assert isinstance(assembly.reply(2, c.BecomeOperator()), CheckOperator)


def test_guesses_are_counted(assembly: Assembly) -> None:
    """Per name, whoever guesses."""
    wrong = c.OperatorChecked("boss", False)
    for session in (2, 3):
        assert assembly.follow(session, wrong)[0] == Rejection(Code.WRONG_PASSWORD)
    limited = assembly.one(2, c.BecomeOperator("Boss", Secret("x")))
    assert isinstance(limited, Rejection)
    assert limited.code is Code.TOO_MANY_ATTEMPTS
    late, _ = assembly.follow(3, c.OperatorChecked("boss", True))
    assert isinstance(late, Rejection)
    assert "o" not in assembly.user("una").modes


def test_nobody_makes_itself_one(assembly: Assembly) -> None:
    """`MODE +o` is passed over; `-o` gives it up."""
    assert assembly.one(2, c.ChangeModes("tom", (AskedChange(True, "o"),))) == Done()
    assert "o" not in assembly.user("tom").modes
    assembly.do(1, c.ChangeModes("olga", (AskedChange(False, "o"),)))
    assert assembly.one(1, c.Kill("tom")) == Rejection(Code.NOT_ALLOWED)


def test_kill(assembly: Assembly) -> None:
    """The target is told why, and gone; the others see it go; it is on the trail."""
    (result,), outs = assembly.ask(1, c.Kill("TOM", "spam\nmore"))
    assert isinstance(result, Done)
    assert result.reply == Ordered("kill", "tom")
    (ended,) = deliveries(outs, SessionEnded)
    (left,) = deliveries(outs, UserLeft)
    why = "Killed (olga (spam more))"
    assert isinstance(ended.event.record.body, TextBody)
    assert ended.event.record.body.text == why
    assert isinstance(left.event.record.body, TextBody)
    assert left.event.record.body.text == why
    assert left.but == 0, "who kills sees it, too"
    assert assembly.state.find_user("tom") is None
    trail = [s.record.body for s in assembly.log if isinstance(s.record.event, Audited)]
    assert [(b.act, b.target, b.text) for b in trail if isinstance(b, AuditBody)] == [
        ("oper", "olga", ""),
        ("kill", "tom", "spam more"),
    ]


def test_kill_oneself(assembly: Assembly) -> None:
    """Answered as one who leaves."""
    reply = assembly.reply(1, c.Kill("olga", "enough"))
    assert reply == Left("Killed (olga (enough))")
    assert assembly.state.find_user("olga") is None


def test_wallops(assembly: Assembly) -> None:
    """To whom it may concern."""
    assembly.do(3, c.ChangeModes("una", (AskedChange(True, "w"),)))
    _, outs = assembly.ask(1, c.Wallops("hello"))
    (told,) = deliveries(outs, WallopsSent)
    assert told.audience == OfUsers((assembly.user("una").id,))
    assert isinstance(assembly.one(1, c.Wallops("a\nb")), Rejection)


def test_rehash(assembly: Assembly) -> None:
    """Is a helper's work."""
    assert assembly.reply(1, c.Rehash()) == Reload()
