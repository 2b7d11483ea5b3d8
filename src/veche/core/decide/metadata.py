"""Decisions on metadata (IRCv3 metadata): own keys for everybody, a channel's for its operators."""

from collections.abc import Sequence

from veche.core.commands import (
    ClearMetadata,
    IntroduceMetadata,
    ReadMetadata,
    ReadSubscriptions,
    SetMetadata,
    Subscribe,
    SyncMetadata,
    Unsubscribe,
)
from veche.core.decide.base import Context, Decided, Happening, Outcome, channel_for
from veche.core.events import KeysSubscribed, MetadataBody, MetadataSet
from veche.core.keys import metadata_key, value_fault
from veche.core.metadata import rows_for, rows_of
from veche.core.names import is_channel
from veche.core.permissions import Act
from veche.core.rejections import Code, Rejection
from veche.core.replies import MetadataRow, MetadataTold, Subscribed, Subscriptions, Unsubscribed
from veche.core.replies.metadata import Telling
from veche.core.state import Channel, User

Owner = Channel | User


def _owner(ctx: Context, name: str, act: Act) -> Owner | Rejection:
    if is_channel(name):
        return channel_for(ctx, act, name)
    user = ctx.actor if name == "*" else ctx.state.find_user(name)
    if user is None:
        return Rejection(Code.NO_SUCH_NICK, name)
    if act is Act.SET_METADATA and user is not ctx.actor:
        return Rejection(Code.NOT_YOURSELF, name)
    return user


def _name(owner: Owner) -> str:
    return owner.name if isinstance(owner, Channel) else owner.nick


def _values(ctx: Context, owner: Owner) -> dict[str, str]:
    return owner.metadata if isinstance(owner, Channel) else ctx.state.metadata_of(owner)


def _change(ctx: Context, owner: Owner, key: str, value: str) -> Happening:
    body = MetadataBody(ctx.actor.who, _name(owner), key, value)
    if isinstance(owner, Channel):
        return Happening(MetadataSet(ctx.actor.id, channel=owner.id), body)
    return Happening(MetadataSet(ctx.actor.id, target=owner.id, account=owner.account), body)


def set_metadata(ctx: Context, command: SetMetadata) -> Outcome:
    """One key of oneself or of a channel."""
    key = metadata_key(command.key)
    if isinstance(key, Rejection):
        return key
    owner = _owner(ctx, command.target, Act.SET_METADATA)
    if isinstance(owner, Rejection):
        return owner
    values = _values(ctx, owner)
    name = _name(owner)
    fault = value_fault(ctx.limits, key, command.value)
    if fault is not None:
        return fault
    if not command.value and key not in values:
        return Rejection(Code.NO_SUCH_VALUE, name, key)
    if command.value and key not in values and len(values) >= ctx.limits.metadata_keys:
        return Rejection(Code.TOO_MANY_KEYS, name, str(ctx.limits.metadata_keys))
    told = MetadataTold(name, Telling.CHANGED, (MetadataRow(name, key, command.value),))
    return Decided((_change(ctx, owner, key, command.value),), told)


def clear_metadata(ctx: Context, command: ClearMetadata) -> Outcome:
    """All keys of oneself or of a channel."""
    owner = _owner(ctx, command.target, Act.SET_METADATA)
    if isinstance(owner, Rejection):
        return owner
    name, keys = _name(owner), tuple(_values(ctx, owner))
    told = MetadataTold(name, Telling.READ, tuple(MetadataRow(name, key) for key in keys))
    return Decided(tuple(_change(ctx, owner, key, "") for key in keys), told)


def read_metadata(ctx: Context, command: ReadMetadata) -> Outcome:
    """Some keys, in the order of asking, or all."""
    owner = _owner(ctx, command.target, Act.READ_METADATA)
    if isinstance(owner, Rejection):
        return owner
    name, values = _name(owner), _values(ctx, owner)
    rows = []
    for asked in command.keys or tuple(values):
        key = metadata_key(asked)
        if isinstance(key, Rejection):
            rows.append(MetadataRow(name, asked, fault=key))
        else:
            rows.append(MetadataRow(name, key, values.get(key, "")))
    return Decided(reply=MetadataTold(name, Telling.READ, tuple(rows)))


