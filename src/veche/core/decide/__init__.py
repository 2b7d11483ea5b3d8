"""Every command and what decides it: one row each.

A command without a row cannot be asked. `needs_user`: sessions that have not
registered are refused.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from veche.core import commands
from veche.core.decide import (
    access,
    accounts,
    administration,
    audit,
    channels,
    devices,
    history,
    hosts,
    house,
    logins,
    messages,
    metadata,
    modes,
    operators,
    passwords,
    presence,
    push,
    queries,
    redactions,
    renaming,
    search,
    server_bans,
    sessions,
)
from veche.core.decide.base import Context, Outcome


class Row(NamedTuple):
    """How a command is decided."""

    decide: Callable[[Context, Any], Outcome]
    needs_user: bool = True
    internal: bool = False  # asked by the server's own shells alone
    follow_up: bool = False  # asked by helpers alone, and they ask nothing else


TABLE: dict[type[commands.Command], Row] = {
    commands.Echo: Row(sessions.echo, needs_user=False),
    commands.Refuse: Row(sessions.refuse, needs_user=False),
    commands.Register: Row(sessions.register, needs_user=False),
    commands.Quit: Row(sessions.quit_, needs_user=False),
    commands.Disconnected: Row(sessions.disconnected, needs_user=False),
    commands.ChangeNick: Row(sessions.change_nick),
    commands.SetAway: Row(sessions.set_away),
    commands.Join: Row(channels.join),
    commands.Part: Row(channels.part),
    commands.PartAll: Row(channels.part_all),
    commands.Kick: Row(channels.kick),
    commands.Invite: Row(channels.invite),
    commands.SetTopic: Row(channels.set_topic),
    commands.ChangeModes: Row(modes.change_modes),
    commands.SendMessage: Row(messages.send_message),
    commands.SendTags: Row(messages.send_tags),
    commands.SendLines: Row(messages.send_lines),
    commands.Relay: Row(messages.relay),
    commands.EditMessage: Row(redactions.edit_message),
    commands.Redact: Row(redactions.redact),
    commands.SetMetadata: Row(metadata.set_metadata),
    commands.ClearMetadata: Row(metadata.clear_metadata),
    commands.ReadMetadata: Row(metadata.read_metadata),
    commands.SyncMetadata: Row(metadata.sync_metadata),
    commands.Subscribe: Row(metadata.subscribe),
    commands.Unsubscribe: Row(metadata.unsubscribe),
    commands.ReadSubscriptions: Row(metadata.read_subscriptions),
    commands.IntroduceMetadata: Row(metadata.introduce_metadata),
    commands.ReadHistory: Row(history.read_history),
    commands.ReadEntry: Row(devices.read_entry),
    commands.ReadMarker: Row(devices.read_marker),
    commands.MoveMarker: Row(devices.move_marker),
    commands.ReadPersistence: Row(devices.read_persistence),
    commands.SetPersistence: Row(devices.set_persistence),
    commands.ReadMissed: Row(history.read_missed),
    commands.ReadUnread: Row(history.read_unread),
    commands.Search: Row(search.search),
    commands.ReadTargets: Row(history.read_targets),
    commands.ReadTopic: Row(queries.read_topic),
    commands.ReadModes: Row(queries.read_modes),
    commands.ReadMasks: Row(queries.read_masks),
    commands.ReadMembers: Row(queries.read_members),
    commands.ListChannels: Row(queries.list_channels),
    commands.ReadWho: Row(queries.read_who),
    commands.ReadWhois: Row(queries.read_whois),
    commands.ReadUsers: Row(queries.read_users),
    commands.CountUsers: Row(queries.count_users),
    commands.ListInvites: Row(queries.list_invites),
    commands.ChangeRealname: Row(presence.change_realname),
    commands.WatchNicks: Row(presence.watch_nicks),
    commands.UnwatchNicks: Row(presence.unwatch_nicks),
    commands.ReadWatched: Row(presence.read_watched),
    commands.ReadWhowas: Row(presence.read_whowas),
    commands.ReadTime: Row(presence.read_time),
    commands.LogIn: Row(logins.log_in, needs_user=False),
    commands.PasswordChecked: Row(logins.password_checked, needs_user=False, follow_up=True),
    commands.ReadSalt: Row(logins.read_salt, needs_user=False),
    commands.LogOut: Row(logins.log_out),
    commands.ChangePassword: Row(passwords.change_password),
    commands.PasswordRenewed: Row(passwords.password_renewed, follow_up=True),
    commands.OpenAccount: Row(accounts.open_account, needs_user=False),
    commands.PasswordHashed: Row(accounts.password_hashed, needs_user=False, follow_up=True),
    commands.ClaimServer: Row(accounts.claim_server),
    commands.OfferClaim: Row(accounts.offer_claim, needs_user=False, internal=True),
    commands.AddAccount: Row(administration.add_account, needs_user=False, internal=True),
    commands.ChangeCredentials: Row(
        administration.change_credentials, needs_user=False, internal=True
    ),
    commands.SwitchAccount: Row(administration.switch_account, needs_user=False, internal=True),
    commands.EraseAccount: Row(administration.erase_account, needs_user=False, internal=True),
    commands.ListAccounts: Row(administration.list_accounts, needs_user=False, internal=True),
    commands.RenameChannel: Row(renaming.rename_channel),
    commands.ReadAccess: Row(access.read_access),
    commands.ChangeAccess: Row(access.change_access),
    commands.BecomeOperator: Row(operators.become_operator),
    commands.OperatorChecked: Row(operators.operator_checked, follow_up=True),
    commands.Kill: Row(operators.kill),
    commands.ChangeHost: Row(hosts.change_host),
    commands.Wallops: Row(operators.wallops),
    commands.Rehash: Row(operators.rehash),
    commands.SetServerBan: Row(server_bans.set_server_ban),
    commands.LiftServerBan: Row(server_bans.lift_server_ban),
    commands.ReadServerBans: Row(server_bans.read_server_bans),
    commands.LockServer: Row(server_bans.lock_server),
    commands.ReadAudit: Row(audit.read_audit),
    commands.RegisterPush: Row(push.register_push),
    commands.UnregisterPush: Row(push.unregister_push),
    commands.DropPush: Row(push.drop_push, needs_user=False, internal=True),
    commands.Start: Row(house.start, needs_user=False, internal=True),
    commands.KeepHouse: Row(house.keep_house, needs_user=False, internal=True),
}
