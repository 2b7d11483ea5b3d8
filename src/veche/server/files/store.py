"""The files that people bring: on the disk whole or not at all, and only so many of them.

Owns the directory: `new/` for what is coming in, `kept/` for what has come, both named by ids that
nobody can guess and by nothing that a stranger chose. All calls may block; none is for an event
loop's thread.
"""

import base64
import math
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path

from veche.core.ids import Id
from veche.core.limits import Limits
from veche.server.files.catalogue import Catalogue, File, FilesError

_ID_BYTES = 16
"""As many random bits as a UUID has, and nobody counts them up."""
_ROW_BYTES = 4_096
"""What a file costs beside its bytes: a block of the disk, at the least."""
_DAY_MS = 86_400_000


def new_id() -> str:
    """Letters and digits that nobody can guess, the same whatever their case."""
    return base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode().rstrip("=").lower()


def now_ms() -> int:
    """Unix time."""
    return time.time_ns() // 1_000_000


class Full(Enum):
    """Why a file cannot be taken."""

    FILE = "the file is too large"
    ACCOUNT = "the account has no more room"
    SERVER = "the server has no more room"
    BUSY = "too many files are coming in just now"


class Draft:
    """A file that is coming in. Used by one thread after another; ends kept or discarded."""

    def __init__(self, store: "Store", account: Id, reserved: int) -> None:
        self.id = new_id()
        self.account = account
        self.reserved = reserved
        """Bytes that are set aside for it."""
        self.size = 0
        self._store = store
        self._lock = threading.Lock()
        self._ended = False
        self._file = os.open(
            store.path_of_new(self.id), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600
        )

    def write(self, data: bytes) -> Full | None:
        """Add these bytes, unless they are more than was set aside. Raises OSError."""
        with self._lock:
            if self._ended or self.size + len(data) > self.reserved:
                return Full.FILE
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            self.size += len(data)
            return None

    def keep(self, owner: str, kind: str, name: str, extension: str) -> File:
        """It is whole: have it on the disk for good. Raises OSError or FilesError, and is
        discarded then."""
        with self._lock:
            if self._ended:
                raise FilesError("A file came in whose account is no more; it was not kept.")
            self._ended = True
            try:
                at_ms = self._store.clock_ms()
                file = File(self.id, extension, self.account, owner, self.size, kind, name, at_ms)
                try:
                    os.fsync(self._file)
                finally:
                    os.close(self._file)
                self._store.keep(file)
                return file
            finally:
                self._store.ended(self)

    def discard(self) -> None:
        """Forget it, unless it was kept."""
        with self._lock:
            if not self._ended:
                self._ended = True
                os.close(self._file)
                self._store.ended(self)


