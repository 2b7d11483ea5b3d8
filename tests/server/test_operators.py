"""Operators' passwords, and who they are."""

import pytest
from argon2 import PasswordHasher

from veche.core.commands import OperatorChecked
from veche.core.replies import CheckOperator, Reload, Reloaded, Work
from veche.core.secret import Secret
from veche.server.operators import Operating, Operators, pool


class Counting(PasswordHasher):
    """A cheap hasher that counts its work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
        self.compared += 1
        return super().verify(hash, password)


CHEAP = Counting()
NOBODY = CHEAP.hash("nobody knows")


def checked(operators: Operators, name: str, password: str) -> object:
    """What the helper says."""
    performer = Operating(operators, tuple, CHEAP, NOBODY)
    return performer.perform(CheckOperator(name, Secret(password), "192.0.2.1"))


@pytest.mark.parametrize(
    ("name", "password", "good"),
    [
        ("olga", "sesame", True),
        ("olga", "Sesame", False),
        ("Olga", "sesame", False),
        ("tom", "nobody knows", False),
        ("broken", "sesame", False),
    ],
)
def test_one_comparison_whoever_it_is(name: str, password: str, good: bool) -> None:
    """As much work for a name that is not there, and no way in by the word in its place."""
    operators = Operators({"olga": CHEAP.hash("sesame"), "broken": "$argon2id$nonsense"})
    before = CHEAP.compared
    assert checked(operators, name, password) == OperatorChecked(name, good, "192.0.2.1")
    assert CHEAP.compared == before + 1


def test_rehash() -> None:
    """What is wrong is the answer; the operators are those of the new configuration."""
    operators = Operators({"olga": CHEAP.hash("sesame")})
    performer = Operating(operators, lambda: ("no key",), CHEAP, NOBODY)
    assert performer.perform(Reload()) == Reloaded(("no key",))
    operators.replace({"tom": CHEAP.hash("word")})
    assert operators.encoded("olga") == ""
    assert checked(operators, "tom", "word") == OperatorChecked("tom", True, "192.0.2.1")


def test_other_work_is_not_done() -> None:
    """It would be our own mistake."""
    performer = pool(Operators({}), tuple, CHEAP, NOBODY).open()
    with pytest.raises(TypeError):
        performer.perform(Work())
    performer.close()
