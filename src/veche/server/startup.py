"""What has to be right before the first thread starts, and the sentence when it is not.

Owns reading the state back, the TLS files, and the settings of the process itself.
"""

import gc
import os
import resource
import ssl
import sys
from pathlib import Path

from veche.core import snapshot
from veche.core.hub import Hub
from veche.core.limits import Limits
from veche.core.snapshot import SnapshotError
from veche.core.state import State
from veche.eventlog.sqlite import SqliteLog
from veche.server.stream import HTTP_ALPN, IRC_ALPN

_SWITCH_S = 0.0005
"""With the GIL: how long a thread keeps it when others want it. Measured beside a busy thread:
commits take 2 to 3 ms with this, 6 to 17 ms with the default of 5 ms."""
_YOUNG_OBJECTS = 20_000
"""Allocations between two young collections: the default of 700 is for programs with cycles."""


class StartError(Exception):
    """The server cannot start. The text is one sentence for the person who starts it."""


def load_hub(log: SqliteLog, limits: Limits, lobby: str) -> Hub:
    """The hub as the log left it. Raises LogError."""
    found, newer = log.load()
    if found is not None:
        try:
            hub = Hub(snapshot.load(found.version, found.data), limits, lobby)
        except SnapshotError:
            newer = log.records()
        else:
            hub.pos = found.pos
            hub.replay(newer)
            return hub
    hub = Hub(State(), limits, lobby)
    hub.replay(newer)
    return hub


def tls_context(cert: str, key: str) -> ssl.SSLContext | None:
    """The context for these files, None without them. Raises StartError."""
    if not cert:
        return None
    for path in (cert, key):
        if not Path(path).is_file():
            raise StartError(f"The TLS file {path} does not exist.")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols([HTTP_ALPN, IRC_ALPN])
    try:
        # Without a callback OpenSSL would ask for a passphrase on the terminal.
        context.load_cert_chain(cert, key, password=lambda: b"")
    except (OSError, ValueError) as error:
        what = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
        raise StartError(
            f"The TLS files {cert} and {key} cannot be used ({str(what).lower()}): they must be "
            "a certificate and its key without a passphrase, in PEM form."
        ) from error
    return context


def has_gil() -> bool:
    """Whether this Python runs one thread's bytecode at a time."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def default_workers() -> int:
    """How many workers serve this machine best."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(2 if has_gil() else 4, cores or 1))


def raise_file_limit() -> int:
    """Allow as many open files as we may; returns how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS says "unlimited" and means less
            return soft
    return hard


def settle_interpreter() -> None:
    """Once everything is made: fair turns for threads, and a collector that leaves it alone."""
    if has_gil():
        sys.setswitchinterval(_SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 50)
