"""What the core refused, in the words of IRC: a numeric where there is one, else FAIL.

Owns the wording of every `Code`. Numerics: Modern IRC, "Numerics". FAIL: IRCv3
standard-replies; a client without that capability gets numeric 400 (or 263)
instead, except where the FAIL belongs to a specification that it uses.
"""

from collections.abc import Sequence

from veche.core.rejections import Code, Rejection
from veche.protocols.irc import numerics as n
from veche.protocols.irc import push, search
from veche.protocols.irc import rejections_accounts as accounts
from veche.protocols.irc import rejections_messages as messages
from veche.protocols.irc import rejections_moderation as moderation
from veche.protocols.irc import replies_devices as devices
from veche.protocols.irc.capabilities import STANDARD_REPLIES
from veche.protocols.irc.commands_users import whois_nick
from veche.protocols.irc.message import clean, middle
from veche.protocols.irc.numerics import Client

# The numeric, and which fields of the rejection stand before its text.
_NUMERICS: dict[Code, tuple[str, tuple[str, ...]]] = {
    Code.NO_NAME: (n.ERR_NONICKNAMEGIVEN, ()),
    Code.BAD_NICK: (n.ERR_ERRONEUSNICKNAME, ("subject",)),
    Code.NICK_TAKEN: (n.ERR_NICKNAMEINUSE, ("subject",)),
    Code.NICK_RESERVED: (n.ERR_NICKNAMEINUSE, ("subject",)),
    Code.LOGIN_FAILED: (n.ERR_SASLFAIL, ()),
    Code.ACCOUNT_DISABLED: (n.ERR_NICKLOCKED, ()),
    Code.NO_SUCH_NICK: (n.ERR_NOSUCHNICK, ("subject",)),
    Code.NO_SUCH_CHANNEL: (n.ERR_NOSUCHCHANNEL, ("subject",)),
    Code.BAD_CHANNEL: (n.ERR_NOSUCHCHANNEL, ("subject",)),
    Code.NOT_REGISTERED: (n.ERR_NOTREGISTERED, ()),
    Code.ALREADY_REGISTERED: (n.ERR_ALREADYREGISTERED, ()),
    Code.TOO_MANY_CHANNELS: (n.ERR_TOOMANYCHANNELS, ("subject",)),
    Code.NOT_IN_CHANNEL: (n.ERR_NOTONCHANNEL, ("subject",)),
    Code.THEY_ARE_NOT_IN_CHANNEL: (n.ERR_USERNOTINCHANNEL, ("subject", "detail")),
    Code.ALREADY_IN_CHANNEL: (n.ERR_USERONCHANNEL, ("subject", "detail")),
    Code.BANNED: (n.ERR_BANNEDFROMCHAN, ("subject",)),
    Code.INVITE_ONLY: (n.ERR_INVITEONLYCHAN, ("subject",)),
    Code.WRONG_KEY: (n.ERR_BADCHANNELKEY, ("subject",)),
    Code.CHANNEL_FULL: (n.ERR_CHANNELISFULL, ("subject",)),
    Code.OPERATOR_NEEDED: (n.ERR_CHANOPRIVSNEEDED, ("subject",)),
    Code.UNKNOWN_MODE: (n.ERR_UNKNOWNMODE, ("subject",)),
    Code.UNKNOWN_USER_MODE: (n.ERR_UMODEUNKNOWNFLAG, ()),
    Code.NOT_YOURSELF: (n.ERR_USERSDONTMATCH, ()),
    Code.NO_TEXT: (n.ERR_NOTEXTTOSEND, ()),
    Code.UNKNOWN_COMMAND: (n.ERR_UNKNOWNCOMMAND, ("subject",)),
    Code.NEED_MORE: (n.ERR_NEEDMOREPARAMS, ("subject",)),
    Code.LINE_TOO_LONG: (n.ERR_INPUTTOOLONG, ()),
    **moderation.NUMERICS,
}

# Clients that can log in ask for the password where they read the word.
_RESERVED = "Nickname is reserved: it is the name of an account"

