"""The audit trail: what those did who have power over others.

Owns the conversation that it is, which nobody but operators of the server reads.
"""

from veche.core.commands import Direction, HistoryQuery, ReadAudit
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import AuditBody, Audited
from veche.core.ids import Id
from veche.core.permissions import authorize_audit
from veche.core.rejections import Rejection
from veche.core.replies import Granted

AUDIT: Id = 1
"""No other conversation has such an id: ids are of the time when they were made."""
_NAME = "the audit trail"


def audited(ctx: Context, act: str, target: str = "", text: str = "") -> Happening:
    """The actor's act, for the trail."""
    body = AuditBody(ctx.actor.who, act, target, text)
    return Happening(Audited(ctx.actor.id), body, AUDIT)


def read_audit(ctx: Context, command: ReadAudit) -> Outcome:
    """The newest acts, for operators."""
    grant = authorize_audit(ctx.actor, AUDIT)
    if isinstance(grant, Rejection):
        return grant
    limit = max(1, min(command.limit, ctx.limits.history_page))
    query = HistoryQuery(Direction.LATEST, limit, events=True)
    return Decided(reply=Granted(_NAME, grant, query))
