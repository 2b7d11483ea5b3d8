"""Looking for what was said."""

import pytest

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, GrantedSearch


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a, who have spoken with each other; Carol (3)."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"), c.SendMessage("anna", "hello"))
    assembly.enter(3, "carol", c.Join("#c"))
    return assembly


def test_everywhere(assembly: Assembly) -> None:
    """Wherever one may read, and no more than a page."""
    (direct,) = assembly.user("anna").directs.values()
    grants = (Grant(assembly.channel("#a").id), Grant(direct))
    reply = assembly.reply(1, c.Search(999, "hello", author="boris"))
    assert reply == GrantedSearch(grants, c.Search(200, "hello", author="boris"))


@pytest.mark.parametrize("place", ["#a", "boris"])
def test_in_one_place(assembly: Assembly, place: str) -> None:
    """Only there."""
    reply = assembly.reply(1, c.Search(5, "x", place))
    assert isinstance(reply, GrantedSearch)
    assert len(reply.grants) == 1


@pytest.mark.parametrize(
    ("session", "search", "code"),
    [
        (3, c.Search(5, "x", "#a"), Code.NOT_IN_CHANNEL),
        (1, c.Search(5, "x", "#none"), Code.NO_SUCH_CHANNEL),
        (1, c.Search(5, "x", "nobody"), Code.NO_SUCH_NICK),
        (1, c.Search(-1, "x"), Code.BAD_ARGUMENT),
    ],
)
def test_not_elsewhere(assembly: Assembly, session: int, search: c.Search, code: Code) -> None:
    """What one may not read one may not search."""
    result = assembly.one(session, search)
    assert isinstance(result, Rejection)
    assert result.code is code
