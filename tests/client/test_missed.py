"""Who has written while we were away, and what is told of it."""

from datetime import UTC, datetime

from tests.client.scripted import ALL, SUPPORTED, Script, labels_of
from veche.client.events import CaughtUp, Event, Read, Said
from veche.client.missed import Missed
from veche.client.profile import Profile
from veche.client.reports import TargetsRead
from veche.client.wishes import Wish

_EARLY = datetime(2026, 1, 2, tzinfo=UTC)
_LATE = datetime(2026, 1, 3, tzinfo=UTC)
_CAPS = f"{ALL} draft/read-marker"


def online(capabilities: str = _CAPS) -> Script:
    """Return a client that is logged in."""
    script = Script(Profile("alice", account="alice", certificate="x")).dial()
    caps = f"sasl {capabilities}"
    script.feed(f":s CAP * LS :{caps}", f":s CAP * ACK :{caps}", "AUTHENTICATE +", ":s 903 * :In")
    script.feed(":s 001 alice :Hi", f":s 005 alice {SUPPORTED} :are", ":s PONG s settled")
    script.out()
    return script


def back(script: Script, capabilities: str = _CAPS) -> None:
    """Lose the connection, and come back."""
    script.lose()
    script.dial()
    caps = f"sasl {capabilities}"
    script.feed(f":s CAP * LS :{caps}", f":s CAP * ACK :{caps}", "AUTHENTICATE +", ":s 903 * :In")
    script.feed(":s 001 alice :Hi", f":s 005 alice {SUPPORTED} :are", ":s PONG s settled")


def told(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Said)]


def targets(script: Script, *rows: str) -> list[Event]:
    """Answer the TARGETS that was asked for last; return what that tells."""
    [label] = labels_of(script.out(), "CHATHISTORY TARGETS")
    return script.feed(
        f"@label={label} BATCH +t draft/chathistory-targets",
        *(f"@batch=t CHATHISTORY TARGETS {row}" for row in rows),
        "BATCH -t",
    )


def test_what_nobody_has_read() -> None:
    """By the marker: all after it; without one the last; nothing where all is read."""
    script = online()
    script.client.missed()
    assert targets(
        script, "#a 2026-01-03T00:00:00.000Z", "bob 2026-01-03T00:00:00.000Z",
        "eve 2026-01-03T00:00:00.000Z", "zoe 2026-01-03T00:00:00.000Z", "x",
    ) == []  # fmt: skip
    assert script.out() == ["MARKREAD bob", "MARKREAD eve", "MARKREAD zoe"]
    assert script.feed(":s MARKREAD zoe timestamp=2026-01-03T00:00:00.000Z") == [Read("zoe", _LATE)]
    assert script.out() == []
    script.feed(":s MARKREAD bob timestamp=2026-01-02T00:00:00.000Z")
    [asked] = script.out()
    assert "CHATHISTORY AFTER bob timestamp=2026-01-02T00:00:00.000Z" in asked
    script.feed(":s MARKREAD eve *")
    [asked] = script.out()
    assert "CHATHISTORY LATEST eve *" in asked
    [label] = labels_of([asked], "CHATHISTORY")
    events = script.feed(
        f"@label={label} BATCH +e chathistory eve",
        "@batch=e;msgid=1;time=2026-01-03T00:00:00.000Z :eve!e@h PRIVMSG alice :psst",
        "BATCH -e",
    )
    assert told(events) == ["psst"]
    assert events[-1] == CaughtUp("eve")


def test_who_wrote_while_the_connection_was_lost() -> None:
    """Is asked from the last moment that was heard of; people known and new alike, each once."""
    script = online()
    script.feed("@time=2026-01-02T00:00:00.000Z;msgid=1 :bob!b@h PRIVMSG alice :before")
    back(script)
    lines = script.out()
    [asked] = [line for line in lines if "TARGETS" in line]
    assert "TARGETS timestamp=2026-01-02T00:00:00.000Z timestamp=2999" in asked
    assert any("CHATHISTORY AFTER bob msgid=1" in line for line in lines)
    [label] = labels_of([asked], "CHATHISTORY")
    script.feed(
        f"@label={label} BATCH +t draft/chathistory-targets",
        "@batch=t CHATHISTORY TARGETS bob 2026-01-03T00:00:00.000Z",
        "@batch=t CHATHISTORY TARGETS eve 2026-01-03T00:00:00.000Z",
        "BATCH -t",
    )
    assert told(script.page("eve", "@msgid=2 :eve!e@h PRIVMSG alice :meanwhile")) == ["meanwhile"]


