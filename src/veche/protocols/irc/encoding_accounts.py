"""Accounts in lines of events: the tag, what JOIN says more, ACCOUNT, and another password.

Owns their form (IRCv3 account-tag, extended-join, account-notify). Must not know who wants them.
"""

from veche.core import events as ev
from veche.protocols.irc.event_lines import EventLines
from veche.protocols.irc.message import to_wire


def extended_join(body: ev.TextBody) -> str:
    """JOIN with account and realname."""
    return f"JOIN {body.name} {body.who.account or '*'} :{body.text}"


def changed(body: ev.TextBody) -> str:
    """ACCOUNT; `*` for a guest again."""
    return f"ACCOUNT {body.name or '*'}"


def password_changed(encoding: EventLines, happened: ev.Happened) -> bytes:
    """A NOTE to the account's sessions (docs/protocol/accounts.md)."""
    body = happened.record.body
    if not isinstance(body, ev.TextBody):
        return b""
    text = "Your account has a new password, set elsewhere"
    return to_wire(f"{encoding.server} NOTE PASSWD PASSWORD_CHANGED {body.name} :{text}")
