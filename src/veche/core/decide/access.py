"""Decisions on a channel's access list: which accounts have a rank there for good."""

from veche.core.commands import ChangeAccess, ReadAccess
from veche.core.decide.audit import audited
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for
from veche.core.events import AccessChanged, ModeChange, ModesBody, ModesChanged
from veche.core.events.bodies import SERVER
from veche.core.ids import Id
from veche.core.permissions import Act
from veche.core.ranks import ADMIN, FOUNDER, NOBODY, RANKS, has_founder, letters_on_entry, rank_of
from veche.core.rejections import Code, Rejection
from veche.core.replies import AccessList, AccessRow
from veche.core.state import MEMBER_LETTERS, Account, Channel


def read_access(ctx: Context, command: ReadAccess) -> Outcome:
    """The list, for members."""
    channel = channel_for(ctx, Act.READ_ACCESS, command.channel)
    if isinstance(channel, Rejection):
        return channel
    accounts = ctx.state.accounts
    rows = [
        AccessRow(accounts[account].name, letter)
        for account, letter in channel.access.items()
        if account in accounts
    ]
    rows.sort(key=lambda row: MEMBER_LETTERS.index(row.letter))
    return Decided(reply=AccessList(channel.name, tuple(rows)))


def change_access(ctx: Context, command: ChangeAccess) -> Outcome:
    """Admins change what is below them, founders everything; anybody gives up its own entry.

    In a channel without a founder, an operator with an account may name one.
    """
    channel = channel_for(ctx, Act.CHANGE_ACCESS, command.channel)
    if isinstance(channel, Rejection):
        return channel
    account = ctx.state.find_account(command.account)
    if account is None:
        return Rejection(Code.NO_SUCH_ACCOUNT, command.account)
    letter = command.letter
    if letter and letter not in tuple(MEMBER_LETTERS):
        return Rejection(Code.BAD_ARGUMENT, "ACCESS", f"there is no rank {letter}")
    before = channel.access.get(account.id, "")
    if letter == before:
        return Decided(reply=_shown(channel, account, letter))
    if not _may(ctx, channel, account.id, before, letter):
        return Rejection(Code.OPERATOR_NEEDED, channel.name)
    if not before and len(channel.access) >= ctx.limits.masks_per_channel:
        return Rejection(Code.LIST_FULL, channel.name, f"q {account.name}")
    events = [Happening(AccessChanged(channel.id, account.id, letter))]
    events += _at_once(ctx, channel, account, before, letter)
    words = f"{account.name} {letter or 'none'}"
    events.append(audited(ctx, "access", channel.name, words, channel))
    return Decided(tuple(events), _shown(channel, account, letter))


def _may(ctx: Context, channel: Channel, account: Id, before: str, letter: str) -> bool:
    if not letter and account == ctx.actor.account:
        return True
    rank = rank_of(channel, ctx.actor)
    if ctx.actor.account and not has_founder(channel):
        rank = FOUNDER
    touched = max(RANKS.get(before, NOBODY), RANKS.get(letter, NOBODY))
    return rank == FOUNDER or (rank == ADMIN and touched < ADMIN)


def _at_once(
    ctx: Context, channel: Channel, account: Account, before: str, letter: str
) -> list[Happening]:
    """Who is there now gets the letters, or loses them, as if just come in."""
    user = ctx.state.users.get(account.user)
    if user is None or user.id not in channel.members:
        return []
    has, old, new = channel.members[user.id], letters_on_entry(before), letters_on_entry(letter)
    changes = [(False, x) for x in old if x not in new and x in has]
    changes += [(True, x) for x in new if x not in has]
    if not changes:
        return []
    made = tuple(ModeChange(adding, x, user.nick, user.id) for adding, x in changes)
    body = ModesBody(SERVER, channel.name, made)
    return [Happening(ModesChanged(ctx.actor.id, channel.id), body, channel.id)]


def _shown(channel: Channel, account: Account, letter: str) -> AccessList:
    return AccessList(channel.name, (AccessRow(account.name, letter),))