def test_a_server_that_cannot_say() -> None:
    """Is asked once, and that is all; without history it is not asked."""
    script = online()
    script.client.missed()
    [label] = labels_of(script.out(), "TARGETS")
    assert script.feed(f"@label={label} :s FAIL CHATHISTORY INVALID_PARAMS TARGETS :What?") == []
    assert script.out() == []
    script = online("batch")
    script.client.missed()
    assert script.out() == []


def test_a_conversation_that_is_opened_by_hand() -> None:
    """Shows what was last said there; it is asked for once, and again after a loss on the way."""
    script = Script().online()
    script.client.converse("bob", backlog=7)
    [asked] = script.out()
    assert "CHATHISTORY LATEST bob * 5" in asked
    script.feed("@msgid=3 :bob!b@h PRIVMSG alice :live")
    script.lose()
    script.registered()
    events = script.page(
        "bob", "@msgid=1 :bob!b@h PRIVMSG alice :old", "@msgid=3 :bob!b@h PRIVMSG alice :live"
    )
    assert told(events) == ["old", "live"]
    script.client.converse("bob", backlog=7)
    assert script.out() == []


def test_what_we_have_read_is_told_to_the_server() -> None:
    """Where it can be told; after a loss again, until the server has said so."""
    script = online()
    assert script.client.read("bob", _EARLY)
    assert not script.client.read("bob", _EARLY)
    assert script.out() == ["MARKREAD bob timestamp=2026-01-02T00:00:00.000Z"]
    back(script)
    assert "MARKREAD bob timestamp=2026-01-02T00:00:00.000Z" in script.out()
    script.feed(":s MARKREAD bob timestamp=2026-01-02T00:00:00.000Z")
    back(script)
    assert not any("MARKREAD" in line for line in script.out())
    plain = online(ALL)
    plain.client.read("bob", _EARLY)
    assert plain.out() == []


def _entered(marker: str, *, unread: bool = True) -> list[str]:
    """Enter a channel of twelve messages with a backlog of 3; return what is told of it."""
    script = Script(Profile("alice", unread=unread)).online(_CAPS)
    script.client.join("#a", backlog=3)
    script.feed("@time=2026-01-02T01:00:00.000Z :alice!u@h JOIN #a", f":s MARKREAD #a {marker}")
    events: list[Event] = []
    end = 12
    while lines := [line for line in script.out() if "BEFORE" in line]:
        begin = max(0, end - int(lines[-1].rpartition(" ")[2]))
        label = labels_of(lines, "BEFORE")[-1]
        events += script.feed(
            f"@label={label} BATCH +h chathistory #a",
            *(f"@batch=h;msgid=m{n};time=2026-01-02T00:00:{n:02}.000Z :bob!b@h PRIVMSG #a :{n}"
              for n in range(begin, end)),
            "BATCH -h",
        )  # fmt: skip
        end = begin
    assert events[-1] == CaughtUp("#a")
    return told(events)


def test_all_that_no_device_has_read_is_told_of_a_channel() -> None:
    """However much; never less than the backlog, which is all where nothing is known."""
    numbers = [str(number) for number in range(12)]
    assert _entered("timestamp=2026-01-02T00:00:01.000Z") == numbers[2:]
    assert _entered("timestamp=2026-01-02T00:00:10.000Z") == numbers[9:]
    assert _entered("timestamp=2025-01-02T00:00:00.000Z") == numbers
    assert _entered("*") == numbers[9:]
    assert _entered("timestamp=2026-01-02T00:00:01.000Z", unread=False) == numbers[9:]


def test_a_guest_has_no_other_device() -> None:
    """Nothing is asked, and nobody is told."""
    script = Script().online(_CAPS)
    script.client.missed()
    assert not script.client.read("bob", _EARLY)
    assert script.out() == []


def test_a_list_without_end_is_cut() -> None:
    """Those who wrote last are caught up with."""
    missed = Missed()
    rows = tuple((f"n{number}", _LATE) for number in range(500))
    missed.want(_EARLY)
    wishes, unmarked = missed.read(TargetsRead(rows), ["n499"])
    assert (len(wishes), wishes[-1], unmarked) == (100, Wish("n498", since=_EARLY, backlog=0), [])
