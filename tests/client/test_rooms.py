"""Coming in, going out, and what was said meanwhile."""

import pytest

from tests.client.scripted import ALL, VECHE, Script
from veche.client.events import (
    Acknowledged,
    CaughtUp,
    Joined,
    JoinRefused,
    Left,
    Refused,
    Said,
)

TOKEN = ":s RESUME TOKEN sesame"
BACK = (":s RESUME SUCCESS alice", ":alice!u@h JOIN #a")
ONE, TWO = "@msgid=1 :bob!b@h PRIVMSG #a :one", "@msgid=2 :bob!b@h PRIVMSG #a :two"


def _texts(events: list[object]) -> list[str]:
    return [event.text for event in events if isinstance(event, Said)]


def test_history_comes_before_what_is_live() -> None:
    """And nothing twice: "two" is live and in the page."""
    script = Script().online()
    script.client.join("#a")
    assert script.out() == ["JOIN #a"]
    assert script.feed(":alice!u@h JOIN #a") == [Joined("alice", "#a", own=True)]
    assert script.feed(TWO) == []
    told = script.page("#a", ONE, TWO)
    assert [*_texts([*told])] == ["one", "two"]
    assert told[-1] == CaughtUp("#a")


@pytest.mark.parametrize(
    ("since", "asked"),
    [("x1", "AFTER #a msgid=x1 5"), (None, "LATEST #a * 3")],
)
def test_what_is_asked_for_at_the_first_entry(since: str | None, asked: str) -> None:
    """Everything since, or the last few."""
    script = Script().online()
    script.client.join("#a", since=since, backlog=3)
    script.feed(":alice!u@h JOIN #a")
    assert script.out()[-1] == f"@label=h1 CHATHISTORY {asked}"


def test_without_history_it_is_said_so() -> None:
    """Unless nothing was wanted."""
    script = Script().online("")
    script.client.join("#a")
    script.client.join("#b", backlog=0)
    told = script.feed(":alice!u@h JOIN #a", ":alice!u@h JOIN #b")
    assert [event for event in told if isinstance(event, CaughtUp)] == [
        CaughtUp("#a", complete=False),
        CaughtUp("#b", complete=True),
    ]
    assert not any("CHATHISTORY" in line for line in script.out())


def test_coming_back_fills_the_gap() -> None:
    """After the last message that was told; channels that the server forgot are joined again."""
    script = Script().online(VECHE, TOKEN).joined("#a", ONE).joined("#b")
    script.lose()
    assert script.client.channels["#a"].stale
    script.registered(VECHE, *BACK)
    lines = script.out()
    assert "JOIN #b" in lines
    assert lines[-1].endswith("CHATHISTORY AFTER #a msgid=1 5")
    assert not script.client.channels["#a"].stale


def test_several_channels_in_one_line() -> None:
    """Those with a key by themselves, also after a loss."""
    script = Script().online("")
    for number in range(12):
        script.client.join(f"#{number}", "sesame" if number == 3 else "")
    script.lose()
    script.registered("")
    joins = [line for line in script.out() if line.startswith("JOIN")]
    assert joins == ["JOIN #3 sesame", "JOIN #0,#1,#2,#4,#5,#6,#7,#8,#9,#10", "JOIN #11"]


def test_a_refusal_refuses_what_waits_for_the_channel() -> None:
    """It is out of the channels, and not tried again."""
    script = Script().online("").joined_plain("#a")
    script.lose()
    [ticket] = script.client.say("#a", "hi")
    script.registered("")
    assert script.feed(":s 474 alice #a :Banned") == [
        JoinRefused("#a", "474", "Banned"),
        Refused(ticket, "#a", "hi", "Banned"),
    ]
    assert script.client.channels == {}
    script.lose()
    script.registered("")
    assert "JOIN #a" not in script.out()


