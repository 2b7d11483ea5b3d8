"""What people can do on one door they can do on this one.

Every command of the IRC door and of the core stands here: with a line that does it, or with the
reason why people need none.
"""

from veche.core import commands as c
from veche.core.commands import Command, Echo
from veche.core.decide import TABLE as CORE
from veche.protocols.irc.commands import TABLE as IRC
from veche.protocols.irc.login import COMMANDS as LOGIN
from veche.protocols.irc.login import SECRET
from veche.protocols.plain.commands import ALL, parse
from veche.protocols.plain.question import Question
from veche.protocols.plain.wishes import Look, Seek, ShowHistory

PROTOCOL = "programs speak it with each other, for people"
BY_ITSELF = "it is done without being asked for"
FOR_PROGRAMS = "only programs have a use for it"
CONTINUED = "what a line has begun goes on with it"

WAYS: dict[str, str] = {
    "ACCESS": "/access",
    "ADMIN": "/server",
    "AUDIT": "/audit",
    "AUTHENTICATE": "/login",
    "AWAY": "/away",
    "CHATHISTORY": "/history",
    "CHGHOST": "/cloak",
    "DLINE": "/kline",
    "EDIT": "/edit",
    "HELP": "/help",
    "HELPOP": "/help",
    "INFO": "/server",
    "INVITE": "/invite",
    "ISON": "/who",
    "JOIN": "/join",
    "KICK": "/kick",
    "KILL": "/kill",
    "KLINE": "/kline",
    "LIST": "/list",
    "LOCKDOWN": "/lockdown",
    "LUSERS": "/server",
    "MODE": "/mode",
    "MOTD": "/server",
    "NAMES": "/who",
    "NICK": "/nick",
    "OPER": "/oper",
    "PART": "/leave",
    "PASSWD": "/passwd",
    "PERSISTENCE": "/stay",
    "PRIVMSG": "/msg",
    "QUIT": "/quit",
    "REDACT": "/redact",
    "REGISTER": "/register",
    "REHASH": "/rehash",
    "RENAME": "/rename",
    "SEARCH": "/search",
    "SETNAME": "/realname",
    "STATS": "/klines",
    "TAGMSG": "/react",
    "TIME": "/time",
    "TOPIC": "/topic",
    "UNDLINE": "/unkline",
    "UNKLINE": "/unkline",
    "VECHE": "/claim",
    "VERSION": "/server",
    "WALLOPS": "/wallops",
    "WHO": "/who",
    "WHOIS": "/who",
    "WHOWAS": "/whowas",
}
WITHOUT: dict[str, str] = {
    "ISUPPORT": PROTOCOL,
    "LINKS": "there is one server",
    "MARKREAD": BY_ITSELF,
    "METADATA": FOR_PROGRAMS,
    "MONITOR": FOR_PROGRAMS,
    "NOTICE": FOR_PROGRAMS,
    "PASS": BY_ITSELF,
    "PING": PROTOCOL,
    "PONG": PROTOCOL,
    "RELAYMSG": FOR_PROGRAMS,
    "RESUME": FOR_PROGRAMS,
    "USER": BY_ITSELF,
    "USERHOST": FOR_PROGRAMS,
    "VERIFY": "nothing is ever to be verified",
    "WEBIRC": FOR_PROGRAMS,
    "WEBPUSH": FOR_PROGRAMS,
}

LINES = (
    *("hello", "/nick a", "/away", "/realname A", "/stay", "/stay on", "/logout", "/claim x"),
    *("/join #a", "/leave", "/list", "/who", "/who a", "/topic", "/topic x", "/invite a"),
    *("/invite", "/quit", "/history", "/search x", "/reply a x", "/react x", "/edit x", "/redact"),
    *("/whowas a", "/time", "/server", "/kick a", "/mode", "/mode +i", "/ban", "/rename #x"),
    *("/access", "/access a voice", "/oper", "/kill a", "/wallops x", "/rehash", "/kline a"),
    "/cloak a b c",
    *("/unkline a", "/klines", "/lockdown on", "/audit", "/help", "/nothing"),
)
UNASKED: dict[type[Command], str] = {
    c.Register: BY_ITSELF,
    c.LogIn: CONTINUED,
    c.OpenAccount: CONTINUED,
    c.ChangePassword: CONTINUED,
    c.ReadSalt: PROTOCOL,
    c.Disconnected: BY_ITSELF,
    c.MoveMarker: BY_ITSELF,
    c.ReadMarker: BY_ITSELF,
    c.ReadMissed: BY_ITSELF,
    c.ReadUnread: BY_ITSELF,
    c.ReadEntry: BY_ITSELF,
    c.ReadTargets: BY_ITSELF,
    c.PartAll: "people leave one channel after the other",
    c.SendLines: "each line is a message",
    c.Relay: FOR_PROGRAMS,
    c.ReadWho: FOR_PROGRAMS,
    c.ReadUsers: FOR_PROGRAMS,
    c.WatchNicks: FOR_PROGRAMS,
    c.UnwatchNicks: FOR_PROGRAMS,
    c.ReadWatched: FOR_PROGRAMS,
    c.SetMetadata: FOR_PROGRAMS,
    c.ClearMetadata: FOR_PROGRAMS,
    c.ReadMetadata: FOR_PROGRAMS,
    c.SyncMetadata: FOR_PROGRAMS,
    c.Subscribe: FOR_PROGRAMS,
    c.Unsubscribe: FOR_PROGRAMS,
    c.ReadSubscriptions: FOR_PROGRAMS,
    c.IntroduceMetadata: FOR_PROGRAMS,
    c.RegisterPush: FOR_PROGRAMS,
    c.UnregisterPush: FOR_PROGRAMS,
}


def asked(line: str) -> type[Command]:
    """What a line comes to, also where the door asks something else before."""
    command = parse(line, "#lobby")
    wish = command.payload if isinstance(command, Echo) else None
    match wish:
        case Seek():
            return type(wish.make("#lobby", 1))
        case Look():
            return type(wish.search)
        case ShowHistory():
            return c.ReadHistory
        case _:
            return type(command)


def test_every_command_of_the_irc_door() -> None:
    """Has a way here, or a reason to have none. A new one needs a row."""
    assert not set(WAYS) & set(WITHOUT)
    assert set(WAYS) | set(WITHOUT) == set(IRC) | set(LOGIN) | set(SECRET)
    assert set(WAYS.values()) <= set(ALL)
    assert all(WITHOUT.values())


def test_every_command_of_the_core() -> None:
    """Comes of a line that somebody types, or needs none. A new one needs a line, or a row."""
    people = {command for command, row in CORE.items() if not row.internal and not row.follow_up}
    typed = {asked(line) for line in LINES}
    assert not typed & set(UNASKED)
    assert typed | set(UNASKED) == people


def test_what_goes_on() -> None:
    """The lines that ask for a password, which then does it."""
    for line in ("/login a", "/register", "/passwd", "/oper a"):
        command = parse(line, "#lobby")
        assert isinstance(command, Echo)
        assert isinstance(command.payload, Question)
