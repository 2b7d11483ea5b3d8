"""The matrix's rows of commands on channels, what is said in them, and moderation."""

from tests.core.matrix import (
    HELPERS,
    OPERATORS,
    ROOM,
    Rows,
    always,
    exceptions,
    free,
    inside,
    joining,
    may_speak,
    only,
    open_to_see,
    registered,
    seen,
    server_operators,
    speaking,
)
from veche.core import commands as c
from veche.core.commands import AskedChange, Direction, HistoryQuery
from veche.core.rejections import Code
from veche.core.secret import Secret

_PAGE = HistoryQuery(Direction.LATEST, 10)
_NO_ACCOUNT = Code.NO_SUCH_ACCOUNT

CHANNELS: Rows = {
    c.Join: (
        (c.Join(ROOM), joining(False)),
        (c.Join(ROOM, "key"), joining(True)),
        (c.Join("#new"), free),
    ),
    c.Part: ((c.Part(ROOM), inside(always(None))),),
    c.PartAll: ((c.PartAll(), free),),
    c.Kick: (
        (c.Kick(ROOM, "tom"), only(HELPERS)),
        (c.Kick(ROOM, "halfop"), only(OPERATORS)),
        (c.Kick(ROOM, "admin"), only(("admin", "founder"))),
        (c.Kick(ROOM, "olga"), only(("founder",))),
    ),
    c.Invite: ((c.Invite("una", ROOM), only(HELPERS, "i")),),
    c.SetTopic: ((c.SetTopic(ROOM, "tea"), only(HELPERS, "t")),),
    c.ChangeModes: (
        (c.ChangeModes(ROOM, (AskedChange(True, "b", "x"),)), only(HELPERS)),
        (c.ChangeModes(ROOM, (AskedChange(True, "v", "tom"),)), only(HELPERS)),
        (c.ChangeModes(ROOM, (AskedChange(True, "S"),)), only(OPERATORS)),
        (c.ChangeModes(ROOM, (AskedChange(True, "o", "tom"),)), only(OPERATORS)),
        (c.ChangeModes(ROOM, (AskedChange(True, "h", "tom"),)), only(OPERATORS)),
        (c.ChangeModes(ROOM, (AskedChange(True, "a", "tom"),)), only(("founder",))),
        (c.ChangeModes(ROOM, (AskedChange(True, "q", "tom"),)), only(("founder",))),
        (c.ChangeModes(ROOM, (AskedChange(False, "o", "olga"),)), only(("founder",))),
        (c.ChangeModes(ROOM, ()), only(HELPERS)),
        (c.ChangeModes("tom", (AskedChange(True, "i"),)), registered(always(Code.NOT_YOURSELF))),
    ),
    c.RenameChannel: (
        (c.RenameChannel(ROOM, "#hall"), only(OPERATORS)),
        (c.RenameChannel(ROOM, "#lobby"), only(OPERATORS, then=Code.NAME_TAKEN)),
    ),
    c.ReadAccess: ((c.ReadAccess(ROOM), inside(always(None))),),
    c.ChangeAccess: (
        (c.ChangeAccess(ROOM, "holder", "v"), only(("admin", "founder"))),
        (c.ChangeAccess(ROOM, "holder", "a"), only(("founder",))),
        (c.ChangeAccess(ROOM, "olga"), only(("founder",))),
        (c.ChangeAccess(ROOM, "nobody", "v"), only(OPERATORS, then=_NO_ACCOUNT)),
    ),
    c.ReadTopic: ((c.ReadTopic(ROOM), seen(always(None))),),
    c.ReadModes: (
        (c.ReadModes(ROOM), seen(always(None))),
        (c.ReadModes("tom"), registered(always(Code.NOT_YOURSELF))),
    ),
    c.ReadMasks: (
        (c.ReadMasks(ROOM, "b"), seen(always(None))),
        (c.ReadMasks(ROOM, "e"), exceptions),
        (c.ReadMasks(ROOM, "I"), exceptions),
    ),
    c.ReadMembers: ((c.ReadMembers(ROOM), free),),
    c.ListChannels: ((c.ListChannels(), free),),
    c.ListInvites: ((c.ListInvites(), free),),
}

