"""The audit trail: what is in it, and who reads it."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly
from veche.core import commands as c
from veche.core.commands import AskedChange
from veche.core.decide.audit import AUDIT
from veche.core.events import AuditBody, Audited, Credentials
from veche.core.ids import to_msgid
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted


def trail(assembly: Assembly, channel: int | None = None) -> list[tuple[str, str, str, str]]:
    """Who, what, to what, and the rest; `channel`: only what was done there, 0: on the server."""
    found = []
    for stored in assembly.log:
        event, body = stored.record.event, stored.record.body
        if isinstance(event, Audited) and channel in (None, event.channel):
            assert stored.record.conversation == AUDIT
            assert isinstance(body, AuditBody)
            found.append((body.who.nick, body.act, body.target, body.text))
    return found


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


def test_acts_in_a_channel_are_in_it() -> None:
    """Removing, modes of all sorts, ranks for good, names; said and done by whom, and where."""
    assembly = Assembly()
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    assembly.do(1, c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    before = len(trail(assembly))
    asked = (("b", "eve"), ("o", "boris"), ("k", "secret"), ("l", "5"), ("m", None))
    changes = tuple(AskedChange(True, letter, argument) for letter, argument in asked)
    assembly.do(1, c.ChangeModes("#a", changes))
    assembly.do(1, c.Kick("#a", "boris", "enough"))
    assembly.do(1, c.ChangeModes("#a", (AskedChange(False, "k"),)))
    assembly.do(1, c.RenameChannel("#a", "#b"))
    made(assembly, "carl")
    assembly.do(1, c.ChangeAccess("#b", "carl", "o"))
    channel = assembly.channel("#b").id
    acts = [
        ("anna", "mode", "#a", "+b+o+k+l+m eve!*@* boris 5"),
        ("anna", "kick", "#a", "boris enough"),
        ("anna", "mode", "#a", "-k"),
        ("anna", "rename", "#a", "#b"),
        ("anna", "access", "#b", "carl o"),
    ]
    assert trail(assembly, channel) == acts
    assert [act for act in trail(assembly)[before:] if act[1] != "account-add"] == acts


def test_what_is_no_act_of_moderation_costs_nothing() -> None:
    """Topics, coming and going, talking, one's own modes, a rank that the access list gives."""
    assembly = Assembly()
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    before = trail(assembly)
    message = assembly.do(1, c.Join("#a"))
    assembly.do(1, c.SetTopic("#a", "tea"))
    message = assembly.do(1, c.SendMessage("#a", "hello"))
    assembly.do(1, c.Redact("#a", message.events[-1].record.id))
    assembly.do(1, c.ChangeModes("anna", (AskedChange(True, "i"),)))
    assembly.do(1, c.Part("#a"))
    assembly.do(1, c.Join("#a"))
    assembly.do(1, c.ChangeModes("#a", (AskedChange(True, "n"),)))  # it is so already
    assert trail(assembly) == before


def test_no_word_of_what_was_taken_back() -> None:
    """Whose message it was, and which; what it said is nowhere any more."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assembly.enter(2, "boris", c.Join("#a"))
    said = assembly.do(2, c.SendMessage("#a", "something awful")).events[-1].record.id
    assembly.do(1, c.Redact("#a", said, "no"))
    assert trail(assembly) == [("anna", "redact", "#a", f"boris {to_msgid(said)} no")]


def test_acts_on_the_server_are_in_it() -> None:
    """Becoming an operator and ceasing to be one, KILL, and owning the server."""
    assembly = Assembly()
    assembly.enter(1, "olga")
    assembly.enter(2, "eve")
    assembly.follow(1, c.OperatorChecked("root", True))
    assembly.do(1, c.Kill("eve", "spam"))
    assembly.do(1, c.ChangeModes("olga", (AskedChange(False, "o"),)))
    assert trail(assembly, 0) == [
        ("olga", "oper", "root", ""),
        ("olga", "kill", "eve", "spam"),
        ("olga", "deoper", "", ""),
    ]


def test_the_operators_shell_is_in_it() -> None:
    """Done by nobody in particular, and without a secret."""
    assembly = Assembly()
    assembly.serve(c.AddAccount("anna", Credentials("hash"), owner=True))
    assembly.serve(c.ChangeCredentials("anna", password="hash 2", token=("digest", "phone")))
    assembly.serve(c.ChangeCredentials("anna", removed=("phone",)))
    assembly.serve(c.SwitchAccount("anna", True))
    assembly.serve(c.SwitchAccount("anna", False))
    assembly.serve(c.EraseAccount("anna"))
    assert trail(assembly) == [
        ("*", "account-add", "anna", "owner"),
        ("*", "account-keys", "anna", "password token phone"),
        ("*", "account-keys", "anna", "revoked"),
        ("*", "account-disable", "anna", ""),
        ("*", "account-enable", "anna", ""),
        ("*", "account-erase", "anna", ""),
    ]


@pytest.mark.parametrize(("session", "expected"), [(1, True), (2, False), (3, False), (4, True)])
def test_who_reads_what_was_done_in_a_channel(session: int, expected: bool) -> None:
    """Its operators (1), and the server's (4); no member (2), nobody outside (3), no other."""
    assembly = Assembly()
    for number, nick in enumerate(("anna", "boris", "gleb", "olga"), 1):
        assembly.enter(number, nick)
    for number in (1, 2):
        assembly.do(number, c.Join("#a"))
    assembly.do(3, c.Join("#elsewhere"))
    assembly.follow(4, c.OperatorChecked("olga", True))
    result = assembly.one(session, c.ReadAudit(10, "#A"))
    if expected:
        assert not isinstance(result, Rejection)
        assert isinstance(result.reply, Granted)
        assert result.reply.grant == Grant(AUDIT, about=assembly.channel("#a").id)
    else:
        assert isinstance(result, Rejection)


def test_a_secret_channel_has_no_trail_for_strangers() -> None:
    """They are told what they are told of a channel that is not there, as they typed it."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#Secret"))
    assembly.do(1, c.ChangeModes("#Secret", (AskedChange(True, "s"),)))
    assembly.enter(2, "boris")
    refused = assembly.one(2, c.ReadAudit(10, "#sECRET"))
    assert refused == Rejection(Code.NO_SUCH_CHANNEL, "#sECRET")
