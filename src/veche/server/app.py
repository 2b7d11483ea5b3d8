"""The server: every part made and wired, started and stopped in order.

Owns the order. Must not know what any part does with what it gets.
"""

import contextlib
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import structlog

from veche import __version__
from veche.config import Config
from veche.core.exchange import Out
from veche.core.hub import Hub
from veche.core.ids import EPOCH_MS, IdSource
from veche.core.retention import Expiry
from veche.eventlog.base import LogError
from veche.eventlog.reader import SqliteReader
from veche.eventlog.search import Index
from veche.eventlog.sqlite import SqliteLog
from veche.protocols.base import ServerInfo
from veche.server import admin_socket, claim, startup
from veche.server.acceptor import Acceptor, CannotListen, listen
from veche.server.certificate import TlsError
from veche.server.data_dir import DataDir, DataDirError, default_path
from veche.server.door import Doorkeeper, is_loopback
from veche.server.doors import Doors
from veche.server.files.host import FileHost
from veche.server.follower import Follower
from veche.server.helpers import Helpers
from veche.server.http.app import WebServer, preload
from veche.server.http.page import Address
from veche.server.hub_thread import HubThread
from veche.server.info import listening, server_info, trusted
from veche.server.introductions import Introductions
from veche.server.log_thread import LogThread
from veche.server.loop_thread import LoopThread
from veche.server.memory import Memory
from veche.server.pools import pools
from veche.server.pushing import Pushing
from veche.server.reloading import Reloading
from veche.server.startup import StartError
from veche.server.telemetry import connected, totals
from veche.server.tls import Tls, open_tls
from veche.server.worker import Worker

GOODBYE = "The server is stopping"
STOP_S = 4.5
"""Stopping takes no longer than this, whatever hangs."""
FLUSH_S = 2.0
_SECRET_BYTES = 24


class Ready(msgspec.Struct, frozen=True):
    """A server that is ready, as people should be told of it. `local`: only this machine can.

    `claim` is the file with the code by which its owner says so, None once there is one.
    """

    host: str
    port: int
    data: Path
    secure: bool
    local: bool
    claim: Path | None = None


