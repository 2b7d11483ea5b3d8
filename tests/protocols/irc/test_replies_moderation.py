"""Replies to moderators. https://modern.ircdocs.horse/#rplyoureoper-381"""

from tests.protocols.irc.peer import ALICE, AT_MS, INFO, STAMP
from veche.core import replies as core
from veche.core.events import AuditBody, Audited, Record, Stored
from veche.core.rejections import Code, Rejection
from veche.protocols.irc import replies_moderation as moderation
from veche.protocols.irc.numerics import Client

CLIENT = Client(":irc.test", "al")


def test_orders() -> None:
    """381; others in words; WALLOPS says nothing."""
    told = [
        list(moderation.ordered(CLIENT, core.Ordered(act, "bob")))
        for act in ("oper", "kill", "chghost", "wallops")
    ]
    assert told == [
        [":irc.test 381 al :You are now an IRC operator"],
        [":irc.test NOTICE al :bob is gone"],
        [":irc.test NOTICE al :bob is seen under that host now"],
        [],
    ]


def test_refusals() -> None:
    """Each as if alone, in order."""
    reply = core.Refusals(
        (Rejection(Code.UNKNOWN_MODE, "x", "#a"), Rejection(Code.NO_SUCH_NICK, "nobody"))
    )
    assert list(moderation.refusals(CLIENT, reply, "MODE", ("#a", "+xo", "nobody"))) == [
        ":irc.test 472 al x :is unknown mode char to me",
        ":irc.test 401 al nobody :No such nick/channel",
    ]


def test_reloaded() -> None:
    """382 first, then what is wrong."""
    assert list(moderation.reloaded(CLIENT, INFO, core.Reloaded(("no\nkey",)))) == [
        ":irc.test 382 al irc.test :Rehashing",
        ":irc.test NOTICE al :Not reloaded, the old ones stay: no key",
    ]
    assert len(list(moderation.reloaded(CLIENT, INFO, core.Reloaded()))) == 1


def test_server_bans() -> None:
    """216 for each, and 219."""
    bans = (core.ServerBan("eve!*@*", "olga", "too loud", 0, 5_000),)
    assert list(moderation.server_bans(CLIENT, core.ServerBans(bans), "k")) == [
        ":irc.test 216 al K eve!*@* olga 5 :too loud",
        ":irc.test 219 al k :End of /STATS report",
    ]


def test_access() -> None:
    """A line each, or that there is none."""
    rows = (core.AccessRow("anna", "q"), core.AccessRow("boris", ""))
    assert list(moderation.access(CLIENT, core.AccessList("#a", rows))) == [
        ":irc.test NOTICE al :#a: anna founder",
        ":irc.test NOTICE al :#a: boris none",
    ]
    assert len(list(moderation.access(CLIENT, core.AccessList("#a", ())))) == 1


def test_audit() -> None:
    """When, who, what, to whom; nothing in it starts a line; an erased act is left out."""
    body = AuditBody(ALICE, "kill", "bob", "spam\r\nQUIT")
    page = core.HistoryPage(
        "audit",
        (
            Stored(5, 1, Record(9, AT_MS, 1, Audited(1), body)),
            Stored(6, 2, Record(10, AT_MS, 1, Audited(1), None)),
        ),
    )
    first, last = moderation.audit(CLIENT, page)
    assert first.startswith(f":irc.test NOTICE al :{STAMP} alice kill bob spam")
    assert "\r" not in first
    assert "\n" not in first
    assert last == ":irc.test NOTICE al :End of the audit trail"
