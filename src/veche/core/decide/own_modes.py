"""Decisions on one's own modes."""

from veche.core.commands import ChangeModes
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome
from veche.core.events import ModeChange, ModesBody, UserModesChanged
from veche.core.names import fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Refusals

USER_LETTERS = "Biow"
_NOT_BY_ONESELF = "o"


def change_own(ctx: Context, command: ChangeModes) -> Outcome:
    """What can be changed is. To make oneself an operator is passed over ("MODE message")."""
    actor = ctx.actor
    if fold(command.target) != actor.folded:
        if ctx.state.find_user(command.target) is None:
            return Rejection(Code.NO_SUCH_NICK, command.target)
        return Rejection(Code.NOT_YOURSELF, command.target)
    letters = actor.modes
    made: list[ModeChange] = []
    unknown = ""
    for asked in command.changes:
        if asked.letter not in tuple(USER_LETTERS):
            unknown += asked.letter
        elif asked.adding and asked.letter in _NOT_BY_ONESELF:
            continue
        elif asked.adding != (asked.letter in letters):
            made.append(ModeChange(asked.adding, asked.letter))
            letters = letters + asked.letter if asked.adding else letters.replace(asked.letter, "")
    refused = Rejection(Code.UNKNOWN_USER_MODE, unknown) if unknown else None
    if not made:
        return refused or Decided()
    body = ModesBody(actor.who, actor.nick, tuple(made))
    events = [Happening(UserModesChanged(actor.id), body)]
    if any(change.letter == "o" for change in made):
        events.append(audited(ctx, "deoper"))
    return Decided(tuple(events), Refusals((refused,)) if refused else None)