class Store:
    """All files of a server. `keep_days` 0: for good."""

    def __init__(
        self,
        directory: Path,
        limits: Limits,
        keep_days: float = 0.0,
        clock_ms: Callable[[], int] = now_ms,
    ) -> None:
        """What a crash has left half done is removed. Raises FilesError."""
        self._limits = limits
        self._keep_ms = math.ceil(keep_days * _DAY_MS)
        self.clock_ms = clock_ms
        self._new, self._kept = directory / "new", directory / "kept"
        self._lock = threading.Lock()
        self._drafts: dict[str, Draft] = {}
        try:
            for path in (directory, self._new, self._kept):
                path.mkdir(mode=0o700, exist_ok=True)
            for path in (directory.parent, directory):
                _sync(path)
            for left in self._new.iterdir():
                left.unlink()
        except OSError as error:
            raise FilesError(
                f"The directory of files {directory} cannot be used ({error}): mend that."
            ) from error
        self._catalogue = Catalogue(directory / "files.db")
        try:
            self._reconcile()
        except BaseException:
            self._catalogue.close()
            raise

    def _reconcile(self) -> None:
        """Bytes without a row were never acknowledged; a row without bytes says nothing."""
        try:
            there = {path.name for path in self._kept.iterdir()}
        except OSError as error:
            raise FilesError(f"{self._kept} cannot be read ({error}): mend that.") from error
        listed = dict.fromkeys(self._catalogue.ids())
        for name in there - listed.keys():
            with suppress(OSError):
                (self._kept / name).unlink()
        gone = [id_ for id_ in listed if id_ not in there]
        if gone:
            self._catalogue.remove(gone)

    # -- bringing ------------------------------------------------------------------------

    def begin(self, account: Id, size: int | None) -> Draft | Full:
        """Take a file of so many bytes, or of any number; or why not. Raises OSError, FilesError.

        What others are bringing counts as if it were there.
        """
        limits = self._limits
        if size is not None and size > limits.upload_bytes:
            return Full.FILE
        wanted = limits.upload_bytes if size is None else size
        with self._lock:
            mine = [draft for draft in self._drafts.values() if draft.account == account]
            if len(self._drafts) >= limits.uploads or len(mine) >= limits.uploads_per_account:
                return Full.BUSY
            has, all_ = self._catalogue.usage(account), self._catalogue.usage()
            if has.files + len(mine) >= limits.files_per_account:
                return Full.ACCOUNT
            coming = sum(draft.reserved for draft in mine)
            if has.size + coming + wanted > limits.file_bytes_per_account:
                return Full.ACCOUNT
            coming = sum(draft.reserved for draft in self._drafts.values())
            counted = all_.size + _ROW_BYTES * (all_.files + len(self._drafts) + 1)
            if counted + coming + wanted > limits.file_bytes:
                return Full.SERVER
            free = shutil.disk_usage(self._new).free
            if free - coming - wanted < limits.disk_free_bytes:
                return Full.SERVER
            draft = Draft(self, account, wanted)
            self._drafts[draft.id] = draft
            return draft

    def path_of_new(self, id_: str) -> Path:
        """For `Draft`: where its bytes go."""
        return self._new / id_

    def keep(self, file: File) -> None:
        """For `Draft`: its bytes are on the disk. Make a file of them."""
        path = self._kept / file.id
        self.path_of_new(file.id).rename(path)
        try:
            _sync(self._kept)
            self._catalogue.add(file)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise

    def ended(self, draft: Draft) -> None:
        """For `Draft`: nothing more comes in. What it leaves is removed, now or at a start."""
        with suppress(OSError):
            self.path_of_new(draft.id).unlink(missing_ok=True)
        with self._lock:
            self._drafts.pop(draft.id, None)

    # -- having --------------------------------------------------------------------------

    def find(self, address: str) -> tuple[File, Path] | None:
        """The file at this address and where its bytes are. Raises FilesError."""
        file = self._catalogue.find(address)
        return None if file is None else (file, self._kept / file.id)

    def remove(self, file: File) -> None:
        """Let it be no more. Raises FilesError."""
        self._remove([file.id])

    def remove_of(self, account: Id) -> None:
        """Let the files of an account be no more, and what it is just bringing. Raises
        FilesError."""
        with self._lock:
            coming = [draft for draft in self._drafts.values() if draft.account == account]
        for draft in coming:
            draft.discard()
        self._remove(self._catalogue.ids_of(account))

    def remove_of_others(self, accounts: Container[Id]) -> None:
        """Let only these accounts have files. Raises FilesError."""
        for account in self._catalogue.accounts():
            if account not in accounts:
                self.remove_of(account)

    def expire(self) -> int:
        """Remove what has been kept long enough; returns how many. Raises FilesError."""
        if not self._keep_ms:
            return 0
        old = self._catalogue.ids(before_ms=self.clock_ms() - self._keep_ms)
        self._remove(old)
        return len(old)

    def _remove(self, ids: Sequence[str]) -> None:
        if ids:
            self._catalogue.remove(ids)
        for id_ in ids:
            with suppress(OSError):  # the next start does it
                (self._kept / id_).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of everything."""
        self._catalogue.close()


def _sync(directory: Path) -> None:
    """Have the names in it on the disk (fsync(2): of a file alone it is not enough)."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
