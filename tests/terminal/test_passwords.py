"""When a password is asked for, and what is done with it."""

from collections.abc import Callable
from typing import cast

import pytest

from veche.client.client import Client, State
from veche.client.events import LoginRefused, NickRefused
from veche.client.login import Fault, check_change
from veche.terminal.passwords import Passwords
from veche.terminal.words.english import ENGLISH

RESERVED = NickRefused("alice", taken=True, reason="", reserved=True)
WRONG = LoginRefused("alice", Fault.REFUSED, Fault.REFUSED.value, "Too many\x1b[31m")


class _Person:
    """Answers what is asked with what it was given."""

    def __init__(self, *answers: str, state: State = State.REGISTERING) -> None:
        self.nick = "alice"
        self.state = state
        self.asked: list[str] = []
        self.told: list[str] = []
        self.client: list[tuple[str, ...]] = []
        self.without = 0
        self._answers = iter(answers)
        self.passwords = Passwords(cast(Client, self), ENGLISH, self._ask, self.told.append)

    def _ask(self, text: str, answer: Callable[[str], None]) -> None:
        self.asked.append(text)
        answer(next(self._answers))

    def otherwise(self) -> None:
        self.without += 1

    def log_in(self, account: str, password: str) -> None:
        if "\0" in password:
            raise ValueError("NUL")
        self.client.append((account, password))

    def change_password(self, old: str, new: str) -> None:
        check_change(old, new)
        self.client.append((old, new))

    def open_account(self, password: str) -> None:
        self.client.append((password,))


def test_a_reserved_name() -> None:
    """Is asked for; without a password something else is done."""
    person = _Person("sesame", "")
    for _ in range(2):
        assert person.passwords.help_in(RESERVED, person.otherwise)
    assert person.asked[0].startswith("alice is an account's.")
    assert (person.client, person.without) == ([("alice", "sesame")], 1)


def test_a_wrong_password() -> None:
    """Is asked for again, with all that the server says of it, cleaned."""
    person = _Person("sesame")
    assert person.passwords.help_in(WRONG, person.otherwise)
    assert person.asked == [
        "alice: the account or the password is wrong (Too many). The password (Enter: leave): "
    ]
    assert person.client == [("alice", "sesame")]


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (NickRefused("alice", taken=True, reason=""), State.REGISTERING),
        (LoginRefused("a", Fault.LOCKED, ""), State.REGISTERING),
        (WRONG, State.ONLINE),
        (WRONG, State.ENDED),
    ],
)
def test_where_no_password_helps(event: NickRefused | LoginRefused, state: State) -> None:
    """Nothing is asked."""
    person = _Person(state=state)
    assert not person.passwords.help_in(event, person.otherwise)


def test_logging_in() -> None:
    """To the account named, or to that of our name; no password, no login."""
    person = _Person("sesame", "word", "")
    for account in ("", "bob", ""):
        person.passwords.log_in(account)
    assert person.asked == ["Password of alice: ", "Password of bob: ", "Password of alice: "]
    assert person.client == [("alice", "sesame"), ("bob", "word")]


@pytest.mark.parametrize(
    ("answers", "opened", "told"),
    [
        (("sesame", "sesame"), [("sesame",)], []),
        (("sesame", "seasame"), [], [ENGLISH.password_differs]),
        (("",), [], []),
    ],
)
def test_opening_an_account(
    answers: tuple[str, ...], opened: list[tuple[str, ...]], told: list[str]
) -> None:
    """Twice the same, since nobody sees it."""
    person = _Person(*answers)
    person.passwords.register()
    assert (person.client, person.told) == (opened, told)


def test_what_cannot_be_sent() -> None:
    """Is told."""
    person = _Person("x\0")
    person.passwords.log_in("")
    assert person.told == ["Not sent: NUL"]


def test_another_password() -> None:
    """The one of now, and twice the next; without an answer nothing is changed."""
    person = _Person("sesame", "barley", "barley")
    person.passwords.change()
    assert person.client == [("sesame", "barley")]
    assert person.asked == [
        ENGLISH.password_now, ENGLISH.password_next, ENGLISH.password_repeat,
    ]  # fmt: skip
    for answers in ([""], ["sesame", ""], ["sesame", "barley", "rye"]):
        person = _Person(*answers)
        person.passwords.change()
        assert (person.client, len(person.asked)) == ([], len(answers))
    assert person.told == [ENGLISH.password_differs]


def test_a_password_is_never_shown() -> None:
    """Not even one that cannot be sent."""
    for old, new in (("open sesame", "barley"), (":sesame", "barley"), ("sesame", "bar\0ley")):
        person = _Person(old, new, new)
        person.passwords.change()
        assert person.client == []
        assert len(person.told) == 1
        assert not any(word in person.told[0] for word in ("sesame", "ley"))
