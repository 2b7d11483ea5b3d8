"""What a report does to what outlives the connection."""

import pytest

from tests.client.scripted import ALL, VECHE, Script
from veche.client.delivery import MAX_IN_FLIGHT
from veche.client.events import (
    Acknowledged,
    AwayChanged,
    CaughtUp,
    ChannelList,
    Disconnected,
    Ended,
    How,
    Kind,
    Members,
    NickRefused,
    Problem,
    Refused,
    Registered,
    Renamed,
    Said,
)
from veche.client.hearing import MAY_HAVE_BEEN_SENT
from veche.client.profile import Profile

TOKEN = ":s RESUME TOKEN sesame"
BACK = ":s RESUME SUCCESS alice"
ONE = "@msgid=1 :bob!b@h PRIVMSG #a :one"


def test_an_echo_is_told_and_acknowledges() -> None:
    """With its msgid."""
    script = Script().online()
    [ticket] = script.client.say("bob", "hi")
    said, acknowledged = script.feed("@label=m1;msgid=x :alice!u@h PRIVMSG bob :hi")
    assert isinstance(said, Said)
    assert (said.own, said.msgid) == (True, "x")
    assert acknowledged == Acknowledged(ticket, "x")


def test_without_an_echo_it_is_told_from_memory() -> None:
    """And history does not tell it again."""
    script = Script().online(ALL.replace("echo-message ", "")).joined("#a")
    script.client.say("#a", "waves", Kind.ACTION)
    said = Said("alice", "#a", "waves", Kind.ACTION, own=True)
    assert script.feed("@label=m1 :s ACK") == [said, Acknowledged(1)]
    script.lose()
    script.registered(ALL.replace("echo-message ", ""))
    script.feed(":alice!u@h JOIN #a")
    told = script.page("#a", "@msgid=7 :alice!u@h PRIVMSG #a :\1ACTION waves\1")
    assert told == [CaughtUp("#a")]


def test_no_more_than_the_limit_is_in_flight() -> None:
    """The next goes when one is answered."""
    script = Script().online()
    for number in range(MAX_IN_FLIGHT + 1):
        script.client.say("bob", str(number))
    assert len(script.out()) == MAX_IN_FLIGHT
    script.feed("@label=m1 :s ACK")
    assert script.out() == [f"@label=m{MAX_IN_FLIGHT + 1} PRIVMSG bob :{MAX_IN_FLIGHT}"]


def test_a_refusal_that_passes_is_tried_again() -> None:
    """With the same key, after a pause; nothing overtakes it; in the end it is refused."""
    script = Script().online(VECHE, TOKEN)
    script.client.say("bob", "one")
    [line] = script.out()
    script.client.say("bob", "two")
    script.out()
    assert script.feed("@label=m1 :s FAIL PRIVMSG READ_ONLY :Full") == []
    assert script.feed("@label=m2 :s FAIL PRIVMSG READ_ONLY :Full") == []
    assert script.out() == []
    script.wait(1.0)
    assert script.out()[0] == line
    for _ in range(4):
        assert script.feed("@label=m1 :s FAIL PRIVMSG READ_ONLY :Full") == []
        script.wait(15.0)
    assert script.feed("@label=m1 :s FAIL PRIVMSG READ_ONLY :Full") == [
        Refused(1, "bob", "one", "Full")
    ]


def test_what_was_in_flight_goes_again_with_its_key() -> None:
    """As the same user; the echo of the first time acknowledges it."""
    script = Script().online(VECHE, TOKEN)
    script.client.say("bob", "hi")
    [line] = script.out()
    assert [type(event) for event in script.lose()] == [Disconnected]
    assert script.registered(VECHE, BACK)[0] == Registered("alice", again=True, resumed=True)
    assert line in script.out()
    told = script.feed("@label=m1;msgid=x :alice!u@h PRIVMSG bob :hi")
    assert told[-1] == Acknowledged(1, "x")


@pytest.mark.parametrize(
    ("capabilities", "after"),
    [(VECHE, ":s NOTICE alice :new"), (VECHE.replace(" veche/key", ""), BACK), ("", BACK)],
)
def test_what_was_in_flight_may_have_been_sent(capabilities: str, after: str) -> None:
    """As somebody else, or without keys; what was not sent is sent then."""
    script = Script().online(capabilities, TOKEN)
    for number in range(MAX_IN_FLIGHT + 1):
        script.client.say("bob", str(number))
    told = script.lose() + script.registered(capabilities, after)
    refused = [event for event in told if isinstance(event, Refused)]
    assert [event.ticket for event in refused] == list(range(1, MAX_IN_FLIGHT + 1))
    assert {event.reason for event in refused} == {MAY_HAVE_BEEN_SENT}
    assert script.client.unfinished == 1


def test_nothing_is_sent_before_the_secret_is_here() -> None:
    """It could not be sent again."""
    script = Script().dial()
    script.client.say("bob", "hi")
    script.feed(f":s CAP * LS :{VECHE}", f":s CAP * ACK :{VECHE}", ":s 001 alice :Hi")
    assert not any("PRIVMSG" in line for line in script.out())
    script.feed(TOKEN, ":s PONG s settled")
    assert any("PRIVMSG" in line for line in script.out())


