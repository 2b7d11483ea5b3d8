"""What HELP says of each command.

Owns the texts. Must not know what a command does beyond what people need to use it.
"""

from collections.abc import Iterable, Iterator

from veche.protocols.irc import numerics as n
from veche.protocols.irc.message import middle
from veche.protocols.irc.numerics import Client

INDEX = "*"
_WIDTH = 60

# The usage, then what it does.
TEXTS: dict[str, tuple[str, ...]] = {
    "ACCESS": (
        "ACCESS #channel [account founder|admin|operator|halfop|voice|none]",
        "Which accounts have a rank in the channel for good; or give one.",
    ),
    "ADMIN": ("ADMIN", "Whom to ask about this server."),
    "AUDIT": (
        "AUDIT [#channel] [count]",
        "What was done lately to keep order: anywhere, for operators of the server, or there.",
    ),
    "AWAY": ("AWAY [text]", "Be away with the text; without one, be back."),
    "CAP": ("CAP LS 302 | LIST | REQ :capabilities | END", "Negotiate IRCv3 capabilities."),
    "CHATHISTORY": (
        "CHATHISTORY LATEST|BEFORE|AFTER target reference limit",
        "Read what was said. Needs the capability draft/chathistory.",
    ),
    "CHGHOST": (
        "CHGHOST nick username host",
        "Have others see somebody as nick!username@host. For operators.",
    ),
    "DLINE": ("DLINE [time] address [reason]", "As KLINE."),
    "HELP": ("HELP [command]", "All commands, or how to use one of them. HELPOP is the same."),
    "INFO": ("INFO", "What this server runs."),
    "INVITE": ("INVITE [nick #channel]", "Ask somebody in; without both, who asks you in."),
    "ISON": ("ISON nick [nick ...]", "Which of these people are here."),
    "ISUPPORT": ("ISUPPORT", "What this server supports (005)."),
    "JOIN": (
        "JOIN #channel[,#channel] [key[,key]]",
        "Enter channels; one that does not exist is made, and is yours. JOIN 0 leaves all.",
    ),
    "KICK": ("KICK #channel nick [reason]", "Remove somebody from a channel of yours."),
    "KILL": ("KILL nick [reason]", "End somebody's connections. For operators."),
    "KLINE": (
        "KLINE [time] mask [reason]",
        "Keep off the server whom the mask fits: nick!user@host, an address, a network or",
        "a:account; for so many minutes, or 2h, 7d. For operators.",
    ),
    "LINKS": ("LINKS", "The servers of this network, as far as they are public."),
    "LIST": (
        "LIST [conditions]",
        "The channels. Conditions, with commas between them: names, masks such as *cat*,",
        "!masks for all others, >5 or <5 people, C>60 or C<60 made so many minutes ago,",
        "T>60 or T<60 topic set so many minutes ago.",
    ),
    "LOCKDOWN": ("LOCKDOWN ON|OFF", "Let only accounts in. For operators."),
    "LUSERS": ("LUSERS", "How many people and channels there are."),
    "MODE": (
        "MODE #channel [+-modes arguments] | MODE nick [+-modes]",
        "See or change the modes of a channel, or your own.",
    ),
    "MONITOR": (
        "MONITOR + nick[,nick] | - nick[,nick] | C | L | S",
        "Be told when these people come and go; take some off, or all; list them; see who is here.",
    ),
    "MOTD": ("MOTD", "The message of the day."),
    "NAMES": ("NAMES #channel[,#channel]", "Who is in the channels."),
    "NICK": ("NICK name", "Take another name."),
    "NOTICE": ("NOTICE target[,target] :text", "As PRIVMSG, but programs never answer it."),
    "OPER": ("OPER name password", "Be an operator of the server."),
    "PART": ("PART #channel[,#channel] [reason]", "Leave channels."),
    "PASSWD": (
        "PASSWD old new",
        "Have another password for your account. Your other sessions are told.",
    ),
    "PING": ("PING token", "Have the server answer PONG with the token."),
    "PRIVMSG": ("PRIVMSG target[,target] :text", "Say something to channels or people."),
    "QUIT": ("QUIT [reason]", "Leave."),
    "REHASH": ("REHASH", "Read the configuration anew. For operators."),
    "RENAME": ("RENAME #channel #name [reason]", "Give a channel of yours another name."),
    "SETNAME": ("SETNAME :real name", "Be called so in full."),
    "STATS": ("STATS u | k", "Since when the server runs; whom it keeps off, for operators."),
    "TAGMSG": ("TAGMSG target[,target]", "Send client tags without text."),
    "TIME": ("TIME", "The server's time."),
    "TOPIC": ("TOPIC #channel [:text]", "See or set the topic; an empty text clears it."),
    "UNDLINE": ("UNDLINE address", "As UNKLINE."),
    "UNKLINE": ("UNKLINE mask", "Let them on the server again. For operators."),
    "USERHOST": ("USERHOST nick [nick ...]", "Where up to five people come from."),
    "VERSION": ("VERSION", "Which software this is, and what it supports."),
    "WALLOPS": ("WALLOPS :text", "Tell all who have user mode w. For operators."),
    "WEBPUSH": (
        "WEBPUSH REGISTER endpoint keys | UNREGISTER endpoint",
        "Have a device told by its push service. Needs an account, and soju.im/webpush.",
    ),
    "WHO": (
        "WHO mask [o] [%fields,token]",
        "The people in a channel, or those whose nick or host fits the mask.",
    ),
    "WHOIS": ("WHOIS nick", "All about somebody."),
    "WHOWAS": ("WHOWAS nick [count]", "Who had the nick lately."),
}


def lines(client: Client, subject: str) -> Iterable[str]:
    """RPL_HELPSTART to RPL_ENDOFHELP, or that there is no such help (Modern IRC, "HELP message")"""
    if not subject or subject == INDEX:
        return _help(client, INDEX, ("Commands; HELP and one of them says more.", *_index()))
    known = TEXTS.get(subject.upper())
    if known is None:
        return (client.numeric(n.ERR_HELPNOTFOUND, middle(subject)),)
    return _help(client, subject.upper(), known)


def _help(client: Client, subject: str, texts: Iterable[str]) -> Iterator[str]:
    number = n.RPL_HELPSTART
    for text in texts:
        yield client.line(number, f"{subject} :{text}")
        number = n.RPL_HELPTXT
    yield client.numeric(n.RPL_ENDOFHELP, subject)


def _index() -> Iterator[str]:
    line = ""
    for command in TEXTS:
        if len(line) + len(command) > _WIDTH:
            yield line
            line = ""
        line += f" {command}" if line else command
    yield line
