"""Sentences with a count, in Russian."""

import pytest

from veche.terminal.words.russian import RUSSIAN


@pytest.mark.parametrize(
    ("count", "kept", "done"),
    [
        (1, "1 сообщение ждёт отправки", "Отложенное сообщение доставлено"),
        (2, "2 сообщения ждут отправки", "Доставлены 2 отложенных сообщения"),
        (5, "5 сообщений ждут отправки", "Доставлены 5 отложенных сообщений"),
        (11, "11 сообщений ждут отправки", "Доставлены 11 отложенных сообщений"),
        (21, "21 сообщение ждёт отправки", "Доставлено 21 отложенное сообщение"),
        (22, "22 сообщения ждут отправки", "Доставлены 22 отложенных сообщения"),
    ],
)
def test_counts(count: int, kept: str, done: str) -> None:
    """One, few and many."""
    assert RUSSIAN.kept_count(count) == kept
    assert RUSSIAN.kept_done(count) == done
    assert RUSSIAN.more(count) == f"и ещё {count}"


def test_reasons_of_the_client() -> None:
    """Those that a person meets every day."""
    for reason in ("the server closed the connection", "Connection refused"):
        assert RUSSIAN.reasons[reason] not in ("", reason)
