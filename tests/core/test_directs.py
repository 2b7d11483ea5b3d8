"""Whom somebody means by a nick, when those who had it come and go."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.directs import find_direct, past_with
from veche.core.state import User


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) has an account, Carl (3) as well; Boris (2) is a guest who has spoken to her."""
    assembly = Assembly()
    for name in ("anna", "carl"):
        made(assembly, name)
    logged_in(assembly, 1, "anna")
    assembly.enter(2, "boris", c.SendMessage("anna", "one"))
    logged_in(assembly, 3, "carl")
    return assembly


def said(assembly: Assembly) -> int:
    """The conversation of the newest record."""
    return assembly.log[-1].record.conversation or 0


def found(assembly: Assembly, actor: User, name: str) -> tuple[str, bool, tuple[int, ...]] | None:
    """Nick, whether it is a user that is known, and the conversations that are over."""
    direct = find_direct(assembly.state, actor, name)
    return None if direct is None else (direct.nick, direct.user is not None, direct.past)


def test_who_speaks_and_who_spoke(assembly: Assembly) -> None:
    """All of the nick, later ones before earlier ones; who only has the nick hides nobody."""
    anna = assembly.user("anna")
    first = anna.directs[assembly.user("boris").id]
    assert found(assembly, anna, "Boris") == ("boris", True, ())
    assembly.do(2, c.Quit())
    assert found(assembly, anna, "BORIS") == ("boris", False, (first,))
    assembly.enter(4, "Boris")
    assert found(assembly, anna, "boris") == ("Boris", True, (first,))
    assembly.do(4, c.SendMessage("anna", "two"))
    second = said(assembly)
    assert second != first
    assert found(assembly, anna, "boris") == ("Boris", True, (first,))
    assembly.do(4, c.Quit())
    assert found(assembly, anna, "boris") == ("Boris", False, (second, first))


def test_strangers(assembly: Assembly) -> None:
    """Somebody who is here, with whom nothing was said; and nobody."""
    carl = assembly.user("carl")
    assert found(assembly, carl, "boris") == ("boris", True, ())
    assembly.do(2, c.Quit())
    assert found(assembly, carl, "boris") is None
    assert found(assembly, carl, "") is None


def test_who_may_come_back(assembly: Assembly) -> None:
    """Is known to those who spoke with it, and to nobody else."""
    assembly.enter(5, "dora", c.SendMessage("anna", "hello"), secret=b"dora")
    assembly.do(5, c.Disconnected("gone"))
    assert found(assembly, assembly.user("anna"), "dora") == ("dora", True, ())
    assert found(assembly, assembly.user("carl"), "dora") is None


def test_two_accounts_go_on(assembly: Assembly) -> None:
    """When both are back it is the same conversation; with nobody else it is."""
    anna = assembly.user("anna")
    assembly.do(3, c.SetPersistence(c.Persistence.OFF))
    assembly.do(3, c.SendMessage("anna", "three"))
    conversation = said(assembly)
    assembly.do(3, c.Quit())
    carl = logged_in(assembly, 6, "carl", "charles")
    assert past_with(assembly.state, anna, carl) == conversation
    assert past_with(assembly.state, anna, assembly.user("boris")) is None
    assert past_with(assembly.state, assembly.user("boris"), anna) is None
    assembly.do(6, c.SendMessage("anna", "four"))
    assert said(assembly) == conversation
    assert past_with(assembly.state, anna, carl) is None
    assert found(assembly, anna, "charles") == ("charles", True, ())