# Codes that no numeric has: their name as a FAIL, and what is said when the rejection says nothing.
_FAILS: dict[Code, tuple[str, str]] = {
    Code.NOTHING_TO_RESUME: ("INVALID_TOKEN", "That secret is unknown here or has expired"),
    Code.BAD_TEXT: ("INVALID_TEXT", "The text has a character that no line may have"),
    Code.TOO_LONG: ("TOO_LONG", "That is too long"),
    Code.BAD_ARGUMENT: ("INVALID_PARAMS", "Invalid parameters"),
    Code.INVALID_UTF8: (
        "INVALID_UTF8",
        "Message rejected: it is not UTF-8, which is the only encoding here",
    ),
    Code.BAD_REALNAME: ("INVALID_REALNAME", "Realname is not valid"),
    Code.KEY_REUSED: ("KEY_REUSED", "That key was used for another message"),
    Code.BAD_KEY: ("INVALID_KEY", "That key cannot be used"),
    Code.READ_ONLY: (
        "READ_ONLY",
        "Nothing can be stored just now, so this was not done; try again in a moment",
    ),
    Code.TRY_AGAIN: ("TRY_AGAIN", "Please wait a while and try again"),
    Code.NO_SUCH_ACCOUNT: ("NO_SUCH_ACCOUNT", "There is no such account"),
    Code.KEY_IN_USE: ("KEY_IN_USE", "That token or certificate is another account's"),
    Code.TOO_MANY_ATTEMPTS: ("TOO_MANY_ATTEMPTS", "That was tried too often"),
    **accounts.FAILS,
    **moderation.FAILS,
    **messages.FAILS,
}

# Sent as FAIL to everybody: UTF8ONLY, setname and veche/resume say so.
_ALWAYS_FAIL = (Code.INVALID_UTF8, Code.NOTHING_TO_RESUME, Code.BAD_REALNAME)

_HISTORY_TARGETS = (
    Code.OPERATOR_NEEDED,
    Code.NO_SUCH_NICK,
    Code.NO_SUCH_CHANNEL,
    Code.BAD_CHANNEL,
    Code.BAD_NICK,
    Code.NOT_IN_CHANNEL,
    Code.BANNED,
)

# Told alike, whatever words of its own a command has.
_OF_ANY_COMMAND = (Code.NOT_REGISTERED, Code.LINE_TOO_LONG)

# About the line rather than the notice in it: nothing else would tell that it was lost.
_LINE_FAULTS = (Code.LINE_TOO_LONG, Code.INVALID_UTF8, Code.BAD_TEXT)


def lines(
    client: Client, rejection: Rejection, command: str, params: Sequence[str], labelled: bool
) -> list[str]:
    """What the client is told of `rejection`, the answer to `command` with `params`.

    A NOTICE is never answered ("NOTICE message"), unless the client asked for
    an answer by a label, and can read a FAIL.
    """
    if command == "NOTICE" and rejection.code not in _LINE_FAULTS:
        if labelled and client.caps & STANDARD_REPLIES:
            return [_fail(client, command, rejection)]
        return []
    if rejection.code in _OF_ANY_COMMAND:
        return [_numeric(client, rejection)]
    told_apart = moderation.special(client, rejection)
    if told_apart is not None:
        return [told_apart]
    if command == "AUTHENTICATE" and rejection.code is not Code.NEED_MORE:
        return [accounts.sasl(client, rejection)]
    if command in accounts.FAILING:
        failed = accounts.fail(client, command, rejection, params)
        if failed is not None:
            return [failed]
    failed = messages.fail(client, command, rejection, params)
    if failed is not None:
        return [failed]
    if command in devices.FAILING:
        failed = devices.fail(client, command, rejection)
        if failed is not None:
            return [failed]
    if command == "WEBPUSH":
        failed = push.fail(client, rejection, params)
        if failed is not None:
            return [failed]
    if command == "SEARCH":
        failed = search.fail(client, rejection)
        if failed is not None:
            return [failed]
    if command == "CHATHISTORY" and rejection.code is not Code.UNKNOWN_COMMAND:
        return [_history(client, rejection, params)]
    if rejection.code in _FAILS:
        return [_modern(client, command, rejection)]
    told = [_numeric(client, rejection)]
    if command == "WHOIS" and rejection.code is Code.NO_SUCH_NICK:
        told.append(client.numeric(n.RPL_ENDOFWHOIS, middle(whois_nick(params))))
    return told


