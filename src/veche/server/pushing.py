"""Whether this server pushes at all, and what it pushes with. Off unless it was asked for.

Owns the choice, and the key's place in the data directory. Loads nothing of what sends when it is
off.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from veche.config import Config
from veche.core.exchange import Ask, Out
from veche.protocols.base import ServerInfo
from veche.server.data_dir import DataDir
from veche.server.telemetry import PushCounters

if TYPE_CHECKING:
    from veche.server.push.thread import PushThread
    from veche.server.push.vapid import Vapid


class Pushing:
    """One server's. Does nothing in all its methods when it is off."""

    def __init__(self, config: Config, data: DataDir) -> None:
        """Raises DataDirError when the key cannot be kept."""
        self.counters = PushCounters()
        self._config = config
        self._vapid: Vapid | None = None
        self._thread: PushThread | None = None
        if config.push.enabled:
            from veche.server.push import vapid  # late, on purpose: it takes its time

            self._vapid = vapid.Vapid(data.secret("push"), config.push.contact, time.time)

    @property
    def key(self) -> str:
        """The public key that clients are told; empty when it is off."""
        return "" if self._vapid is None else self._vapid.key

    def start(
        self,
        info: ServerInfo,
        ask: Callable[[Sequence[Ask]], None],
        bug: Callable[[BaseException], None],
    ) -> None:
        """Begin to send. `ask` hands an ask to the hub."""
        vapid = self._vapid
        if vapid is None:
            return
        from veche.protocols.irc.push import PushLines
        from veche.server.push.service import PushService
        from veche.server.push.thread import PushThread

        hosts = frozenset(self._config.push.hosts.lower().split())
        delay_s = self._config.limits.push_delay_s
        self._thread = PushThread(
            lambda: PushService(vapid, hosts), PushLines(info), ask, self.counters, delay_s, bug
        )
        self._thread.start()

    def published(self, outs: Sequence[Out]) -> None:
        """What the hub says, on its thread."""
        if self._thread is not None:
            self._thread.published(outs)

    def stop(self, timeout_s: float) -> None:
        """End; what waits is given up."""
        if self._thread is not None:
            self._thread.stop(timeout_s)
