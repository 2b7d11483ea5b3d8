"""What IRC clients do, and how often.

Owns the table of habits; one function each.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.simulation.clients.base import CHANNELS

if TYPE_CHECKING:
    from tests.simulation.clients.irc import IrcClient

NICKS = ("ann", "bob", "cid", "dora", "Алиса", "eve", "Фёдор", "gil", "hal")
MODES = (
    *("+i", "-i", "+m", "-m", "+s", "-s", "-n", "+n", "+k {word}", "-k {word}", "+l 3", "-l"),
    *("+b {nick}!*@*", "-b {nick}!*@*", "+e {nick}", "+I {nick}", "b", "+o {nick}", "-o {nick}"),
    *("+v {nick}", "+mv {nick}", "-v {nick}", "+bbb a!*@* c!*@* d!*@*", "+q x", ""),
)
QUESTIONS = (
    *("NAMES {c}", "WHO {c}", "WHO {n}", "WHOIS {n}", "LIST", "LUSERS", "USERHOST {n}", "BOGUS"),
    *("ISON {n} ann", "MODE {c}", "VERSION", "MOTD", "PRIVMSG", "JOIN 0", "INVITE"),
)
JUNK = (
    *(b"\r\n\r\n", b"\xff\xfe bad\r\n", b"PRIVMSG #a :nul\0here\r\n", b"x" * 9_000 + b"\r\n"),
    *(b"@a=b \r\n", b": \r\n", b"TOPIC #a :a\rQUIT\r\n", b"PRIVMSG ,,, :x\r\n"),
)


def _nick(client: "IrcClient") -> str:
    return str(client.world.scheduler.pick(NICKS))


def _channel(client: "IrcClient") -> str:
    mine = list(client.channels)
    pick = client.world.scheduler.pick
    return str(pick(mine) if mine and client.world.scheduler.chance(0.85) else pick(CHANNELS))


def _ruled(client: "IrcClient") -> str:
    """A channel that may have operators, which the lobby has not."""
    mine = [name for name in client.channels if name != CHANNELS[0]]
    return str(client.world.scheduler.pick(mine or CHANNELS))


def talk(client: "IrcClient") -> None:
    """A message to a channel; careful clients give it a key."""
    _speak(client, _channel(client))


def whisper(client: "IrcClient") -> None:
    """A message to a person."""
    _speak(client, _nick(client))


def _speak(client: "IrcClient", target: str) -> None:
    key = f"k{client.number}.{len(client.messages)}" if client.style.keyed else ""
    verb = "NOTICE" if client.world.scheduler.chance(0.1) else "PRIVMSG"
    client.speak(client.compose(target, key=key), verb)


def talk_wide(client: "IrcClient") -> None:
    """One message to several."""
    targets = dict.fromkeys((_channel(client), _channel(client), _nick(client)))
    client.speak(client.compose(*targets))


def burst(client: "IrcClient") -> None:
    """Many at once, more than may be under way."""
    for _ in range(client.world.scheduler.between(5, 45)):
        _speak(client, _channel(client))


def repeat(client: "IrcClient") -> None:
    """Send again what was acknowledged long ago."""
    mine = client.messages[client.anew :]
    keyed = [sent for sent in mine if sent.key and not sent.forbidden]
    if keyed:
        client.speak(client.world.scheduler.pick(keyed))


def misuse_key(client: "IrcClient") -> None:
    """Another text under the key of a message that was kept."""
    mine = client.messages[client.anew :]
    kept = [sent for sent in mine if sent.key and sent.acked and not sent.forbidden]
    if kept:
        before = client.world.scheduler.pick(kept)
        sent = client.compose(*before.targets, key=before.key, text="other")
        sent.forbidden = True
        client.speak(sent)
        client.owed.remove(sent)


def join(client: "IrcClient") -> None:
    """Enter one or several channels, with a key now and then."""
    pick = client.world.scheduler.pick
    word = pick(("", "", " word"))
    if client.world.scheduler.chance(0.2):
        client.say(f"JOIN {','.join(CHANNELS)}{word}")
    else:
        client.say(f"JOIN {pick(CHANNELS)}{word}")


def part(client: "IrcClient") -> None:
    """Leave."""
    client.say(f"PART {_channel(client)} :enough\x02")


def change_nick(client: "IrcClient") -> None:
    """Another name."""
    client.say(f"NICK {_nick(client)}{client.world.scheduler.pick(('', '', '_'))}")


def change_modes(client: "IrcClient") -> None:
    """Of a channel, or of oneself."""
    if client.world.scheduler.chance(0.1):
        client.say(f"MODE {client.nick} {client.world.scheduler.pick(('+i', '-i', '+x'))}")
        return
    change = client.world.scheduler.pick(MODES).format(nick=_nick(client), word="word")
    client.say(f"MODE {_ruled(client)} {change}".rstrip())


def kick(client: "IrcClient") -> None:
    """Remove somebody."""
    client.say(f"KICK {_ruled(client)} {_nick(client)} :out")


def invite(client: "IrcClient") -> None:
    """Ask somebody in."""
    client.say(f"INVITE {_nick(client)} {_ruled(client)}")


def topic(client: "IrcClient") -> None:
    """Set, clear or read a topic."""
    words = client.world.scheduler.pick(("", " :", " :news \x1f"))
    client.say(f"TOPIC {_ruled(client)}{words}")


def ask(client: "IrcClient") -> None:
    """A question."""
    question = client.world.scheduler.pick(QUESTIONS)
    client.say(question.format(c=_channel(client), n=_nick(client)))


def away(client: "IrcClient") -> None:
    """Away, or back."""
    client.say(client.world.scheduler.pick(("AWAY :lunch", "AWAY")))


def history(client: "IrcClient") -> None:
    """A page of what was said, of channels where one is not as well."""
    if not client.style.has("draft/chathistory"):
        return
    target = client.world.scheduler.pick((*CHANNELS, _nick(client)))
    how = client.world.scheduler.pick(("LATEST {t} * 5", "LATEST {t} * 100", "BEFORE {t} {a} 7"))
    anchor = "timestamp=2030-01-01T00:00:00.000Z"
    client.say(f"CHATHISTORY {how.format(t=target, a=anchor)}")


def tag(client: "IrcClient") -> None:
    """Tags without text, with what would be a line end on the wire."""
    if client.tags:
        client.say(f"TAGMSG {_channel(client)}", "+typing=active;+draft/x=a\\r\\nQUIT")


def nonsense(client: "IrcClient") -> None:
    """What no client should send."""
    client.send(client.world.scheduler.pick(JUNK))


def barrier(client: "IrcClient") -> None:
    """PING."""
    client.ping()


def leave(client: "IrcClient") -> None:
    """Go for good; the next visit is a stranger's."""
    client.say("QUIT :bye")
    client.ready = False
    client.start_anew()


_TABLE: tuple[tuple[Callable[[Any], None], int], ...] = (
    *((talk, 30), (whisper, 7), (talk_wide, 4), (burst, 1), (repeat, 5), (misuse_key, 1)),
    *((join, 14), (part, 4), (change_nick, 3), (change_modes, 14), (kick, 4), (invite, 3)),
    *((topic, 8), (ask, 6), (away, 2), (history, 5), (tag, 2), (nonsense, 1), (barrier, 5)),
    (leave, 1),
)
HABITS = [habit for habit, _ in _TABLE], [weight for _, weight in _TABLE]
