"""A command that talks to a server, from its event loop to its exit code.

Owns signals, and that status goes to standard error in clean lines. Must not know what is done.
"""

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from veche.terminal.exits import Exit

# Ending in order says goodbye to the server, which else keeps the name for us.
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def run(work: Coroutine[Any, Any, Exit]) -> int:
    """Run it to its end; return the exit code, 128 and the number of a signal that ended it."""
    got: list[int] = []

    async def main() -> int:
        task = asyncio.current_task()
        assert task is not None

        def end(number: int) -> None:
            got.append(number)
            task.cancel()

        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, end, number)
        return await work

    try:
        return asyncio.run(main())
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except asyncio.CancelledError:
        return 128 + got[0]


def tell(text: str) -> None:
    """Say one clean sentence of status; if nobody reads it, that is no matter."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        return
