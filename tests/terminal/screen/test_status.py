"""The bottom line."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from veche.terminal.screen.status import Status, status_text

STATUS = Status("online", "alice", ("2 on the way",), "F1 help")


def test_all_of_it() -> None:
    """The hints stand at the right."""
    assert status_text(STATUS, 50).plain == " online · alice · 2 on the way            F1 help"


def test_the_hints_give_way() -> None:
    """Then the end."""
    assert status_text(STATUS, 34).plain == " online · alice · 2 on the way"
    assert status_text(STATUS, 12).plain == " online · a…"


def test_trouble_stands_out() -> None:
    """Without colours too."""
    assert status_text(Status("lost", "alice", trouble=True), 40).spans[0].style == "bold"
    assert not status_text(Status("online", "alice"), 40).spans


@given(st.integers(0, 60))
def test_it_never_gets_too_long(cells: int) -> None:
    """Wide letters have two cells."""
    wide = Status("связь", "你好你好", ("👍",), "помощь")
    assert cell_len(status_text(wide, cells).plain) <= cells