class Application:
    """One server. `broken` is called, on any thread, when it cannot go on."""

    def __init__(
        self,
        config: Config,
        broken: Callable[[], None],
        reload: Callable[[], Config] | None = None,
    ) -> None:
        """`reload` reads the configuration anew; it may raise ConfigError."""
        self.failed = False
        self._reloading = Reloading(config, reload, self._notice)
        self._config = config
        self._broken = broken
        self._logger = structlog.get_logger("veche")
        self._proxies, gateways = trusted(config)
        self._door = Doorkeeper(config.limits, time.monotonic, (self._proxies, gateways))
        self._workers: list[LoopThread] = []
        self._admin: admin_socket.AdminSocket | None = None

    # -- starting ------------------------------------------------------------------------

    def start(self) -> Ready:
        """Start all of it. Raises StartError, and leaves nothing behind then."""
        settings = self._config.server
        try:
            tls = self._reloading.tls = open_tls(self._config.tls)
        except TlsError as error:
            raise StartError(str(error)) from error
        startup.raise_file_limit()
        path = Path(settings.data).expanduser() if settings.data else default_path()
        with contextlib.ExitStack() as opened:
            try:
                self._data = opened.enter_context(contextlib.closing(DataDir(path.absolute())))
                log = opened.enter_context(contextlib.closing(SqliteLog(self._data.database)))
                self._push = Pushing(self._config, self._data)
                files = FileHost(self._config, self._data.path, self._notice)
                self._files = opened.enter_context(contextlib.closing(files))
                info = server_info(self._config, self._data.secret("salts"))
                hub = startup.load_hub(log, self._config.limits, info.lobby)
                listeners = listen(settings.host, settings.port)
            except (DataDirError, LogError, CannotListen) as error:
                raise StartError(startup.sentence(str(error))) from error
            opened.pop_all()
        at: tuple[str, int] = listeners[0].getsockname()[:2]
        address = Address(startup.shown(settings.host, at[0]), at[1])
        names = tls.names if tls else ()
        info = listening(info, self._config, at, names, self._push.key)
        self._make(hub, log, info, address, tls)
        self._push.start(info, self._hub.ask, self._bug)
        self._run(listeners)
        self._logger.info(
            "started",
            version=__version__,
            port=address.port,
            workers=len(self._workers),
            position=hub.pos,
        )
        local = all(is_loopback(listener.getsockname()[0]) for listener in listeners)
        code, asks = claim.offer(hub.state, self._data)
        self._hub.ask(asks)
        return Ready(address.host, address.port, self._data.path, tls is not None, local, code)

    def _make(
        self,
        hub: Hub,
        log: SqliteLog,
        info: ServerInfo,
        address: Address,
        tls: Tls | None,
    ) -> None:
        limits = self._config.limits
        self._log = LogThread(log, self._notice, self._fatal)
        self._memory = Memory(lambda: SqliteReader(self._data.database))
        self._hub = HubThread(
            hub,
            self._log,
            limits,
            ids=IdSource(after=log.last_id),
            memory=self._memory,
            publish=self._publish,
            fatal=self._fatal,
            notice=self._notice,
            expire=self._expire,
        )
        self._follower = Follower(
            lambda: SqliteReader(self._data.database),
            lambda: Index(self._data.index),
            self._notice,
            self._log.erase,
        )
        self._helpers = Helpers(pools(self._data, self._reloading), self._bug)
        self._files.connect(self._hub.ask, self._helpers.give, hub.state.accounts)
        first = time.time_ns() // 1_000_000 - EPOCH_MS
        info = msgspec.structs.replace(
            info, connections=lambda: connected(w.worker.counters for w in self._workers)
        )
        origins = tuple(self._config.http.origins.split())
        uploads = (self._files, info.uploads)
        for index in range(self._config.server.workers or startup.default_workers()):
            doors = Doors(info, lambda: secrets.token_urlsafe(_SECRET_BYTES))
            worker = Worker(
                index,
                limits,
                doors,
                watch=self._door,
                bug=self._bug,
                first=first,
                pos=hub.pos,
            )
            self._workers.append(
                LoopThread(
                    worker,
                    ask=self._hub.ask,
                    helpers=self._helpers,
                    door=self._door,
                    web=WebServer(info.network, address, limits.first_bytes_s, origins, uploads),
                    tls=tls,
                    handshake_s=limits.first_bytes_s,
                    bug=self._bug,
                )
            )
            self._reloading.add(self._workers[-1].loop, doors)

    def _run(self, listeners: Sequence[socket.socket]) -> None:
        hosts = Introductions(
            self._workers[0].loop, self._proxies, self._config.limits.first_bytes_s
        )
        self._acceptor = Acceptor(listeners, self._workers, self._door, self._notice, hosts)
        startup.settle_interpreter()
        self._log.start()
        self._hub.start()
        self._helpers.start()
        self._follower.start()
        self._admin = admin_socket.opened(self._data.path, self._hub.ask, self._notice)
        for worker in self._workers:
            worker.start()
        self._workers[0].run(self._acceptor.start(), STOP_S)
        # Not a daemon: an interpreter that ends in the midst of loading a library crashes.
        self._preload = threading.Thread(target=preload, name="veche-preload")
        self._preload.start()

    def reload(self) -> None:
        """Read anew what may change while it runs; see `reloading`. On the main thread."""
        if not self._reloading.reload():
            self._logger.info("reloaded")

    # -- between the parts ---------------------------------------------------------------

    def _publish(self, outs: Sequence[Out]) -> None:
        for worker in self._workers:
            worker.mailbox.post(outs)
        self._follower.wake()
        self._push.published(outs)
        self._files.published(outs)
        if self._admin is not None:
            self._admin.answered(outs)

    def _expire(self, rules: Sequence[Expiry]) -> None:
        self._follower.expire(rules)
        self._files.expire()

    def _notice(self, text: str) -> None:
        self._logger.warning(text)

    def _bug(self, error: BaseException) -> None:
        self._logger.error("internal error", exc_info=error)

    def _fatal(self, error: BaseException) -> None:
        self._logger.critical("internal error, the server stops", exc_info=error)
        self.failed = True
        self._broken()

    # -- stopping ------------------------------------------------------------------------

    def stop(self) -> bool:
        """Stop in order: nobody new, no input; what was asked is decided, stored and told;
        goodbyes; the state is kept. Takes no longer than STOP_S; False when a thread still hangs
        then."""
        ends = time.monotonic() + STOP_S

        def left_s(at_most: float = STOP_S) -> float:
            return max(0.05, min(at_most, ends - time.monotonic()))

        with self._anyway("accepting"):
            self._workers[0].run(self._acceptor.stop(), left_s(0.5))
        for worker in self._workers:
            with self._anyway("reading"):
                worker.run(worker.stop_reading(), left_s(0.5))
        if not self.failed and not self._hub.drain(left_s(1.0)):
            self._notice("stopped before all that was asked had been done")
        flush_s = left_s(FLUSH_S)
        for farewell in [w.submit(w.farewell(GOODBYE, flush_s)) for w in self._workers]:
            with self._anyway("saying goodbye"):
                farewell.result(left_s(FLUSH_S + 0.5))
        self._helpers.stop(left_s(0.5))
        self._follower.stop(left_s(0.5))
        if self._admin is not None:
            self._admin.stop(left_s(0.5))
        if not (self._hub.stop(left_s(1.0)) and self._log.stop(left_s())):
            self._notice("stopped before the state was stored: the next start takes longer")
        self._push.stop(left_s(0.5))
        for worker in self._workers:
            worker.stop(left_s(0.5))
        self._memory.close()
        self._files.close()
        self._data.close()
        counted = {name: value for name, value in self.counters().items() if value}
        self._logger.info("stopped", **counted)
        self._preload.join(left_s())
        return threading.active_count() == 1

    @contextlib.contextmanager
    def _anyway(self, what: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._logger.warning(f"{what} did not end well", error=repr(error))

    def counters(self) -> dict[str, int]:
        """All counts, summed over the threads."""
        return totals(
            [worker.worker.counters for worker in self._workers],
            [self._hub.counters, self._acceptor.counters, self._push.counters],
        )
