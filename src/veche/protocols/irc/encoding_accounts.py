"""Accounts in lines of events: the tag, what JOIN says more, and ACCOUNT.

Owns their form (IRCv3 account-tag, extended-join, account-notify). Must not know who wants them.
"""

from veche.core import events as ev
from veche.protocols.irc.message import escape


def tag(body: ev.Body | None) -> str:
    """`account=name` of whoever did it; empty for a guest."""
    who = getattr(body, "who", None)
    return f"account={escape(who.account)}" if isinstance(who, ev.Who) and who.account else ""


def extended_join(body: ev.TextBody) -> str:
    """JOIN with account and realname."""
    return f"JOIN {body.name} {body.who.account or '*'} :{body.text}"


def changed(body: ev.TextBody) -> str:
    """ACCOUNT; `*` for a guest again."""
    return f"ACCOUNT {body.name or '*'}"
