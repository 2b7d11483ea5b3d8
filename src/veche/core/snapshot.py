"""The state as bytes and back: what a restart loads instead of the whole log.

Owns the form and its version. Sessions are not kept: they end with the server.
"""

import msgspec

from veche.core.names import fold
from veche.core.replies import ServerBan
from veche.core.skeletons import skeleton
from veche.core.state import Account, Channel, State, User

VERSION = 2


class _Image(msgspec.Struct):
    last_ms: int
    users: list[User]
    channels: list[Channel]
    accounts: list[Account] = []
    bans: list[ServerBan] = []
    locked: bool = False


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Image)


class SnapshotError(Exception):
    """The bytes are no snapshot of this version; the log has to be replayed instead."""


def dump(state: State) -> bytes:
    """All that a restart needs of the state."""
    image = _Image(
        state.last_ms,
        list(state.users.values()),
        list(state.channels.values()),
        list(state.accounts.values()),
        list(state.bans.values()),
        state.locked,
    )
    return _encoder.encode(image)


def load(version: int, data: bytes) -> State:
    """The state that was dumped. Raises SnapshotError."""
    if version != VERSION:
        raise SnapshotError(f"a snapshot of version {version}, not {VERSION}")
    try:
        image = _decoder.decode(data)
    except msgspec.DecodeError as error:
        raise SnapshotError(str(error)) from error
    state = State()
    state.last_ms = image.last_ms
    for user in image.users:
        user.sessions = {}
        state.users[user.id] = user
        state.nicks[user.folded] = user.id
        state.looks[skeleton(user.nick)] = user.id
        if user.resume:
            state.resumes[user.resume] = user.id
        if user.detached_ms is not None:
            state.detached[user.id] = None
            continue
        if "i" in user.modes:
            state.invisible[user.id] = None
        if "o" in user.modes:
            state.operators[user.id] = None
    for channel in image.channels:
        state.channels[channel.id] = channel
        state.names[channel.folded] = channel.id
    for account in image.accounts:
        state.accounts[account.id] = account
        state.account_names[account.folded] = account.id
        state.account_looks[skeleton(account.name)] = account.id
        if account.subscriptions:
            state.pushed[account.id] = None
        state.keys.update(dict.fromkeys(account.lookups, account.id))
    state.bans = {fold(ban.mask): ban for ban in image.bans}
    state.locked = image.locked
    return state
