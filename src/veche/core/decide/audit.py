"""The audit trail: what those did who have power over others.

Owns the conversation that it is, how an act is put into words there, and who reads which of it.
No words of others come in: what is taken back must be gone.
"""

from collections.abc import Sequence

from veche.core.commands import Direction, HistoryQuery, ReadAudit
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import AuditBody, Audited, ModeChange
from veche.core.ids import Id
from veche.core.permissions import authorize_audit
from veche.core.rejections import Code, Rejection
from veche.core.replies import Granted
from veche.core.state import Channel

AUDIT: Id = 1
"""No other conversation has such an id: ids are of the time when they were made."""
_NAME = "the audit trail"
_SECRET = "k"


def audited(
    ctx: Context, act: str, target: str = "", text: str = "", channel: Channel | None = None
) -> Happening:
    """The actor's act, for the trail; `channel`: where, if in one."""
    body = AuditBody(ctx.actor.who, act, target, text)
    return Happening(Audited(ctx.actor.id, channel.id if channel else 0), body, AUDIT)


def mode_words(changes: Sequence[ModeChange]) -> str:
    """A MODE line without the channel's key, which is not for all who read the trail."""
    letters = "".join(f"{'+' if change.adding else '-'}{change.letter}" for change in changes)
    given = [change.argument for change in changes if change.letter != _SECRET]
    return " ".join((letters, *filter(None, given)))


def read_audit(ctx: Context, command: ReadAudit) -> Outcome:
    """The newest acts: all for operators of the server, those in a channel for its own."""
    channel = None
    if command.channel:
        channel = ctx.state.find_channel(command.channel)
        if channel is None:
            return Rejection(Code.NO_SUCH_CHANNEL, command.channel)
    grant = authorize_audit(ctx.actor, AUDIT, channel)
    if isinstance(grant, Rejection):
        hidden = grant.code is Code.NO_SUCH_CHANNEL
        return Rejection(Code.NO_SUCH_CHANNEL, command.channel) if hidden else grant
    limit = max(1, min(command.limit, ctx.limits.history_page))
    query = HistoryQuery(Direction.LATEST, limit, events=True)
    return Decided(reply=Granted(_NAME, grant, query))
