"""The last sentence and the exit code."""

import pytest

from veche.client.events import Ended, How
from veche.terminal.ending import code_of, last_words
from veche.terminal.exits import Exit
from veche.terminal.words.english import ENGLISH
from veche.terminal.words.russian import RUSSIAN


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (How.LEFT, Exit.DONE),
        (How.REFUSED, Exit.REFUSED),
        (How.LOGIN, Exit.REFUSED),
        (How.LOST, Exit.UNREACHABLE),
        (How.TIMED_OUT, Exit.TIMED_OUT),
    ],
)
def test_codes(how: How, code: Exit) -> None:
    """A refused message shows only where nothing worse happened."""
    assert code_of(Ended(how, ""), refused=False) is code
    worse = Exit.REFUSED if code is Exit.DONE else code
    assert code_of(Ended(how, ""), refused=True) is worse


def test_last_words() -> None:
    """The reason, clean and in the language of the person; and what nobody acknowledged."""
    lost = Ended(How.LOST, "the server closed the connection")
    assert (
        last_words(lost, 0, ENGLISH) == "The connection is lost: the server closed the connection"
    )
    assert last_words(lost, 2, RUSSIAN) == (
        "Связь потеряна: сервер закрыл соединение; не подтверждено: 2"
    )
    assert last_words(Ended(How.REFUSED, "Banned\x07"), 0, ENGLISH) == (
        "The server does not let you in: Banned"
    )
    assert last_words(Ended(How.LEFT, ""), 0, ENGLISH) == ""
    assert last_words(Ended(How.LEFT, ""), 3, ENGLISH) == "Not acknowledged: 3"
