"""Decisions on logging in and out: the one way in, for every door and every proof.

Who is refused learns neither whether there is such an account nor what was wrong, and an account
that is not there costs as much work as one that is.
"""

import msgspec

from veche.core import scram
from veche.core.commands import (
    KeyProof,
    LogIn,
    LogOut,
    PasswordChecked,
    PasswordProof,
    PasswordRenewed,
    ReadSalt,
    ScramProof,
)
from veche.core.decide.attaching import attach, detach, views
from veche.core.decide.attempts import failed, login_keys, too_many
from veche.core.decide.base import NOBODY_YET, Context, Decided, Happening, Outcome
from veche.core.decide.server_bans import ban_fault
from veche.core.events import (
    Inherited,
    Joined,
    LoggedIn,
    LoggedOut,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    TextBody,
    UserLeft,
)
from veche.core.events.bodies import SERVER
from veche.core.names import fold
from veche.core.ranks import letters_for
from veche.core.rejections import Code, Rejection
from veche.core.replies import CheckPassword, LoggedInAs, Salt
from veche.core.state import Account, Channel, User

LOGIN_FAILED = Rejection(Code.LOGIN_FAILED)


def log_in(ctx: Context, command: LogIn) -> Outcome:
    """By a password, which a helper compares; by a key or a SCRAM proof, at once."""
    proof, address = command.proof, command.address
    limited = too_many(ctx, login_keys(ctx, proof.account, address))
    if limited is not None:
        return limited
    if command.host:
        banned = ban_fault(ctx, msgspec.structs.replace(ctx.actor.who, host=command.host))
        if banned is not None:
            return banned
    if isinstance(proof, PasswordProof):
        account = ctx.state.find_account(proof.account)
        encoded = account.credentials.password if account else ""
        found = account.id if account else 0
        work = CheckPassword(encoded, proof.password, found, proof.account, address)
        return Decided(reply=work)
    if isinstance(proof, KeyProof):
        return _by_key(ctx, proof, address)
    return _by_scram(ctx, proof, address)


def password_checked(ctx: Context, command: PasswordChecked) -> Outcome:
    """The helper's word."""
    account = proved(ctx, command)
    return enter(ctx, account) if isinstance(account, Account) else account


def proved(ctx: Context, command: PasswordChecked | PasswordRenewed) -> Account | Outcome:
    """Whose password it was. In the meantime others may have guessed too often."""
    keys = login_keys(ctx, command.name, command.address)
    limited = too_many(ctx, keys)
    if limited is not None:
        return limited
    account = ctx.state.accounts.get(command.account)
    if account is None or not command.good:
        return failed(keys, LOGIN_FAILED)
    return account


def _by_key(ctx: Context, proof: KeyProof, address: str) -> Outcome:
    account = ctx.state.accounts.get(ctx.state.keys.get(proof.key, 0))
    if account is None or (proof.account and fold(proof.account) != account.folded):
        return failed(login_keys(ctx, proof.account, address), LOGIN_FAILED)
    return enter(ctx, account)


def _by_scram(ctx: Context, proof: ScramProof, address: str) -> Outcome:
    account = ctx.state.find_account(proof.account)
    kept = account.credentials.scram if account else None
    if account is not None and kept is not None:
        signature = scram.signature(kept, proof.message, proof.proof)
        if signature is not None:
            return enter(ctx, account, signature)
    return failed(login_keys(ctx, proof.account, address), LOGIN_FAILED)


def read_salt(ctx: Context, command: ReadSalt) -> Outcome:
    """None for an account that has none: the door makes one up, always the same for a name."""
    account = ctx.state.find_account(command.account)
    kept = account.credentials.scram if account else None
    return Decided(reply=Salt(kept.salt, kept.iterations) if kept else Salt())


