"""The reader that is opened when it is first needed."""

from collections.abc import Callable

import pytest

from tests.eventlog.samples import message
from veche.eventlog.base import Reader
from veche.eventlog.memory import MemoryLog
from veche.server.memory import Memory


@pytest.fixture
def log() -> MemoryLog:
    """With one message, 1, under the key k of user 5."""
    log = MemoryLog()
    log.append([message(1, key=b"k")], 0, lambda stored: None)
    return log


@pytest.mark.parametrize(
    "ask",
    [
        lambda memory: memory.recall(5, b"k", 0),
        lambda memory: memory.find(1),
        lambda memory: memory.edits(memory.find(1)) == [] and memory.find(1),
    ],
)
def test_it_is_opened_once(log: MemoryLog, ask: Callable[[Memory], object]) -> None:
    """And not before."""
    opened = []

    def open_reader() -> Reader:
        opened.append(log.reader())
        return opened[-1]

    memory = Memory(open_reader)
    assert opened == []
    assert ask(memory) == ask(memory) == log.stored[0]
    assert len(opened) == 1
    memory.close()


def test_nothing_to_close(log: MemoryLog) -> None:
    """Where nothing was asked."""
    Memory(log.reader).close()
