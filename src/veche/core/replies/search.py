"""Answers about what was looked for."""

from typing import ClassVar

import msgspec

from veche.core.commands.search import Search
from veche.core.events import Stored
from veche.core.replies.history import Grant
from veche.core.replies.work import Work


class GrantedSearch(Work, frozen=True, gc=False):
    """These conversations may be looked through: the outcome is a `Found`."""

    pool: ClassVar[str] = "search"
    grants: tuple[Grant, ...]
    search: Search


class Found(msgspec.Struct, frozen=True, gc=False):
    """The newest messages that fit, oldest first."""

    events: tuple[Stored, ...]
