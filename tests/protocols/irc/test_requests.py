"""Parts that handlers share."""

from veche.core.commands import Refuse
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.requests import items, need_more, refuse, too_many


def test_items() -> None:
    """Empty and doubled parts go; one over the limit is None, however long the list is."""
    assert items("a,b,,a", 8) == ["a", "b"]
    assert items("", 8) == []
    assert items("a", 1) == ["a"]
    assert items("a,b", 2) == ["a", "b"]
    assert items("a,b,", 2) == ["a", "b"]
    assert items("a,b,c", 2) is None
    assert items("a," * 10_000, 8) is None


def test_refusals() -> None:
    """They are commands, so that they keep their place among the answers."""
    assert need_more("JOIN") == (Refuse(Rejection(Code.NEED_MORE, "JOIN")),)
    assert too_many("JOIN", 3) == refuse(Code.TOO_MANY_TARGETS, "JOIN", "3")