def sync_metadata(ctx: Context, command: SyncMetadata) -> Outcome:
    """What the session asked to be told of."""
    owner = _owner(ctx, command.target, Act.READ_METADATA)
    if isinstance(owner, Rejection):
        return owner
    keys = ctx.state.sessions[ctx.session].keys
    if isinstance(owner, Channel):
        rows = rows_for(ctx.state, ctx.session, owner)
        if owner.id not in ctx.actor.channels:  # of who is in there strangers learn nothing
            rows = [row for row in rows if row[0] == owner.name]
    else:
        values = ctx.state.metadata_of(owner)
        rows = [(owner.nick, key, value) for key, value in values.items() if key in keys]
    return Decided(reply=MetadataTold(_name(owner), Telling.SYNCED, _rows(rows)))


def _rows(rows: Sequence[tuple[str, str, str]]) -> tuple[MetadataRow, ...]:
    return tuple(MetadataRow(*row) for row in rows)


def on_entry(ctx: Context, channel: Channel) -> tuple[MetadataRow, ...] | None:
    """What the session is told of a channel that it enters; None when that is too much unasked."""
    rows = rows_for(ctx.state, ctx.session, channel)
    return None if len(rows) > ctx.limits.metadata_rows else _rows(rows)


def _with(ctx: Context, asked: Sequence[str]) -> tuple[list[str], list[str], list[Rejection]]:
    """All the session's keys with these, those of them that are, and faults of the others."""
    entry = ctx.state.sessions.get(ctx.session)
    every = dict(entry.keys) if entry is not None else {}
    done: list[str] = []
    faults: list[Rejection] = []
    for name in asked:
        key = metadata_key(name)
        if isinstance(key, Rejection):
            faults.append(key)
            continue
        if key not in every and len(every) >= ctx.limits.metadata_subscriptions:
            most = str(ctx.limits.metadata_subscriptions)
            faults.append(Rejection(Code.TOO_MANY_SUBSCRIPTIONS, key, most))
            break
        every[key] = None
        done.append(key)
    return list(every), list(dict.fromkeys(done)), faults


def subscribe(ctx: Context, command: Subscribe) -> Outcome:
    """In order, as far as there is room; and what those keys are now."""
    every, done, faults = _with(ctx, command.keys)
    events = (Happening(KeysSubscribed(ctx.session, tuple(every))),) if done else ()
    rows = rows_of(ctx.state, ctx.actor, dict.fromkeys(done)) if ctx.actor.channels else []
    rows = [row for row in rows if row[0] != ctx.actor.nick]
    if len(rows) <= ctx.limits.metadata_rows:
        return Decided(events, Subscribed(tuple(done), tuple(faults), _rows(rows)))
    names = tuple(ctx.state.channels[channel].name for channel in ctx.actor.channels)
    return Decided(events, Subscribed(tuple(done), tuple(faults), None, names))


def unsubscribe(ctx: Context, command: Unsubscribe) -> Outcome:
    """Also of what it is not told of."""
    every = dict(ctx.state.sessions[ctx.session].keys)
    done: list[str] = []
    faults: list[Rejection] = []
    for name in command.keys:
        key = metadata_key(name)
        if isinstance(key, Rejection):
            faults.append(key)
            continue
        every.pop(key, None)
        done.append(key)
    told = Unsubscribed(tuple(dict.fromkeys(done)), tuple(faults))
    return Decided((Happening(KeysSubscribed(ctx.session, tuple(every))),), told)


def read_subscriptions(ctx: Context, command: ReadSubscriptions) -> Outcome:
    """In the order of asking."""
    return Decided(reply=Subscriptions(tuple(ctx.state.sessions[ctx.session].keys)))


def introduce_metadata(ctx: Context, command: IntroduceMetadata) -> Outcome:
    """What cannot be is left out: it was checked when the client gave it."""
    actor = ctx.actor
    values = dict(ctx.state.metadata_of(actor))
    events = []
    for name, value in command.values:
        key = metadata_key(name)
        if isinstance(key, Rejection) or not value or value_fault(ctx.limits, key, value):
            continue
        if key in values or len(values) < ctx.limits.metadata_keys:
            values[key] = value
            events.append(_change(ctx, actor, key, value))
    every, done, _ = _with(ctx, command.keys)
    if done:
        events.append(Happening(KeysSubscribed(ctx.session, tuple(every))))
    rows = [(actor.nick, key, value) for key, value in values.items()]
    around = rows_of(ctx.state, actor, dict.fromkeys(done)) if done else []
    if len(around) <= ctx.limits.metadata_rows:
        rows += [row for row in around if row[0] != actor.nick]
    return Decided(tuple(events), MetadataTold(actor.nick, Telling.SYNCED, _rows(rows)))
