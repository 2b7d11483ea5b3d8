"""The commands of the plain door: what a line asks for.

Owns the table of commands, one row each. Must not know the answers.
"""

from collections.abc import Callable

import msgspec

from veche.core.commands import (
    ChangeNick,
    ClaimServer,
    Command,
    Echo,
    Join,
    ListChannels,
    LogOut,
    Part,
    Quit,
    ReadMembers,
    ReadTopic,
    ReadWhois,
    Refuse,
    SendMessage,
    SetTopic,
)
from veche.core.events import MessageKind
from veche.core.names import is_channel
from veche.core.rejections import Code, Rejection
from veche.core.secret import Secret
from veche.protocols.plain import help as help_
from veche.protocols.plain import moderation, person, reading, settings, talking
from veche.protocols.plain.framing import Piece
from veche.protocols.plain.question import Purpose, Question


class Row(msgspec.Struct, frozen=True):
    """A command: how it is typed, what it does, and how its argument becomes a `Command`.

    `make` gets the rest of the line and the current channel (empty when there
    is none); None means that something is missing.
    """

    usage: str
    does: str
    make: Callable[[str, str], Command | None]


def read(piece: Piece, current: str) -> Command | None:
    """What a message asks for; None for a blank one, `Refuse` for one that cannot be taken."""
    if piece is None:
        return Refuse(Rejection(Code.LINE_TOO_LONG))
    if b"\0" in piece:
        return Refuse(Rejection(Code.BAD_TEXT, "line", "it has a NUL in it"))
    try:
        line = piece.decode()
    except UnicodeDecodeError:
        return Refuse(Rejection(Code.INVALID_UTF8))
    return parse(line, current) if line.strip() else None


def parse(line: str, current: str) -> Command:
    """What `line` asks for; text that is no command goes to the channel `current`."""
    if not line.startswith("/"):
        return _say(line, current)
    if line.startswith("//"):
        return _say(line[1:], current)
    typed, _, rest = line.partition(" ")
    word = typed.lower()
    row = ALL.get(_ALIASES.get(word, word))
    if row is None:
        return Refuse(Rejection(Code.UNKNOWN_COMMAND, typed))
    return row.make(rest.strip(), current) or Refuse(Rejection(Code.NEED_MORE, typed))


def _say(text: str, current: str, how: MessageKind = MessageKind.TEXT) -> Command:
    return SendMessage(current, text, how) if current else _NOWHERE


def _help(rest: str, current: str) -> Command:
    word = rest.partition(" ")[0].lower()
    return Echo(help_.lines(ALL, _ALIASES.get(f"/{word.removeprefix('/')}", word)))


def _join(rest: str, current: str) -> Command | None:
    channel, _, key = rest.partition(" ")
    if not channel:
        return None
    return Join(channel if is_channel(channel) else f"#{channel}", key.strip())


def _leave(rest: str, current: str) -> Command:
    channel, rest = _channel_first(rest, current)
    return Part(channel, rest) if channel else _NOWHERE


def _who(rest: str, current: str) -> Command:
    if rest and not is_channel(rest):
        return ReadWhois(rest.partition(" ")[0])
    channel, _ = _channel_first(rest, current)
    return ReadMembers(channel) if channel else _NOWHERE


def _list(rest: str, current: str) -> Command:
    return ListChannels(masks=(f"*{rest}*",) if rest else ())


def _topic(rest: str, current: str) -> Command:
    channel, topic = _channel_first(rest, current)
    if not channel:
        return _NOWHERE
    return SetTopic(channel, topic) if topic else ReadTopic(channel)


def _nick(rest: str, current: str) -> Command | None:
    return ChangeNick(rest) if rest else None


def _register(rest: str, current: str) -> Command:
    return Echo(Question(rest.partition(" ")[0], Purpose.OPEN))


def _login(rest: str, current: str) -> Command | None:
    name = rest.partition(" ")[0]
    return Echo(Question(name)) if name else None


def _passwd(rest: str, current: str) -> Command:
    return Echo(Question("", Purpose.CHANGE))


def _claim(rest: str, current: str) -> Command | None:
    return ClaimServer(Secret(rest)) if rest else None


def _logout(rest: str, current: str) -> Command:
    return LogOut()


def _me(rest: str, current: str) -> Command | None:
    return _say(rest, current, MessageKind.ACTION) if rest else None


def _msg(rest: str, current: str) -> Command | None:
    target, _, text = rest.partition(" ")
    text = text.strip()
    return SendMessage(target, text) if target and text else None


def _quit(rest: str, current: str) -> Command:
    return Quit(rest)


def _channel_first(rest: str, current: str) -> tuple[str, str]:
    word, _, after = rest.partition(" ")
    return (word, after.strip()) if is_channel(word) else (current, rest)


_NOWHERE = Refuse(Rejection(Code.NO_RECIPIENT))

COMMANDS: dict[str, Row] = {
    "/help": Row("/help", "this list", _help),
    "/join": Row("/join CHANNEL [KEY]", "go to a channel; what you type goes there", _join),
    "/leave": Row("/leave [CHANNEL]", "leave it, or the one where you are", _leave),
    "/who": Row("/who [CHANNEL or NAME]", "who is there, or who that is", _who),
    "/list": Row("/list [WORD]", "the channels, or those with the word in their name", _list),
    "/topic": Row("/topic [CHANNEL] [TEXT]", "read or set the topic", _topic),
    "/nick": Row("/nick NAME", "take another name", _nick),
    "/register": Row("/register", "keep your name for you alone, by a password", _register),
    "/login": Row("/login NAME", "be who you are, by your password", _login),
    "/logout": Row("/logout", "be a guest again", _logout),
    "/passwd": Row("/passwd", "have another password for your account", _passwd),
    "/claim": Row("/claim CODE", "own this server, by the code that it printed", _claim),
    "/me": Row("/me TEXT", "say what you do: * alice waves", _me),
    "/msg": Row("/msg NAME TEXT", "say it to one person, or in another channel", _msg),
    "/quit": Row("/quit [REASON]", "go away", _quit),
}
ALL: dict[str, Row] = COMMANDS | {
    word: Row(*row)
    for rows in (talking.ROWS, reading.ROWS, person.ROWS, moderation.ROWS, settings.ROWS)
    for word, row in rows.items()
}
# Words that people bring from IRC.
_ALIASES = {"/part": "/leave", "/names": "/who", "/whois": "/who", "/exit": "/quit"}

HELP: tuple[str, ...] = help_.screen(ALL)


def usage(word: str) -> str:
    """How the command `word` is typed; empty when there is no such command."""
    word = word.lower()
    row = ALL.get(_ALIASES.get(word, word))
    return row.usage if row else ""
