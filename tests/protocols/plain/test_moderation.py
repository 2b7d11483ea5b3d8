"""What those who keep order type on the plain door, and what they are told."""

import pytest

from tests.protocols.plain.helpers import who
from veche.core import commands as c
from veche.core.commands import AskedChange
from veche.core.events import AuditBody, Audited, Record, Stored
from veche.core.rejections import Code, Rejection
from veche.core.replies import (
    AccessList,
    AccessRow,
    HistoryPage,
    Ordered,
    Refusals,
    Reloaded,
    Reply,
    ServerBan,
    ServerBans,
)
from veche.core.secret import Secret
from veche.protocols.plain.commands import COMMANDS, parse
from veche.protocols.plain.moderation import ROWS
from veche.protocols.plain.replies import told


def modes(adding: bool, letter: str, argument: str | None = None) -> c.ChangeModes:
    """One change of #lobby."""
    return c.ChangeModes("#lobby", (AskedChange(adding, letter, argument),))


TABLE: list[tuple[str, c.Command]] = [
    ("/kick bob", c.Kick("#lobby", "bob")),
    ("/kick #dev bob too loud", c.Kick("#dev", "bob", "too loud")),
    ("/ban bob", modes(True, "b", "bob")),
    ("/unban *@host", modes(False, "b", "*@host")),
    ("/mute bob", modes(True, "b", "m:bob")),
    ("/unmute bob", modes(False, "b", "m:bob")),
    ("/op bob", modes(True, "o", "bob")),
    ("/deop bob", modes(False, "o", "bob")),
    ("/voice bob", modes(True, "v", "bob")),
    ("/devoice bob", modes(False, "v", "bob")),
    ("/mode +i", modes(True, "i")),
    ("/mode #dev +W 5", c.ChangeModes("#dev", (AskedChange(True, "W", "5"),))),
    ("/invite bob", c.Invite("bob", "#lobby")),
    ("/invite #dev bob", c.Invite("bob", "#dev")),
    ("/rename #hall a better name", c.RenameChannel("#lobby", "#hall", "a better name")),
    ("/rename #dev #hall", c.RenameChannel("#dev", "#hall")),
    ("/access", c.ReadAccess("#lobby")),
    ("/access #dev", c.ReadAccess("#dev")),
    ("/access bob voice", c.ChangeAccess("#lobby", "bob", "v")),
    ("/oper", c.BecomeOperator("", Secret(""))),
    ("/oper olga sesame", c.BecomeOperator("olga", Secret("sesame"))),
    ("/kill bob spam", c.Kill("bob", "spam")),
    ("/cloak bob b staff/bob", c.ChangeHost("bob", "b", "staff/bob")),
    ("/kline 2h *@bad too loud", c.SetServerBan("*@bad", 120, "too loud")),
    ("/unkline *@bad", c.LiftServerBan("*@bad")),
    ("/klines", c.ReadServerBans()),
    ("/lockdown on", c.LockServer(True)),
    ("/wallops hello all", c.Wallops("hello all")),
    ("/rehash", c.Rehash()),
    ("/audit", c.ReadAudit()),
    ("/audit 5", c.ReadAudit(5)),
    ("/ban", c.ReadMasks("#lobby", "b")),
    ("/mode", c.ReadModes("#lobby")),
    ("/invite", c.ListInvites()),
    ("/invite bob #dev", c.Invite("bob", "#dev")),
]


@pytest.mark.parametrize(("line", "command"), TABLE, ids=lambda value: str(value)[:24])
def test_commands(line: str, command: c.Command) -> None:
    """Where no channel is named, the one where they are."""
    assert parse(line, "#lobby") == command


@pytest.mark.parametrize(
    "line",
    [
        *("/kick", "/unban", "/ban a b", "/op", "/kill", "/cloak a b", "/kline"),
        *("/lockdown maybe", "/access x"),
    ],
)
def test_too_little(line: str) -> None:
    """Is told with how it is typed."""
    word = line.split()[0]
    assert parse(line, "#lobby") == c.Refuse(Rejection(Code.NEED_MORE, word))


@pytest.mark.parametrize("line", ["/kick bob", "/op bob", "/mode +i", "/invite bob", "/access"])
def test_nowhere(line: str) -> None:
    """In no channel, nothing is meant."""
    assert parse(line, "") == c.Refuse(Rejection(Code.NO_RECIPIENT))


def test_they_hide_nothing_that_everybody_needs() -> None:
    """No word is of both tables."""
    assert not set(COMMANDS) & set(ROWS)


STORED = Stored(5, 1, Record(9, 0, 1, Audited(1), AuditBody(who("olga"), "kill", "bob", "spam")))


@pytest.mark.parametrize(
    ("reply", "lines"),
    [
        (Ordered("oper", "olga"), ["You are an operator of this server."]),
        (Ordered("ban", "eve!*@*"), ["eve!*@* is kept off this server."]),
        (Ordered("chghost", "bob"), ["bob is seen under that host now."]),
        (Ordered("wallops"), []),
        (Reloaded(), ["The configuration was read."]),
        (Reloaded(("no key",)), ["Not reloaded, the old ones stay: no key"]),
        (AccessList("#a", (AccessRow("anna", "q"),)), ["#a: anna founder"]),
        (AccessList("#a", ()), ["Nobody has a rank in #a for good."]),
        (
            ServerBans((ServerBan("eve!*@*", "olga", "spam", 0, 60_000),)),
            ["eve!*@* until 1970-01-01 00:01 UTC, by olga: spam"],
        ),
        (ServerBans(()), ["Nobody is kept off this server."]),
        (HistoryPage("audit", (STORED,)), ["1970-01-01 00:00 UTC olga kill bob spam"]),
        (HistoryPage("audit", ()), ["Nothing was done lately."]),
        (Refusals((Rejection(Code.UNKNOWN_MODE, "x"),)), ["There is no mode x."]),
    ],
)
def test_answers(reply: Reply, lines: list[str]) -> None:
    """In words."""
    assert list(told(reply)) == lines
