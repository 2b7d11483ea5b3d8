"""What the hub cannot answer by itself, because it takes long.

Owns the base class. A helper does the work; its outcome becomes the answer, or a command that the
hub decides in the place of the one that led here.
"""

from typing import ClassVar

import msgspec


class Work(msgspec.Struct, frozen=True, gc=False):
    """`pool`: which helpers do it. Never seen by a door."""

    pool: ClassVar[str] = "read"
