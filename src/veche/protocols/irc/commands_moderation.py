"""KILL, CHGHOST, WALLOPS, REHASH, KLINE and its like, LOCKDOWN, AUDIT, STATS, RENAME, ACCESS.

Owns their parameters (Modern IRC, "Operator Messages"; IRCv3 channel-rename; for what is only
ours docs/protocol/moderation.md). OPER, whose parameters are secrets, is `login`'s.
"""

from collections.abc import Sequence

from veche.core import commands as core
from veche.core.limits import Limits
from veche.core.rejections import Code
from veche.protocols.irc.message import Message
from veche.protocols.irc.requests import need_more, refuse
from veche.protocols.moderating import audit_words, ban_words, rank


def kill(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`KILL nick :comment`."""
    params = message.params
    return (core.Kill(params[0], params[1] if len(params) > 1 else ""),)


def chghost(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`CHGHOST nick username host`."""
    return (core.ChangeHost(*message.params[:3]),)


def wallops(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`WALLOPS :text`."""
    return (core.Wallops(message.params[0]),)


def rehash(message: Message, limits: Limits) -> Sequence[core.Command]:
    """Parameters are ignored."""
    return (core.Rehash(),)


def ban(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`KLINE [duration] mask :reason`, also as DLINE: the mask tells what it is."""
    return (core.SetServerBan(*ban_words(message.params)),)


def unban(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`UNKLINE mask`."""
    return (core.LiftServerBan(message.params[0]),)


def lockdown(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`LOCKDOWN ON` or `OFF`."""
    word = message.params[0].upper()
    if word not in ("ON", "OFF"):
        return refuse(Code.BAD_ARGUMENT, "LOCKDOWN", "it takes ON or OFF")
    return (core.LockServer(word == "ON"),)


def audit(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`AUDIT [#channel] [count]`."""
    return (core.ReadAudit(*audit_words(message.params)),)


def stats(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`k` and `d` are the server's bans; all else tells since when the server runs, if anything."""
    if message.params[0] in tuple("kKdD"):
        return (core.ReadServerBans(),)
    return (core.ReadTime(),)


def rename(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`RENAME #old #new :reason`."""
    params = message.params
    if not params[1]:
        return need_more("RENAME")
    return (core.RenameChannel(params[0], params[1], params[2] if len(params) > 2 else ""),)


def access(message: Message, limits: Limits) -> Sequence[core.Command]:
    """`ACCESS #channel` lists; `ACCESS #channel account rank` changes."""
    params = message.params
    if len(params) == 1:
        return (core.ReadAccess(params[0]),)
    if len(params) == 2:
        return need_more("ACCESS")
    return (core.ChangeAccess(params[0], params[1], rank(params[2])),)
