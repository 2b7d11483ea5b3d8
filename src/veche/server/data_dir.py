"""The data directory: where it is, that it is ours, and that no other server uses it.

Owns the lock. Must not know what the log keeps in its file.
"""

import fcntl
import os
import secrets
from pathlib import Path

DATABASE = "veche.db"
_LOCK = "veche.lock"
_SECRET_BYTES = 32


class DataDirError(Exception):
    """The directory cannot be used. The text is one sentence for the person who starts us."""


def default_path() -> Path:
    """Where data goes when nobody says: the XDG base directory for data."""
    base = os.environ.get("XDG_DATA_HOME", "")
    # Relative paths in the variable are invalid (XDG Base Directory Specification).
    if not os.path.isabs(base):
        base = os.path.expanduser("~/.local/share")
    return Path(base) / "veche"


class DataDir:
    """A data directory that is ours while this object is not closed."""

    def __init__(self, path: Path) -> None:
        """Make it (mode 0700) where there is none, and lock it. Raises DataDirError."""
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._refuse_foreign()
            self._lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileExistsError as error:
            raise DataDirError(f"{path} is not a directory: choose another with --data.") from error
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise DataDirError(
                f"The data directory {path} cannot be used ({why}): "
                "mend that, or choose another with --data."
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise DataDirError(
                f"Another server is using the data in {path}: stop it, or choose another "
                "directory with --data."
            ) from error

    def _refuse_foreign(self) -> None:
        names = {entry.name for entry in os.scandir(self.path)}
        if names and not names & {DATABASE, _LOCK}:
            raise DataDirError(
                f"{self.path} holds something else than data of Veche: "
                "choose another or an empty directory with --data."
            )

    @property
    def database(self) -> Path:
        """The file of the log."""
        return self.path / DATABASE

    @property
    def index(self) -> Path:
        """The file of the search index, which is made from the log."""
        return self.path / "search.db"

    def secret(self, name: str) -> bytes:
        """A secret of this server's own: made once, and the same in every later life.

        Raises DataDirError.
        """
        path = self.path / f"{name}.secret"
        try:
            if not path.exists():
                self.write_private(path.name, secrets.token_hex(_SECRET_BYTES))
            return bytes.fromhex(path.read_text().strip())
        except (OSError, ValueError) as error:
            raise DataDirError(
                f"The file {path} cannot be used: remove it, and start again."
            ) from error

    def write_private(self, name: str, text: str) -> Path:
        """A file (mode 0600) with this text and a line end, whole or not at all. Raises OSError."""
        path = self.path / name
        draft = path.with_name(f"{name}.new")
        draft.unlink(missing_ok=True)
        file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "w") as stream:
            stream.write(f"{text}\n")
        draft.replace(path)
        return path

    def close(self) -> None:
        """Let another server use it."""
        os.close(self._lock)
