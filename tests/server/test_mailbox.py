"""Batches from another thread: all of them, in order, few wake-ups."""

import asyncio
import threading
from collections.abc import Sequence

from tests.server.fakes import Stage
from veche.core.exchange import Out
from veche.server.mailbox import MERGED_OUTS, Mailbox


def test_what_piles_up_is_delivered_together() -> None:
    """In order; and no more than the bound at once."""
    stage = Stage()
    outs = [stage.message(str(number)) for number in range(5)]
    loop = asyncio.new_event_loop()
    got: list[Sequence[Out]] = []
    try:
        mailbox = Mailbox(loop, got.append)
        for out in outs:
            mailbox.post((out,))
        loop.run_until_complete(asyncio.sleep(0))
        assert [list(batch) for batch in got] == [outs]
        big = [outs[0]] * MERGED_OUTS
        got.clear()
        for _ in range(3):
            mailbox.post(big)
        mailbox.drain()
        assert [len(batch) for batch in got] == [MERGED_OUTS] * 3
    finally:
        loop.close()


def test_nothing_is_overlooked() -> None:
    """While another thread posts, whatever the timing."""
    stage = Stage()
    outs = [stage.message(str(number)) for number in range(2000)]
    loop = asyncio.new_event_loop()
    got: list[Out] = []
    finished = asyncio.Event()

    def deliver(batch: Sequence[Out]) -> None:
        got.extend(batch)
        if len(got) == len(outs):
            finished.set()

    mailbox = Mailbox(loop, deliver)

    def post() -> None:
        for out in outs:
            mailbox.post((out,))

    thread = threading.Thread(target=post)
    try:
        thread.start()
        loop.run_until_complete(asyncio.wait_for(finished.wait(), 20))
    finally:
        thread.join()
        loop.close()
    assert got == outs
