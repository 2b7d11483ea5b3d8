"""What those are told who may not do what moderators do, or whom moderators stopped.

Owns these wordings (Modern IRC, "Numerics"; IRCv3 channel-rename, "Errors").
"""

from veche.core.rejections import Code, Rejection
from veche.protocols.irc import numerics as n
from veche.protocols.irc.message import clean, middle
from veche.protocols.irc.numerics import Client

NUMERICS: dict[Code, tuple[str, tuple[str, ...]]] = {
    Code.NOT_ALLOWED: (n.ERR_NOPRIVILEGES, ()),
    Code.WRONG_PASSWORD: (n.ERR_PASSWDMISMATCH, ()),
    Code.ACCOUNT_NEEDED: (n.ERR_NEEDREGGEDNICK, ("subject",)),
}

FAILS: dict[Code, tuple[str, str]] = {
    Code.BAD_MASK: ("INVALID_MASK", "That cannot be banned"),
    Code.NO_SUCH_BAN: ("NO_SUCH_BAN", "There is no such ban"),
}


def special(client: Client, rejection: Rejection) -> str | None:
    """The line for what is told in a way of its own; None for all else."""
    code, subject, detail = rejection.code, middle(rejection.subject), rejection.detail
    if code is Code.NAME_TAKEN:
        about = f"{subject} {middle(detail)}"
        return f"{client.server} FAIL RENAME CHANNEL_NAME_IN_USE {about} :Channel already exists"
    if code is Code.CANNOT_RENAME:
        name, _, why = detail.partition(" ")
        text = clean(why[:1].upper() + why[1:]) or "The channel cannot be renamed"
        return f"{client.server} FAIL RENAME CANNOT_RENAME {subject} {middle(name)} :{text}"
    if code is Code.TOO_SOON:
        text = f"{n.TEXTS[n.ERR_CANNOTSENDTOCHAN]} (+W): wait {detail} s"
        return client.line(n.ERR_CANNOTSENDTOCHAN, f"{subject} :{text}")
    if code is Code.SERVER_BANNED:
        text = f"You are banned from this server ({clean(detail)})"
        return client.line(n.ERR_YOUREBANNEDCREEP, f":{text}")
    if code is Code.SERVER_LOCKED:
        text = "Only those who have an account are let in just now"
        return client.line(n.ERR_YOUREBANNEDCREEP, f":{text}")
    return None