def test_a_taken_nick_on_the_return() -> None:
    """Others are tried; the wanted one is tried first at the next return."""
    script = Script().online("")
    script.lose()
    script.dial()
    for spare in ("alice_", "alice__"):
        script.out()
        assert script.feed(":s 433 * x :In use") == []
        assert script.out() == [f"NICK {spare}"]
    assert script.feed(":s 001 alice__ :Hi") == [Registered("alice__", again=True)]
    assert script.client.nick == "alice__"
    script.lose()
    assert "NICK alice" in script.dial().out()
    for _ in range(6):
        events = script.feed(":s 433 * x :In use")
    assert [type(event) for event in events] == [Disconnected]


def test_a_taken_nick_at_first() -> None:
    """Is for the user to decide; so is one that they wish for later."""
    script = Script().dial()
    assert script.feed(":s 433 * alice :In use") == [NickRefused("alice", True, "In use")]
    script.client.take_nick("al")
    assert script.feed(":s 001 al :Hi") == [Registered("al")]
    script.client.take_nick("bob")
    assert script.feed(":s 433 al bob :In use") == [NickRefused("bob", True, "In use")]
    assert script.client.nick == "al"


def test_a_nick_chosen_while_away() -> None:
    """Is asked for when a resumed user has another."""
    script = Script().online(VECHE, TOKEN)
    script.lose()
    script.client.take_nick("al")
    assert script.client.nick == "al"
    script.registered(VECHE, BACK)
    assert script.out()[-1] == "NICK al"
    assert script.feed(":alice!u@h NICK al") == [Renamed("alice", "al", own=True)]
    assert script.client.nick == "al"


def test_what_is_asked_while_away_is_asked_later() -> None:
    """Lines, lists and absence; what was not answered before a loss as well."""
    script = Script()
    client = script.client
    client.set_topic("#a", "tea time")
    client.away("lunch")
    client.names("#a")
    client.list_channels()
    script.registered("")
    lines = script.out()
    for line in ("TOPIC #a :tea time", "AWAY :lunch", "NAMES #a", "LIST"):
        assert line in lines
    script.lose()
    script.registered("")
    lines = script.out()
    assert "TOPIC #a :tea time" not in lines
    assert {"AWAY :lunch", "NAMES #a", "LIST"} <= set(lines)
    assert script.feed(":s 366 alice #a :", ":s 323 alice :") == [
        Members("#a", ()),
        ChannelList(()),
    ]
    script.lose()
    script.registered("")
    assert not {"NAMES #a", "LIST"} & set(script.out())


def test_lists_that_do_not_come_are_given_up() -> None:
    """And are not asked for again."""
    script = Script().online("")
    script.client.names("#a")
    script.client.list_channels()
    script.feed(":s PONG s alive")
    assert script.wait(30.0) == [Problem("NAMES", "no answer within 30 s")]
    script.feed(":s PONG s alive")
    assert script.wait(30.0) == [Problem("LIST", "no answer within 60 s")]
    script.lose()
    script.registered("")
    assert not {"NAMES #a", "LIST"} & set(script.out())


def test_people_spoken_with_are_caught_up_with() -> None:
    """By the nick that they have; what they say meanwhile waits."""
    script = Script().online(VECHE, TOKEN)
    script.feed("@msgid=1 :bob!b@h PRIVMSG alice :one", ":bob!b@h NICK rob")
    script.lose()
    script.registered(VECHE, BACK, "@msgid=3 :rob!b@h PRIVMSG alice :three")
    told = script.page("rob", "@msgid=2 :bob!b@h PRIVMSG alice :two")
    assert [event.text for event in told if isinstance(event, Said)] == ["two", "three"]
    assert told[-1] == CaughtUp("rob")


def test_people_spoken_with_without_history() -> None:
    """What was missed cannot be had, and that is said."""
    script = Script().online(VECHE, TOKEN)
    script.feed("@msgid=1 :bob!b@h PRIVMSG alice :one")
    script.lose()
    assert script.registered("")[-1] == CaughtUp("bob", complete=False)


def test_members_are_true() -> None:
    """NAMES, MODE and away-notify find their channel."""
    script = Script().online().joined("#a")
    script.feed(":s 353 alice = #a :@bob alice", ":s 366 alice #a :")
    script.feed(":bob!b@h MODE #a +v alice")
    assert script.feed(":bob!b@h AWAY :lunch") == [AwayChanged("bob", "lunch", ("#a",))]
    members = script.client.channels["#a"].members
    assert (members["alice"].ranks, members["bob"].away) == ("+", True)


def test_the_end_refuses_what_is_unfinished() -> None:
    """And tells what was held."""
    script = Script(Profile("alice", reconnect=False)).online().joined("#a")
    script.client.join("#b")
    script.feed(":alice!u@h JOIN #b", ONE.replace("#a", "#b"))
    script.client.say("bob", "sent")
    script.client.join("#c")
    script.client.say("#c", "waiting")
    sent, said, waiting, ended = script.lose()
    assert isinstance(said, Said)
    assert sent == Refused(1, "bob", "sent", MAY_HAVE_BEEN_SENT)
    assert waiting == Refused(2, "#c", "waiting", "it was not sent")
    assert isinstance(ended, Ended)
    assert ended.how is How.LOST