def enter(ctx: Context, account: Account, signature: bytes = b"") -> Outcome:
    """The session has proved that it may speak for the account.

    Before it has a user, `Register` does the rest. A guest becomes the account's user; when the
    account has one with a session, this session goes over to that. One without is succeeded.
    """
    actor = ctx.actor
    if account.disabled:
        return Rejection(Code.ACCOUNT_DISABLED, account.name)
    seen_as = msgspec.structs.replace(actor.who, account=account.name)
    if ban_fault(ctx, seen_as) is not None:
        return Rejection(Code.ACCOUNT_DISABLED, account.name)
    if actor is NOBODY_YET:
        return Decided(reply=LoggedInAs(account.id, account.name, signature=signature))
    if actor.account == account.id:
        reply = LoggedInAs(account.id, account.name, actor.who, signature=signature)
        return Decided(reply=reply)
    user = ctx.state.users.get(account.user)
    if user is not None and user.sessions:
        return _go_over(ctx, account, user, signature)
    if actor.account and len(actor.sessions) > 1:
        return Rejection(Code.ALREADY_LOGGED_IN, actor.account_name)
    if user is not None:
        return _succeed(ctx, account, user, signature)
    return Decided(
        (logged_in(actor, account), *_ranks(ctx, account)),
        lambda: LoggedInAs(account.id, account.name, actor.who, signature=signature),
    )


def logged_in(user: User, account: Account) -> Happening:
    """The user speaks for the account from now on."""
    return Happening(LoggedIn(user.id, account.id), TextBody(user.who, account.name))


def _go_over(ctx: Context, account: Account, user: User, signature: bytes) -> Outcome:
    state, actor = ctx.state, ctx.actor
    before = dict(actor.channels)
    left = tuple(state.channels[c].name for c in before if c not in user.channels)
    events = (*detach(ctx, actor, f"Logged in as {account.name}"), *attach(ctx, user))
    return Decided(
        events,
        lambda: LoggedInAs(
            account.id,
            account.name,
            user.who,
            moved=True,
            left=left,
            channels=views(state, user, before),
            realname=user.realname,
            signature=signature,
        ),
    )


def _succeed(ctx: Context, account: Account, user: User, signature: bytes) -> Outcome:
    """The actor stays who it is, and where; it comes to where the account's user was, which goes.

    Nobody who knows the actor sees it go, and its client is not called something else.
    """
    state, actor = ctx.state, ctx.actor
    before = dict(actor.channels)
    room = ctx.limits.channels_per_user - len(before)
    new = [state.channels[c] for c in user.channels if c not in before][: max(room, 0)]
    who = msgspec.structs.replace(actor.who, account=account.name)
    joined = [
        Happening(Joined(actor.id, c.id), TextBody(who, c.name, actor.realname), c.id) for c in new
    ]
    events = (
        Happening(Inherited(user.id, actor.id)),
        Happening(UserLeft(user.id), TextBody(user.who, "", f"Now {actor.nick}")),
        logged_in(actor, account),
        *_ranks(ctx, account),
        *joined,
        *(_promoted(actor, c, c.members[user.id]) for c in new if c.members[user.id]),
    )
    return Decided(
        events,
        lambda: LoggedInAs(
            account.id,
            account.name,
            actor.who,
            moved=bool(new),
            channels=views(state, actor, before),
            realname=actor.realname,
            signature=signature,
        ),
    )


def _ranks(ctx: Context, account: Account) -> list[Happening]:
    """What the access lists of the channels where the actor is give it, as if just come in."""
    actor, given = ctx.actor, []
    for channel in map(ctx.state.channels.__getitem__, actor.channels):
        has = channel.members[actor.id]
        letters = "".join(x for x in letters_for(channel, account.id) if x not in has)
        if letters:
            given.append(_promoted(actor, channel, letters))
    return given


def _promoted(actor: User, channel: Channel, letters: str) -> Happening:
    changes = tuple(ModeChange(True, letter, actor.nick, actor.id) for letter in letters)
    body = ModesBody(SERVER, channel.name, changes)
    return Happening(ModesChanged(actor.id, channel.id), body, channel.id)


def log_out(ctx: Context, command: LogOut) -> Outcome:
    """The user is a guest from now on, on all its sessions, and gives up the account's name."""
    actor = ctx.actor
    if not actor.account:
        return Rejection(Code.NOT_LOGGED_IN)
    events = [Happening(LoggedOut(actor.id), TextBody(actor.who))]
    if actor.folded in ctx.state.account_names:
        nick = f"Guest{ctx.turn.new_id()}"[: ctx.limits.nick_chars]
        guest = msgspec.structs.replace(actor.who, account="")
        events.append(Happening(NickChanged(actor.id), NickBody(guest, nick, fold(nick))))
    return Decided(tuple(events))
