"""What the server has for files: the store, threads for what blocks, and the way to log in.

Owns these three, and that all of them end. Where files are turned off there is no store.
"""

import contextlib
import threading
from collections.abc import Callable, Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from veche.config import Config
from veche.core.events import AccountErased
from veche.core.exchange import Ask, Deliver, Out
from veche.core.ids import Id
from veche.core.limits import Limits
from veche.server.files.catalogue import FilesError
from veche.server.files.store import Store
from veche.server.logins import Give, Logins

P = ParamSpec("P")
T = TypeVar("T")
_THREADS = 4
"""A sync of the disk takes long; while one waits for it, others can write and look up."""
_CLOSE_S = 0.5


class FileHost:
    """For all threads. `connect` comes before anything else is called but `close`."""

    logins: Logins

    def __init__(self, config: Config, data: Path, notice: Callable[[str], None]) -> None:
        """`data` is the data directory; `notice` is told what an operator should know.

        Raises FilesError.
        """
        settings = config.files
        self.limits: Limits = config.limits
        self.store: Store | None = None
        if settings.enabled:
            self.store = Store(data / "files", config.limits, settings.keep_days)
        self.notice = notice
        self._threads = ThreadPoolExecutor(_THREADS, "veche-files")
        self._closed = False

    def connect(
        self, ask: Callable[[Sequence[Ask]], None], give: Give, accounts: Container[Id]
    ) -> None:
        """By what people log in: see `Logins`. `accounts` are those that there are: files of
        others are removed, whose accounts were erased while no server was there to see it."""
        self.logins = Logins(ask, give)
        if self.store is not None:
            self._told(self.store.remove_of_others, accounts)

    def published(self, outs: Sequence[Out]) -> None:
        """What the hub says, on its thread."""
        self.logins.answered(outs)
        if self.store is None:
            return
        for out in outs:
            if type(out) is Deliver and type(event := out.event.record.event) is AccountErased:
                self.later(self._told, self.store.remove_of, event.account)

    def expire(self) -> None:
        """Have removed what has been kept long enough. From any thread; returns at once."""
        if self.store is not None:
            self.later(self._told, self.store.expire)

    def _told(self, call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call it; what goes wrong is told to who runs the server."""
        try:
            call(*args, **kwargs)
        except FilesError as error:
            self.notice(str(error))

    def submit(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a thread of ours call it. Raises RuntimeError when all is over."""
        return self._threads.submit(call, *args, **kwargs)

    def later(self, call: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Likewise, for what nobody waits for, and what a start does again if need be."""
        with contextlib.suppress(RuntimeError):
            self._threads.submit(call, *args, **kwargs)

    def close(self) -> None:
        """End the threads and let go of everything, within half a second unless the disk hangs."""
        if self._closed:
            return
        self._closed = True
        ending = threading.Thread(target=self._end, name="veche-files-end", daemon=True)
        ending.start()
        ending.join(_CLOSE_S)

    def _end(self) -> None:
        self._threads.shutdown()
        if self.store is not None:
            self.store.close()
