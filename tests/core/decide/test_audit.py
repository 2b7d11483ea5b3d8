"""The audit trail: for operators of the server alone."""

from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.decide.audit import AUDIT
from veche.core.events import AuditBody, Audited
from veche.core.replies import Grant, Granted


def test_acts_are_numbered_in_a_conversation_of_their_own() -> None:
    """In order, and nothing else is in it; whoever reads it gets a grant for it alone."""
    assembly = Assembly()
    assembly.enter(1, "olga", c.Join("#a"))
    assembly.follow(1, c.OperatorChecked("olga", True))
    assembly.do(1, c.SetServerBan("eve", 5, "spam"))
    assembly.do(1, c.RenameChannel("#a", "#b"))
    trail = [stored for stored in assembly.log if stored.record.conversation == AUDIT]
    assert all(isinstance(stored.record.event, Audited) for stored in trail)
    assert [stored.seq for stored in trail] == [1, 2, 3]
    bodies = [stored.record.body for stored in trail]
    assert [(b.act, b.target, b.text) for b in bodies if isinstance(b, AuditBody)] == [
        ("oper", "olga", ""),
        ("ban", "eve!*@*", "for 5 minutes: spam"),
        ("rename", "#a", "#b"),
    ]
    reply = assembly.reply(1, c.ReadAudit(10))
    assert isinstance(reply, Granted)
    assert reply.grant == Grant(AUDIT)
    assert (reply.query.limit, reply.query.events) == (10, True)


def test_a_page_is_a_page() -> None:
    """As many as history gives, and one at least."""
    assembly = Assembly()
    assembly.enter(1, "olga")
    assembly.follow(1, c.OperatorChecked("olga", True))
    for asked, given in ((9_999, assembly.limits.history_page), (0, 1), (-5, 1)):
        reply = assembly.reply(1, c.ReadAudit(asked))
        assert isinstance(reply, Granted)
        assert reply.query.limit == given
