"""The matrix's rows of all other commands, and all of them together: `TABLE`."""

from tests.core.devices import ENDPOINT, PUBLIC, SECRET
from tests.core.driver import register
from tests.core.matrix import (
    ROOM,
    Rows,
    always,
    free,
    guests,
    internal,
    registered,
)
from tests.core.matrix_channels import CHANNELS, MESSAGES, MODERATION
from veche.core import commands as c
from veche.core.events import Credentials, Scram
from veche.core.rejections import Code, Rejection
from veche.core.secret import Secret

_TAKEN = Code.ALREADY_LOGGED_IN
_SESAME = Secret("sesame")

SESSIONS: Rows = {
    c.Echo: ((c.Echo(1), always(None)),),
    c.Refuse: ((c.Refuse(Rejection(Code.LINE_TOO_LONG)), always(Code.LINE_TOO_LONG)),),
    c.Register: (
        (
            register("newcomer"),
            lambda role, modes: None if role == "unregistered" else Code.ALREADY_REGISTERED,
        ),
    ),
    c.Quit: ((c.Quit("bye"), always(None)),),
    c.Disconnected: ((c.Disconnected("reset"), always(None)),),
    c.ChangeNick: (
        (c.ChangeNick("other"), free),
        (c.ChangeNick("tom"), registered(always(Code.NICK_TAKEN))),
    ),
    c.SetAway: ((c.SetAway("tea"), free),),
}

PEOPLE: Rows = {
    c.ReadWho: ((c.ReadWho(ROOM), free),),
    c.ReadWhois: ((c.ReadWhois("tom"), free),),
    c.ReadUsers: ((c.ReadUsers(("tom",)), free),),
    c.CountUsers: ((c.CountUsers(), free),),
    c.ChangeRealname: ((c.ChangeRealname("Tea"), free),),
    c.WatchNicks: ((c.WatchNicks(("tom",)), free),),
    c.UnwatchNicks: ((c.UnwatchNicks(("tom",)), free),),
    c.ReadWatched: ((c.ReadWatched(), free),),
    c.ReadWhowas: ((c.ReadWhowas(("tom",)), free),),
    c.ReadTime: ((c.ReadTime(), free),),
}

ACCOUNTS: Rows = {
    c.LogIn: (
        (c.LogIn(c.PasswordProof("tom", _SESAME)), always(None)),
        (c.LogIn(c.KeyProof("token:unknown")), always(Code.LOGIN_FAILED)),
    ),
    c.PasswordChecked: ((c.PasswordChecked(1, True, "tom"), internal),),
    c.ReadSalt: ((c.ReadSalt("tom"), always(None)),),
    c.LogOut: ((c.LogOut(), registered(guests(Code.NOT_LOGGED_IN, None))),),
    c.ChangePassword: (
        (c.ChangePassword(_SESAME, Secret("barley")), registered(guests(Code.NOT_LOGGED_IN, None))),
    ),
    c.PasswordRenewed: ((c.PasswordRenewed(1, True, "tom", "", "", None), internal),),
    c.OpenAccount: (
        (c.OpenAccount("newcomer", _SESAME), guests(None, _TAKEN)),
        (c.OpenAccount("tom", _SESAME), guests(Code.NAME_IN_USE, _TAKEN)),
        (c.OpenAccount("olga", _SESAME), guests(Code.ACCOUNT_EXISTS, _TAKEN)),
        (c.OpenAccount("newcomer", Secret("a")), guests(Code.WEAK_PASSWORD, _TAKEN)),
    ),
    c.PasswordHashed: ((c.PasswordHashed("new", "", Scram(b"", 1, b"", b"")), internal),),
    c.ClaimServer: (
        (c.ClaimServer(Secret("code")), registered(guests(Code.NOT_LOGGED_IN, Code.WRONG_CODE))),
    ),
    c.OfferClaim: ((c.OfferClaim("ab"), internal),),
    c.AddAccount: ((c.AddAccount("new", Credentials()), internal),),
    c.ChangeCredentials: ((c.ChangeCredentials("tom"), internal),),
    c.SwitchAccount: ((c.SwitchAccount("tom", True), internal),),
    c.EraseAccount: ((c.EraseAccount("tom"), internal),),
    c.ListAccounts: ((c.ListAccounts(), internal),),
}

DEVICES: Rows = {
    c.ReadEntry: ((c.ReadEntry(ROOM), free),),
    c.ReadMarker: ((c.ReadMarker(ROOM), free),),
    c.MoveMarker: ((c.MoveMarker(ROOM, 1), free),),
    c.ReadPersistence: ((c.ReadPersistence(), registered(guests(Code.NOT_LOGGED_IN, None))),),
    c.SetPersistence: (
        (c.SetPersistence(c.Persistence.OFF), registered(guests(Code.NOT_LOGGED_IN, None))),
    ),
    c.ReadTargets: ((c.ReadTargets(0, 1, 5), free),),
    c.ReadMissed: ((c.ReadMissed(1, 2), free),),
    c.ReadUnread: ((c.ReadUnread(1, 2), free),),
}

PUSH: Rows = {
    c.RegisterPush: (
        (
            c.RegisterPush(ENDPOINT, PUBLIC, SECRET),
            registered(guests(Code.NOT_LOGGED_IN, None)),
        ),
    ),
    c.UnregisterPush: ((c.UnregisterPush(ENDPOINT), registered(guests(Code.NOT_LOGGED_IN, None))),),
    c.DropPush: ((c.DropPush(1, 1), internal),),
}

HOUSE: Rows = {
    c.Start: ((c.Start(), internal),),
    c.KeepHouse: ((c.KeepHouse(), internal),),
}

TABLE: Rows = {
    **SESSIONS,
    **PEOPLE,
    **ACCOUNTS,
    **CHANNELS,
    **MESSAGES,
    **MODERATION,
    **DEVICES,
    **PUSH,
    **HOUSE,
}
