"""Replies about accounts: what AUTHENTICATE, REGISTER, VECHE and PASSWD are answered with.

Owns their words and numerics (IRCv3 sasl-3.1, account-registration, account-notify).
"""

import base64
from collections.abc import Iterator, Sequence

from veche.core import replies as core
from veche.core.events import Who
from veche.protocols.irc import numerics as n
from veche.protocols.irc import scram
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies_channels import joining, view
from veche.protocols.irc.sasl import CHUNK, server_first


def authenticate(client: Client, params: Sequence[str]) -> Iterator[str]:
    """What the door says by itself in an exchange; see `sasl.tell`."""
    kind = params[0]
    if kind == "say":
        yield from _said(params[1])
    elif kind == "aborted":
        yield client.numeric(n.ERR_SASLABORTED)
    elif kind == "too-long":
        yield client.numeric(n.ERR_SASLTOOLONG)
    elif kind == "mechanisms":
        yield client.numeric(n.RPL_SASLMECHS, params[1])
        yield client.numeric(n.ERR_SASLFAIL)
    else:
        yield _account_set(client, params[1], params[2])
        yield client.numeric(n.RPL_SASLSUCCESS)


def _said(text: str) -> Iterator[str]:
    """In chunks, of which the last is shorter."""
    data = base64.b64encode(text.encode()).decode()
    for start in range(0, len(data) + 1, CHUNK):
        yield f"AUTHENTICATE {data[start : start + CHUNK] or '+'}"


def salt(client: Client, reply: core.Salt, hints: Sequence[str]) -> Iterator[str]:
    """SCRAM's `server-first-message`."""
    yield from _said(server_first(reply, hints))


def logged_in(client: Client, reply: core.LoggedInAs, command: str) -> Iterator[str]:
    """RPL_LOGGEDIN, with what the command's own success looks like; then where one is now.

    In this order, because in an exchange clients wait for its next step and for nothing else.
    """
    if reply.signature:
        yield from _said(scram.verdict(reply.signature))
    else:
        yield from _success(client, reply, command)
    if reply.who is not None and reply.moved:
        yield from _elsewhere(client, reply, reply.who)


def _success(client: Client, reply: core.LoggedInAs, command: str) -> Iterator[str]:
    if command == "REGISTER":
        yield f"{client.server} REGISTER SUCCESS {reply.name} :Account registered"
    who = reply.who
    mask = f"{who.nick}!{who.username}@{who.host}" if who is not None else "*!*@*"
    yield _account_set(client, reply.name, mask)
    if command == "AUTHENTICATE":
        yield client.numeric(n.RPL_SASLSUCCESS)


def _elsewhere(client: Client, reply: core.LoggedInAs, who: Who) -> Iterator[str]:
    for name in reply.left:
        yield f":{client.nick} PART {name}"
    if who.nick != client.nick:
        yield f":{client.nick} NICK {who.nick}"
    client = Client(client.server, who.nick, client.caps)
    for channel in reply.channels:
        yield joining(client, who, channel.name, reply.realname)
        yield from view(client, channel)


def claimed(client: Client, reply: core.Claimed) -> Iterator[str]:
    """`VECHE CLAIM` worked."""
    text = "The server is yours; OPER makes you its operator"
    yield f"{client.server} NOTE VECHE CLAIMED {reply.name} :{text}"


def password_set(client: Client, reply: core.PasswordSet) -> Iterator[str]:
    """`PASSWD` worked."""
    yield f"{client.server} NOTE PASSWD PASSWORD_CHANGED {reply.name} :You have a new password"


def _account_set(client: Client, account: str, mask: str) -> str:
    return client.line(n.RPL_LOGGEDIN, f"{mask} {account} :You are now logged in as {account}")
