"""Accounts in events: for those who want them, and for them alone."""

import pytest

from tests.protocols.irc.peer import INFO, STAMP, sent, stored, transient
from veche.core import events as ev
from veche.protocols.irc import capabilities as caps
from veche.protocols.irc.encoding import IrcEncoding

JOE = ev.Who("joe", "j", "host", "Joe")
GUEST = ev.Who("gus", "g", "host")


def line(event: ev.Happened, flags: int) -> str:
    return IrcEncoding(INFO, flags).line(event).decode()


def test_account_tag() -> None:
    """https://ircv3.net/specs/extensions/account-tag: also without message-tags."""
    event = sent("hi", who=JOE)
    assert line(event, caps.ACCOUNT_TAG) == "@account=Joe :joe!j@host PRIVMSG #c :hi\r\n"
    assert line(event, caps.ACCOUNT_TAG | caps.SERVER_TIME).startswith(
        f"@time={STAMP};account=Joe :joe"
    )
    assert line(event, 0) == ":joe!j@host PRIVMSG #c :hi\r\n"
    assert "account" not in line(sent("hi", who=GUEST), caps.ACCOUNT_TAG)


def test_the_tag_is_on_all_that_somebody_does() -> None:
    """INVITE, MODE, NICK ..."""
    invited = transient(ev.Invited(1, 2, 3), ev.TargetBody(JOE, "#c", "al"))
    assert line(invited, caps.ACCOUNT_TAG) == "@account=Joe :joe!j@host INVITE al #c\r\n"
    renamed = stored(ev.NickChanged(1), ev.NickBody(JOE, "jim", "jim"), None)
    assert line(renamed, caps.ACCOUNT_TAG).startswith("@account=Joe ")


@pytest.mark.parametrize(("who", "account"), [(JOE, "Joe"), (GUEST, "*")])
def test_extended_join(who: ev.Who, account: str) -> None:
    """https://ircv3.net/specs/extensions/extended-join"""
    event = stored(ev.Joined(1, 2), ev.TextBody(who, "#c", "Real Name"))
    source = f":{who.nick}!{who.username}@host"
    assert line(event, caps.EXTENDED_JOIN) == f"{source} JOIN #c {account} :Real Name\r\n"
    assert line(event, 0) == f"{source} JOIN #c\r\n"


def test_account_notify() -> None:
    """https://ircv3.net/specs/extensions/account-notify"""
    came = stored(ev.LoggedIn(1, 2), ev.TextBody(GUEST, "Gus"), None)
    went = stored(ev.LoggedOut(1), ev.TextBody(JOE), None)
    assert line(came, caps.ACCOUNT_NOTIFY) == ":gus!g@host ACCOUNT Gus\r\n"
    assert line(went, caps.ACCOUNT_NOTIFY) == ":joe!j@host ACCOUNT *\r\n"
    assert line(came, 0) == ""


def test_another_password() -> None:
    """A NOTE to the other sessions, whatever they can do."""
    changed = transient(ev.PasswordChanged(1), ev.TextBody(JOE, "Joe"))
    said = ":irc.test NOTE PASSWD PASSWORD_CHANGED Joe :Your account has a new password,"
    assert line(changed, 0).startswith(said)
    assert line(changed, caps.SERVER_TIME).startswith(said)
