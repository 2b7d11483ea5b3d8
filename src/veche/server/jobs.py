"""What passes between workers and helpers.

Owns the shapes. Must not know any kind of work.
"""

import msgspec

from veche.core.commands import Command
from veche.core.ids import Id, Pos
from veche.core.rejections import Rejection
from veche.core.replies import Found, HistoryPage, Reply, Work

Outcome = Reply | Rejection | Command
"""An answer; or what the hub is asked next, whose result is the answer."""


class Job(msgspec.Struct, frozen=True):
    """Work for a session. `until` is the last position that was delivered before its answer: what
    is newer is delivered after it, and must not be in a page as well."""

    session: Id
    work: Work
    until: Pos

    def known(self, reply: Reply) -> Reply:
        """The answer without what is newer than `until`."""
        if isinstance(reply, Found):
            return Found(tuple(e for e in reply.events if e.pos <= self.until))
        if not isinstance(reply, HistoryPage):
            return reply
        return HistoryPage(reply.name, tuple(e for e in reply.events if e.pos <= self.until))