def _numeric(client: Client, rejection: Rejection) -> str:
    code, subject, detail = rejection.code, middle(rejection.subject), rejection.detail
    if code is Code.CANNOT_SEND:
        why = f" (+{detail})" if detail else ""
        text = f"{n.TEXTS[n.ERR_CANNOTSENDTOCHAN]}{why}"
        return client.line(n.ERR_CANNOTSENDTOCHAN, f"{subject} :{text}")
    if code is Code.NO_RECIPIENT:
        return client.line(n.ERR_NORECIPIENT, f":No recipient given ({subject})")
    if code is Code.TOO_MANY_TARGETS:
        return client.line(n.ERR_TOOMANYTARGETS, f"{subject} :Too many targets, at most {detail}")
    if code is Code.LIST_FULL:
        letter = middle(detail.partition(" ")[0])
        return client.numeric(n.ERR_BANLISTFULL, subject, letter)
    if code is Code.BAD_MODE_ARGUMENT:
        letter, _, argument = detail.partition(" ")
        if letter == "k" and argument:
            return client.numeric(n.ERR_INVALIDKEY, subject)
        about = f"{subject} {middle(letter)} {middle(argument)}"
        return client.line(n.ERR_INVALIDMODEPARAM, f"{about} :Invalid mode parameter")
    if code is Code.NICK_RESERVED:
        return client.line(n.ERR_NICKNAMEINUSE, f"{subject} :{_RESERVED}")
    number, fields = _NUMERICS[code]
    values = (middle(getattr(rejection, field)) for field in fields)
    return client.numeric(number, *values)


def _modern(client: Client, command: str, rejection: Rejection) -> str:
    if client.caps & STANDARD_REPLIES or rejection.code in _ALWAYS_FAIL:
        return _fail(client, command, rejection)
    number = n.RPL_TRYAGAIN if rejection.code is Code.TRY_AGAIN else n.ERR_UNKNOWNERROR
    return client.line(number, f"{middle(command)} :{_sentence(rejection)}")


def _fail(client: Client, command: str, rejection: Rejection) -> str:
    known = _FAILS.get(rejection.code)
    if known is None:
        name = rejection.code.name
        context = f" {middle(rejection.subject)}" if rejection.subject else ""
        text = n.TEXTS[_NUMERICS[rejection.code][0]] if rejection.code in _NUMERICS else name
        return f"{client.server} FAIL {middle(command)} {name}{context} :{text}"
    return f"{client.server} FAIL {middle(command)} {known[0]} :{_sentence(rejection)}"


def _sentence(rejection: Rejection) -> str:
    """The rejection's own reason, where there is one, as the text of a line."""
    code, detail = rejection.code, rejection.detail
    if code is Code.TOO_LONG and detail:
        return f"The {clean(rejection.subject) or 'text'} is too long, at most {clean(detail)}"
    if code in (Code.INVALID_UTF8, Code.READ_ONLY) or not detail:
        return _FAILS[code][1]
    return clean(detail[:1].upper() + detail[1:])


def _history(client: Client, rejection: Rejection, params: Sequence[str]) -> str:
    """IRCv3 chathistory, "Errors and Warnings"."""
    word = middle(params[0]) if params else "*"
    target = middle(params[1]) if len(params) > 1 else "*"
    head = f"{client.server} FAIL CHATHISTORY"
    if rejection.code in _FAILS and rejection.code in _ALWAYS_FAIL:
        return _fail(client, "CHATHISTORY", rejection)
    if rejection.code is Code.BAD_ARGUMENT:
        return f"{head} INVALID_PARAMS {word} :{clean(rejection.detail)}"
    if rejection.code in _HISTORY_TARGETS:
        return f"{head} INVALID_TARGET {word} {target} :Messages could not be retrieved"
    if rejection.code in (Code.LINE_TOO_LONG, Code.BAD_TEXT):
        return _numeric(client, Rejection(Code.LINE_TOO_LONG))
    return f"{head} MESSAGE_ERROR {word} {target} :Messages could not be retrieved"
