"""The way in: what waits for what, and what a refusal leaves. (test_registration has the rest.)"""

import pytest

from tests.protocols.irc.peer import ALICE, COUNTS, Wire
from veche.core.commands import Register
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import ChannelView, LoggedInAs, Member, Welcome
from veche.protocols.base import ProtocolError

HELLO = ["NICK alice", "USER al 0 * :Al"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (Code.NICK_TAKEN, "Nickname is already in use"),
        (Code.NICK_RESERVED, "Nickname is reserved: it is the name of an account"),
    ],
)
def test_another_nick_may_be_tried(code: Code, why: str) -> None:
    """433 for a nick that is somebody's, whether or not they are here."""
    wire = Wire()
    (asked,) = wire.send(*HELLO)
    told = wire.answer(asked, Rejection(code, "alice"), Done(reply=COUNTS))
    assert told == [f":irc.test 433 * alice :{why}"]
    command = wire.ask("NICK bob").commands[0]
    assert isinstance(command, Register)
    assert command.nick == "bob"


def test_an_account_that_is_gone_ends_it() -> None:
    """Disabled between the login and the registration."""
    wire = Wire()
    (asked,) = wire.send(*HELLO)
    told = wire.answer(asked, Rejection(Code.LOGIN_FAILED), Done(reply=COUNTS))
    assert told[-1] == "ERROR :Closing link: (You cannot be let in just now)"
    assert wire.connection.closing


def test_a_second_device_is_told_where_it_is() -> None:
    """JOIN and NAMES of each channel, extended for who asked for that; no resume secret."""
    wire = Wire()
    wire.send("CAP REQ :extended-join veche/resume", *HELLO)
    (asked,) = wire.send("CAP END")
    wire.output()
    who = type(ALICE)("alice", "al", "127.0.0.1", "Alice")
    view = ChannelView(1, "#a", False, None, (Member(who, "o"),), 0)
    reply = Welcome(1, who, channels=(view,), realname="Al Smith", attached=True)
    told = wire.answer(asked, Done(reply=reply), Done(reply=COUNTS))
    assert ":alice!al@127.0.0.1 JOIN #a Alice :Al Smith" in told
    assert not any("RESUME" in line for line in told)


def test_held_lines_are_bounded() -> None:
    """While the core is asked, so much is kept and no more."""
    wire = Wire()
    wire.send("NICK alice", "REGISTER * * sesame")
    with pytest.raises(ProtocolError, match="flood"):
        wire.send(*["PING x"] * 2_000)


def test_going_over_after_registration() -> None:
    """A guest that logs in where its account is: its channels change, and its nick."""
    wire = Wire()
    wire.register("sasl")
    wire.local("AUTHENTICATE PLAIN")
    asked = wire.ask("AUTHENTICATE AGEAYg==")
    who = type(ALICE)("Anna", "an", "host", "Anna")
    view = ChannelView(2, "#b", False, None, (Member(who, ""),), 0)
    reply = LoggedInAs(7, "Anna", who, moved=True, left=("#a",), channels=(view,))
    assert wire.answer(asked, Done(reply=reply)) == [
        ":irc.test 900 alice Anna!an@host Anna :You are now logged in as Anna",
        ":irc.test 903 alice :SASL authentication successful",
        ":alice PART #a",
        ":alice NICK Anna",
        ":Anna!an@host JOIN #b",
        ":irc.test 353 Anna = #b :Anna",
        ":irc.test 366 Anna #b :End of /NAMES list",
    ]
    assert wire.local("PING x") == [":irc.test PONG irc.test :x"]
