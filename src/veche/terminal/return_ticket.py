"""The way back to the guest that one was, when the program ended without a word.

Owns a file for each guest, kept for its owner alone, and that no two programs are one guest at a
time. Must not know what a secret is good for.
"""

import fcntl
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path


def state_directory(environment: Mapping[str, str]) -> Path:
    """Where it is kept: the XDG base directory for state."""
    base = environment.get("XDG_STATE_HOME", "")
    # Relative paths in the variable are invalid (XDG Base Directory Specification).
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.local/state")
    return Path(base) / "veche" / "guests"


class ReturnTicket:
    """The secret of one guest on one server. Whoever made it first has it until `close`."""

    def __init__(self, directory: Path, server: str, nick: str) -> None:
        """Take it, if nobody has it; without a place to keep it there is none."""
        name = hashlib.sha256(f"{server} {nick}".encode()).hexdigest()[:32]
        self._file = _taken(directory, name)
        self.secret = (
            "" if self._file is None else os.read(self._file, 4_096).decode("ascii", "ignore")
        )

    def keep(self, secret: str) -> None:
        """Remember the secret instead; "" forgets it. Raises OSError if it cannot be written."""
        if self._file is not None:
            self.secret = secret
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, secret.encode(), 0)

    def close(self) -> None:
        """Let others have it. May be called again."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _taken(directory: Path, name: str) -> int | None:
    """The open and locked file; None where there can be none, or another program has it."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(directory / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file
