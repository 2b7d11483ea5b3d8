"""What is read anew while the server runs: operators, certificates, and what is told of the server.

Owns that each is tried, whatever becomes of the other, and that what is wrong is told; the same
for SIGHUP and for REHASH.
"""

import asyncio
import threading
from collections.abc import Callable

from veche.config import Config, ConfigError
from veche.server.certificate import TlsError
from veche.server.doors import Doors
from veche.server.info import texts
from veche.server.operators import Operators
from veche.server.tls import Tls


class Reloading:
    """One server's. `read` reads the configuration, and may raise ConfigError; `complain` is told
    what could not be reloaded. `tls` is None where there is none."""

    def __init__(
        self, config: Config, read: Callable[[], Config] | None, complain: Callable[[str], None]
    ) -> None:
        self.operators = Operators(config.operators)
        self.tls: Tls | None = None
        self._read = read
        self._complain = complain
        self._doors: list[tuple[asyncio.AbstractEventLoop, Doors]] = []
        self._one_at_a_time = threading.Lock()

    def add(self, loop: asyncio.AbstractEventLoop, doors: Doors) -> None:
        """These doors are to know, too; they are told on their loop."""
        self._doors.append((loop, doors))

    def reload(self) -> tuple[str, ...]:
        """What is wrong; empty: all of it could be. What could not stays as it was. On any
        thread."""
        with self._one_at_a_time:
            wrong = tuple(filter(None, (self._settings(), self._certificates())))
        for text in wrong:
            self._complain(f"not reloaded, the old ones stay: {text}")
        return wrong

    def _settings(self) -> str:
        if self._read is None:
            return "there is no configuration to read"
        try:
            config = self._read()
        except ConfigError as error:
            return str(error)
        self.operators.replace(config.operators)
        for loop, doors in self._doors:
            loop.call_soon_threadsafe(doors.renew, *texts(config))
        return ""

    def _certificates(self) -> str:
        try:
            if self.tls is not None:
                self.tls.reload()
        except TlsError as error:
            return str(error)
        return ""
