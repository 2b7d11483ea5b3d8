"""A command for each message: run by the shell, one at a time.

Owns what a command is given and how long it may take. What was said never becomes a part of the
command line: it comes in the environment and on standard input only.
"""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Callable

from veche.client.events import Said
from veche.terminal.json_lines import fields, message_line
from veche.terminal.sanitise import clean_name
from veche.terminal.visit_words import VisitWords, visit_words

PATIENCE_S = 60.0
_KILL_S = 2.0


class Runner:
    """Runs one command for message after message."""

    def __init__(
        self,
        command: str,
        tell: Callable[[str], None],
        patience_s: float = PATIENCE_S,
        words: VisitWords | None = None,
    ) -> None:
        """Prepare; `tell` is told of failures, `patience_s` is what each run may take.

        `words` are English, unless others are given.
        """
        self._words = words or visit_words("en")
        self._command = command
        self._tell = tell
        self._patience_s = patience_s

    async def run(self, said: Said, channel: str) -> bool:
        """Run the command for a message of `channel` to its end; return whether that was 0.

        A failure is told, not raised. Cancelled, it ends the command.
        """
        words = self._words
        try:
            process = await asyncio.create_subprocess_shell(
                self._command,
                stdin=asyncio.subprocess.PIPE,
                env={**os.environ, **environment(said, channel)},
                # Its own group, so that all of it can be ended.
                start_new_session=True,
            )
        except OSError as error:
            return self._failed(said, words.cannot_run.format(reason=error.strerror or error))
        try:
            async with asyncio.timeout(self._patience_s):
                await process.communicate(f"{message_line(said, channel)}\n".encode())
        except TimeoutError:
            await _end(process)
            return self._failed(said, words.took_long.format(seconds=f"{self._patience_s:.0f}"))
        except BaseException:
            await _end(process)
            raise
        if (code := process.returncode or 0) > 0:
            return self._failed(said, words.exit_code.format(code=code))
        if code < 0:
            return self._failed(said, words.by_signal.format(number=-code))
        return True

    def _failed(self, said: Said, how: str) -> bool:
        msgid = clean_name(said.msgid) or self._words.a_message
        self._tell(self._words.command_failed.format(msgid=msgid, how=how))
        return False


def environment(said: Said, channel: str) -> dict[str, str]:
    """Return the variables that tell a command of a message; "" for what is not known."""
    values = {"channel": channel, **fields(said)}
    return {
        f"VECHE_{name.upper()}": _value("" if value is None else value)
        for name, value in values.items()
    }


def _value(value: str | int | bool) -> str:
    """Return what the environment can hold: no NUL, and nothing that is no UTF-8."""
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()


async def _end(process: Process) -> None:
    """End the command and all that it has started: first asked, then made to."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_KILL_S):
                await process.wait()
                return
