"""Looking for what was said."""

from typing import ClassVar

from veche.core.commands.base import Command


class Search(Command, frozen=True, gc=False):
    """Who said what, where, between which times (Unix milliseconds, excluded themselves)?

    Empty or None: no matter.
    """

    slow: ClassVar[bool] = True
    limit: int
    text: str = ""
    place: str = ""  # a channel or a nick
    author: str = ""  # a nick
    after_ms: int | None = None
    before_ms: int | None = None
