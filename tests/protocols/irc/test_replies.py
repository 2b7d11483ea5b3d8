"""Replies about the server and oneself. https://modern.ircdocs.horse/#numerics"""

import typing

import msgspec
import pytest

from tests.protocols.irc.peer import COUNTS, INFO
from veche.core import replies as core
from veche.protocols.irc.encoding import IrcEncodings
from veche.protocols.irc.numerics import Client
from veche.protocols.irc.replies import Asked, Scene, counts, lines

CLIENT = Client(":irc.test", "al")


def told(reply: core.Reply, command: str = "") -> list[str]:
    """The lines of a reply to al."""
    asked = Asked(command, (), "1")
    return list(lines(Scene(CLIENT, INFO, IrcEncodings(INFO)(0), asked), reply))


def test_lusers() -> None:
    """Invisible users are not counted among the visible; 252 to 254 tell positive numbers."""
    assert told(COUNTS) == [
        ":irc.test 251 al :There are 2 users and 1 invisible on 1 servers",
        ":irc.test 252 al 1 :operator(s) online",
        ":irc.test 254 al 2 :channels formed",
        ":irc.test 255 al :I have 3 clients and 0 servers",
        ":irc.test 265 al 3 5 :Current local users 3, max 5",
        ":irc.test 266 al 3 5 :Current global users 3, max 5",
    ]
    numbers = [line.split(" ")[1] for line in told(core.Counts(1, 0, 0, 1))]
    assert numbers == ["251", "255", "265", "266"]


@pytest.mark.parametrize(("connections", "unknown"), [(5, 2), (3, 0), (2, 0)])
def test_connections_without_a_user(connections: int, unknown: int) -> None:
    """253; the two counts are of different moments."""
    info = msgspec.structs.replace(INFO, connections=lambda: connections)
    found = [x for x in counts(CLIENT, info, core.Counts(3, 0, 0, 3, sessions=3)) if " 253 " in x]
    expected = f":irc.test 253 al {unknown} :unknown connection(s)"
    assert found == ([expected] if unknown else [])


def test_user_modes() -> None:
    """221."""
    assert told(core.UserModes("i")) == [":irc.test 221 al +i"]


def test_away_notice() -> None:
    """301 to who wrote; never to who sent a NOTICE."""
    notice = core.AwayNotice("bob", "at lunch")
    assert told(notice, "PRIVMSG") == [":irc.test 301 al bob :at lunch"]
    assert told(notice, "NOTICE") == []


def test_users() -> None:
    """302 or 303, by what was asked."""
    assert told(core.Users(()), "USERHOST") == [":irc.test 302 al :"]
    assert told(core.Users(()), "ISON") == [":irc.test 303 al :"]


def test_left() -> None:
    """https://modern.ircdocs.horse/#quit-message"""
    assert told(core.Left("x")) == ["ERROR :Closing link: (Quit: x)"]
    assert told(core.Left("")) == ["ERROR :Closing link: (Quit)"]


def test_nothing_of_what_is_the_workers() -> None:
    """A payload of somebody else, and a grant, are no lines."""
    assert told(core.Echoed(None)) == []


def test_every_reply_has_a_writer() -> None:
    """Welcome is written by registration; Work and what operators' shells or another door ask never
    come here."""
    elsewhere = {core.Welcome, core.Work, core.Accounts, core.Unread}
    known = set(typing.get_args(core.Reply)) - elsewhere
    from veche.protocols.irc import replies

    assert set(replies._TABLE) == known
