"""Every command and what decides it: one row each.

A command without a row cannot be asked. `needs_user`: sessions that have not
registered are refused.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from veche.core import commands
from veche.core.decide import channels, house, messages, modes, queries, sessions
from veche.core.decide.base import Context, Outcome


class Row(NamedTuple):
    """How a command is decided."""

    decide: Callable[[Context, Any], Outcome]
    needs_user: bool = True
    internal: bool = False  # asked by the server's own shells alone


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
    commands.ReadHistory: Row(messages.read_history),
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
    commands.Start: Row(house.start, needs_user=False, internal=True),
    commands.KeepHouse: Row(house.keep_house, needs_user=False, internal=True),
}
