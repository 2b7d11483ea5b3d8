"""A small server in memory, for one client under test and people who are only names.

It keeps what Veche keeps (docs/protocol): a log with msgids and numbers, keys per user, resume
secrets, history in pages. Bytes in, bytes out; whoever joins it to a client may lose them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from veche.client.message import Message, parse

EVERYTHING = (
    "message-tags server-time echo-message batch labeled-response draft/chathistory "
    "standard-replies veche/resume veche/key"
)


@dataclass
class Entry:
    """One message of the log."""

    msgid: str
    seq: int
    who: str
    text: str
    where: str
    at_ms: int

    def line(self, tags: str = "") -> str:
        """Return it as it is told."""
        head = f"@{tags}msgid={self.msgid};time={_stamp(self.at_ms)};veche/seq={self.seq}"
        return f"{head} :{self.who}!u@h PRIVMSG {self.where} :{self.text}"


@dataclass
class User:
    """The user of the client under test."""

    nick: str
    secret: str = ""
    channels: dict[str, None] = field(default_factory=dict)
    keys: dict[str, tuple[str, str, Entry]] = field(default_factory=dict)


@dataclass
class Session:
    """One connection: what was received and not understood, and what is to be sent."""

    rest: bytes = b""
    out: bytes = b""
    user: User | None = None
    nick: str = ""
    wanted: str = ""
    named: bool = False
    holding: bool = False
    secret: str = ""
    caps: tuple[str, ...] = ()
    open: bool = True


class ModelServer:
    """Call `connect`, then `receive` and `take`; `speak` for others; faults by its attributes."""

    def __init__(self, capabilities: str = EVERYTHING, page: int = 5) -> None:
        self.capabilities = capabilities
        self.page = page
        self.logs: dict[str, list[Entry]] = {}
        self.users: dict[str, User] = {}
        self.now_ms = 1_800_000_000_000
        self.read_only = False
        self.history_fails = False
        self._session: Session | None = None
        self._count = 0
        self._handlers: dict[str, Callable[[Session, Message], list[str]]] = {
            "CAP": self._cap,
            "NICK": self._nick,
            "USER": self._user,
            "RESUME": self._resume,
            "PING": lambda _, m: [f":s PONG s :{m.param(-1)}"],
            "JOIN": self._join,
            "PART": self._part,
            "PRIVMSG": self._privmsg,
            "CHATHISTORY": self._chathistory,
            "QUIT": self._quit,
        }

    def connect(self) -> Session:
        """Accept a connection; a former one is gone."""
        self.drop()
        self._session = Session()
        return self._session

    def drop(self) -> None:
        """End the connection; one who can resume stays a user."""
        session, self._session = self._session, None
        if session is not None:
            session.open = False
            if session.user is not None and "veche/resume" not in session.caps:
                self.users.pop(session.user.nick, None)

    def forget_users(self) -> None:
        """Let all secrets expire."""
        self.drop()
        self.users.clear()

    def receive(self, session: Session, data: bytes) -> None:
        """Take bytes of the client."""
        *lines, session.rest = (session.rest + data).split(b"\r\n")
        for line in lines:
            message = parse(line.decode())
            if message is not None and session.open:
                self._handle(session, message)

    def speak(self, who: str, where: str, text: str) -> None:
        """Somebody else says something."""
        entry = self._store(who, where, text)
        session = self._session
        if session is not None and session.user is not None and where in session.user.channels:
            _tell(session, [entry.line()])

    def _store(self, who: str, where: str, text: str) -> Entry:
        log = self.logs.setdefault(where, [])
        self._count += 1
        # Several in one millisecond.
        entry = Entry(f"id{self._count}", len(log) + 1, who, text, where, self.now_ms)
        log.append(entry)
        return entry

    def _handle(self, session: Session, message: Message) -> None:
        handler = self._handlers.get(message.command)
        lines = [] if handler is None else handler(session, message)
        label = message.tags.get("label", "")
        if "labeled-response" not in session.caps or not label:
            _tell(session, lines)
        elif not lines:
            _tell(session, [f"@label={label} :s ACK"])
        else:
            first = lines[0].removeprefix("@")
            space = ";" if lines[0].startswith("@") else " "
            _tell(session, [f"@label={label}{space}{first}", *lines[1:]])

    def _cap(self, session: Session, message: Message) -> list[str]:
        match message.params:
            case ("LS", *_):
                session.holding = True
                return [f":s CAP * LS :{self.capabilities}"]
            case ("REQ", words):
                session.caps = tuple(words.split())
                return [f":s CAP * ACK :{words}"]
            case _:
                session.holding = False
                return self._register(session)

    def _nick(self, session: Session, message: Message) -> list[str]:
        session.wanted = message.param(0)
        return self._register(session) if session.user is None else []

    def _user(self, session: Session, _message: Message) -> list[str]:
        session.named = True
        return self._register(session)

    def _resume(self, session: Session, message: Message) -> list[str]:
        session.secret = message.param(0)
        return []

    def _register(self, session: Session) -> list[str]:
        if not (session.wanted and session.named) or session.holding or session.user is not None:
            return []
        lines = []
        known = [user for user in self.users.values() if user.secret == session.secret]
        if session.secret and not known:
            lines = [":s FAIL RESUME INVALID_TOKEN :Unknown"]
        if session.secret and known:
            user = known[0]
            words = f":s RESUME SUCCESS {user.nick}"
        elif session.wanted in self.users:
            nick, session.wanted = session.wanted, ""
            return [f":s 433 * {nick} :Taken"]
        else:
            self._count += 1
            user = User(session.wanted, f"secret{self._count}")
            self.users[user.nick] = user
            words = f":s RESUME TOKEN {user.secret}"
        session.user = user
        nick = user.nick
        lines += [f":s 001 {nick} :Hi", f":s 005 {nick} CHATHISTORY={self.page} :are"]
        if "veche/resume" in session.caps:
            lines.append(words)
        return lines + [line for where in user.channels for line in self._view(nick, where)]

    def _view(self, nick: str, where: str) -> list[str]:
        """Return what follows a JOIN; it says how much the log held then, for the test to see."""
        size = len(self.logs.setdefault(where, []))
        return [
            f"@size={size};time={_stamp(self.now_ms)} :{nick}!u@h JOIN {where}",
            f":s 353 {nick} = {where} :bob {nick}",
            f":s 366 {nick} {where} :End",
        ]

    def _join(self, session: Session, message: Message) -> list[str]:
        user = session.user
        assert user is not None
        lines: list[str] = []
        for where in message.param(0).split(","):
            if self.read_only:
                lines.append(":s FAIL JOIN READ_ONLY :Later")
            elif where not in user.channels:
                user.channels[where] = None
                lines += self._view(user.nick, where)
        return lines

    def _part(self, session: Session, message: Message) -> list[str]:
        assert session.user is not None
        where = message.param(0)
        if where not in session.user.channels:
            return [f":s 442 {session.user.nick} {where} :Not there"]
        del session.user.channels[where]
        return [f":{session.user.nick}!u@h PART {where}"]

    def _privmsg(self, session: Session, message: Message) -> list[str]:
        user, (where, text) = session.user, message.params
        assert user is not None
        key = message.tags.get("veche/key", "")
        if key and key in user.keys:
            before_where, before_text, entry = user.keys[key]
            if (before_where, before_text) != (where, text):
                return [":s FAIL PRIVMSG KEY_REUSED :Another"]
            return [entry.line()]
        if self.read_only:
            return [":s FAIL PRIVMSG READ_ONLY :Later"]
        if where.startswith("#") and where not in user.channels:
            return [f":s 404 {user.nick} {where} :Cannot send"]
        entry = self._store(user.nick, where, text)
        if key:
            user.keys[key] = (where, text, entry)
        return [entry.line()] if "echo-message" in session.caps else []

    def _chathistory(self, _session: Session, message: Message) -> list[str]:
        word, where, selector, limit = message.params
        if self.history_fails:
            return [f":s FAIL CHATHISTORY MESSAGE_ERROR {word} {where} :Later"]
        log = self.logs.get(where, [])
        count = min(int(limit), self.page)
        msgid = selector.removeprefix("msgid=")
        at = next((entry.seq for entry in log if entry.msgid == msgid), None)
        stamp = selector.removeprefix("timestamp=")
        if word == "LATEST":
            found = log[-count:]
        elif stamp != selector and word == "AFTER":
            found = _whole([entry for entry in log if _stamp(entry.at_ms) > stamp], count)
        elif stamp != selector:
            earlier = [entry for entry in log if _stamp(entry.at_ms) < stamp]
            found = _whole(earlier[::-1], count)[::-1]
        elif at is None:
            found = []
        else:
            found = log[at : at + count] if word == "AFTER" else log[: at - 1][-count:]
        lines = [entry.line("batch=h;") for entry in found]
        return [f":s BATCH +h chathistory {where}", *lines, ":s BATCH -h"]

    def _quit(self, session: Session, _message: Message) -> list[str]:
        if session.user is not None:
            self.users.pop(session.user.nick, None)
        session.open = False
        return ["ERROR :Bye"]


def _stamp(at_ms: int) -> str:
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _whole(entries: list[Entry], count: int) -> list[Entry]:
    """Return the first `count`, and those of the last one's millisecond."""
    last = entries[:count][-1].at_ms if entries else 0
    return entries[:count] + [entry for entry in entries[count:] if entry.at_ms == last]


def _tell(session: Session, lines: list[str]) -> None:
    tagged = "message-tags" in session.caps
    for line in lines:
        text = line if tagged or not line.startswith("@") else line.partition(" ")[2]
        session.out += f"{text}\r\n".encode()