def test_a_refusal_that_passes() -> None:
    """Is tried again after a while, and in the end believed."""
    script = Script().online(VECHE)
    script.client.join("#a")
    for _ in range(5):
        assert script.feed(":s FAIL JOIN READ_ONLY :Disk full") == []
        script.out()
        assert "JOIN #a" not in script.out()
        script.wait(15.0)
        assert "JOIN #a" in script.out()
    [refused] = script.feed(":s FAIL JOIN READ_ONLY :Disk full")
    assert refused == JoinRefused("#a", "READ_ONLY", "Disk full")


def test_a_channel_entered_without_being_asked() -> None:
    """The server may do that; then we are in it."""
    script = Script().online(ALL)
    assert script.feed(":alice!u@h JOIN #x") == [Joined("alice", "#x", own=True)]
    assert script.feed(":alice!u@h JOIN #x") == []
    assert list(script.client.channels) == ["#x"]


def test_being_put_out() -> None:
    """What was held is told; it is not entered again by itself."""
    script = Script().online()
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a", ONE)
    told = script.feed(":bob!b@h KICK #a alice :out")
    assert _texts([*told]) == ["one"]
    assert told[-1] == Left("alice", "#a", "out", "bob", own=True, seen_in=("#a",))
    assert script.feed(":bob!b@h KICK #a alice :out", ":alice!u@h QUIT :x") == []
    script.lose()
    script.registered()
    assert "JOIN #a" not in script.out()


def test_parting() -> None:
    """None of ours at once, so that it can be joined again; told when the server says so."""
    script = Script().online().joined("#a", ONE)
    script.client.part("#a", "bye")
    assert script.out() == ["PART #a :bye"]
    assert script.client.channels == {}
    assert script.feed(":alice!u@h PART #a :bye") == [Left("alice", "#a", "bye", "", own=True)]
    script.client.join("#a")
    assert script.out() == ["JOIN #a"]


def test_parting_that_the_server_has_not_heard() -> None:
    """Is told at the loss, and said again when the server puts us back."""
    script = Script().online(VECHE, TOKEN).joined("#a", ONE)
    script.client.part("#a", "bye")
    left = Left("alice", "#a", "bye", "", own=True)
    assert left in script.lose()
    assert left not in script.registered(VECHE, *BACK)
    assert "PART #a :bye" in script.out()
    assert script.feed(":alice!u@h PART #a :bye") == []
    assert script.client.channels == {}


def test_parting_while_away() -> None:
    """Is told from the next tick."""
    script = Script().online(VECHE, TOKEN).joined("#a", ONE)
    script.lose()
    script.client.part("#a")
    assert script.client.deadline() == script.now
    assert script.client.tick() == [Left("alice", "#a", "", "", own=True)]
    script.registered(VECHE, *BACK)
    assert "PART #a :" in script.out()


def test_messages_wait_until_we_are_in() -> None:
    """Those for people, and for channels that are not ours, do not."""
    script = Script().online("")
    script.client.join("#a")
    for where in ("#a", "#x", "bob"):
        script.client.say(where, "hi")
    said = [line for line in script.out() if line.startswith("PRIVMSG")]
    assert said == ["PRIVMSG #x :hi", "PRIVMSG bob :hi"]
    script.feed(":alice!u@h JOIN #a")
    assert "PRIVMSG #a :hi" in script.out()
    assert Acknowledged(1) in script.feed(":s PONG s m1")


def test_a_channel_that_the_server_puts_us_into() -> None:
    """Of it is told what was to be told; nothing is joined twice."""
    script = Script().online()
    script.client.expect("#Team", backlog=3)
    script.feed("@time=2026-01-02T03:04:05.000Z :alice!u@h JOIN #team")
    assert any(
        line.endswith("CHATHISTORY BEFORE #team timestamp=2026-01-02T03:04:05.000Z 3")
        for line in script.out()
    )
    script.client.join("#team", backlog=50)
    assert script.out() == []
