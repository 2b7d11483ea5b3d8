"""KILL, KLINE and their like. https://modern.ircdocs.horse/#operator-messages"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core import commands as c
from veche.core.rejections import Code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("KILL bob", c.Kill("bob")),
        ("KILL bob :enough of it", c.Kill("bob", "enough of it")),
        ("CHGHOST bob b staff/bob", c.ChangeHost("bob", "b", "staff/bob")),
        ("WALLOPS :hello all", c.Wallops("hello all")),
        ("REHASH", c.Rehash()),
        ("REHASH irc.test", c.Rehash()),
        ("KLINE *!*@bad", c.SetServerBan("*!*@bad")),
        ("KLINE 90 *!*@bad :too loud", c.SetServerBan("*!*@bad", 90, "too loud")),
        ("DLINE 1d12h 10.0.0.0/8", c.SetServerBan("10.0.0.0/8", 2_160)),
        ("UNKLINE *!*@bad", c.LiftServerBan("*!*@bad")),
        ("UNDLINE 10.0.0.0/8", c.LiftServerBan("10.0.0.0/8")),
        ("LOCKDOWN on", c.LockServer(True)),
        ("LOCKDOWN OFF", c.LockServer(False)),
        ("AUDIT", c.ReadAudit()),
        ("AUDIT 5", c.ReadAudit(5)),
        ("AUDIT x", c.ReadAudit()),
        ("AUDIT #a", c.ReadAudit(channel="#a")),
        ("AUDIT #a 5", c.ReadAudit(5, "#a")),
        ("STATS k", c.ReadServerBans()),
        ("STATS u", c.ReadTime()),
        ("STATS kd", c.ReadTime()),
        ("RENAME #a #b", c.RenameChannel("#a", "#b")),
        ("RENAME #a #b :a better name", c.RenameChannel("#a", "#b", "a better name")),
        ("ACCESS #a", c.ReadAccess("#a")),
        ("ACCESS #a anna admin", c.ChangeAccess("#a", "anna", "a")),
        ("ACCESS #a anna -", c.ChangeAccess("#a", "anna", "")),
    ],
)
def test_parameters(line: str, expected: c.Command) -> None:
    """Each form."""
    assert commands_of(line) == [expected]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("LOCKDOWN maybe", Code.BAD_ARGUMENT),
        ("RENAME #a :", Code.NEED_MORE),
        ("ACCESS #a anna", Code.NEED_MORE),
        ("KILL", Code.NEED_MORE),
        ("CHGHOST bob b", Code.NEED_MORE),
        ("WALLOPS", Code.NEED_MORE),
        ("KLINE", Code.NEED_MORE),
    ],
)
def test_what_is_not_understood(line: str, code: Code) -> None:
    """Is refused."""
    assert refusal(line) is code