MESSAGES: Rows = {
    c.SendMessage: (
        (c.SendMessage(ROOM, "hello"), speaking),
        (c.SendMessage(f"@{ROOM}", "hello"), speaking),
        (c.SendMessage("tom", "hello"), free),
        (
            c.SendMessage(ROOM, "\1PING 1\1"),
            registered(lambda r, m: may_speak(r, m) or (Code.CANNOT_SEND if "C" in m else None)),
        ),
    ),
    c.SendLines: (
        (c.SendLines(ROOM, "hello\nyou"), speaking),
        (c.SendLines("tom", "hello\nyou"), free),
    ),
    c.SendTags: ((c.SendTags(ROOM), speaking), (c.SendTags("tom"), free)),
    c.EditMessage: (
        (
            c.EditMessage(ROOM, 1, "x"),
            registered(lambda role, modes: may_speak(role, modes) or Code.UNKNOWN_MESSAGE),
        ),
    ),
    c.Redact: ((c.Redact(ROOM, 1), inside(always(Code.UNKNOWN_MESSAGE))),),
    c.Relay: (
        (c.Relay(ROOM, "ann/elsewhere", "hello"), only(OPERATORS)),
        (c.Relay(ROOM, "ann", "hello"), registered(always(Code.BAD_NICK))),
    ),
    c.SetMetadata: (
        (c.SetMetadata(ROOM, "url", "x"), only(OPERATORS)),
        (c.SetMetadata("*", "url", "x"), free),
        (c.SetMetadata("tom", "url", "x"), registered(always(Code.NOT_YOURSELF))),
    ),
    c.ClearMetadata: (
        (c.ClearMetadata(ROOM), only(OPERATORS)),
        (c.ClearMetadata("*"), free),
        (c.ClearMetadata("tom"), registered(always(Code.NOT_YOURSELF))),
    ),
    c.ReadMetadata: ((c.ReadMetadata(ROOM), open_to_see), (c.ReadMetadata("tom"), free)),
    c.SyncMetadata: ((c.SyncMetadata(ROOM), open_to_see), (c.SyncMetadata("tom"), free)),
    c.Subscribe: ((c.Subscribe(("url",)), free),),
    c.Unsubscribe: ((c.Unsubscribe(("url",)), free),),
    c.ReadSubscriptions: ((c.ReadSubscriptions(), free),),
    c.IntroduceMetadata: ((c.IntroduceMetadata((("url", "x"),), ("url",)), free),),
    c.ReadHistory: (
        (c.ReadHistory(ROOM, _PAGE), inside(always(None))),
        (c.ReadHistory(f"@{ROOM}", _PAGE), only(OPERATORS)),
        (c.ReadHistory(f"%{ROOM}", _PAGE), only(HELPERS)),
        (c.ReadHistory(f"+{ROOM}", _PAGE), only(("voiced", *HELPERS))),
        (c.ReadHistory("tom", _PAGE), free),
    ),
    c.Search: (
        (c.Search(5, "x", ROOM), inside(always(None))),
        (c.Search(5, "x", f"@{ROOM}"), only(OPERATORS)),
        (c.Search(5, "x", "tom"), free),
        (c.Search(5, "x"), free),
    ),
}

MODERATION: Rows = {
    c.BecomeOperator: ((c.BecomeOperator("operuser", Secret("guess")), free),),
    c.OperatorChecked: ((c.OperatorChecked("operuser", True), always(Code.UNKNOWN_COMMAND)),),
    c.Kill: (
        (c.Kill("tom"), server_operators()),
        (c.Kill("nobody"), server_operators(Code.NO_SUCH_NICK)),
    ),
    c.ChangeHost: (
        (c.ChangeHost("tom", "t", "staff/tom"), server_operators()),
        (c.ChangeHost("tom", "t", "a b"), server_operators(Code.BAD_ARGUMENT)),
        (c.ChangeHost("nobody", "t", "staff/tom"), server_operators(Code.NO_SUCH_NICK)),
    ),
    c.Wallops: ((c.Wallops("hello"), server_operators()),),
    c.Rehash: ((c.Rehash(), server_operators()),),
    c.SetServerBan: (
        (c.SetServerBan("spammer!*@*"), server_operators()),
        (c.SetServerBan("*@*"), server_operators(Code.BAD_MASK)),
    ),
    c.LiftServerBan: ((c.LiftServerBan("nobody"), server_operators(Code.NO_SUCH_BAN)),),
    c.ReadServerBans: ((c.ReadServerBans(), server_operators()),),
    c.LockServer: (
        (c.LockServer(True), server_operators(Code.NOT_LOGGED_IN)),
        (c.LockServer(False), server_operators()),
    ),
    c.ReadAudit: (
        (c.ReadAudit(), server_operators()),
        (
            c.ReadAudit(channel=ROOM),
            lambda role, modes: None if role == "serverop" else only(OPERATORS)(role, modes),
        ),
        (c.ReadAudit(channel="#none"), registered(always(Code.NO_SUCH_CHANNEL))),
    ),
}
