"""What becomes known of others without a word of theirs: who is away, what was taken back."""

import pytest

from tests.client.scripted import ALL, SUPPORTED, Script
from veche.client.events import AwayChanged, CaughtUp, Redacted, Said

_CAPS = f"{ALL} away-notify"


def entered(capabilities: str = _CAPS, supported: str = f"{SUPPORTED} WHOX") -> Script:
    """Return a client that has just entered #a, where bob is."""
    script = Script().online(capabilities, f":s 005 alice {supported} :are")
    script.client.join("#a", backlog=0)
    script.feed(":alice!u@h JOIN #a", ":s 353 alice = #a :@bob eve alice", ":s 366 alice #a :End")
    return script


def away(script: Script) -> list[str]:
    """Return who is known to be away."""
    return [each.nick for each in script.client.channels["#a"].members.values() if each.away]


def test_who_is_away_is_asked_at_the_entry() -> None:
    """Once; what changes later is told. Names alone are asked for, where the server can."""
    script = entered()
    assert "WHO #a %nf" in script.out()
    events = script.feed(
        ":s 354 alice bob G@", ":s 354 alice eve H", ":s 354 alice alice G", ":s 315 alice #a :End"
    )
    assert events == [AwayChanged("bob", "", seen_in=("#a",))]
    assert away(script) == ["bob"]
    script.feed(":bob!b@h AWAY", ":s 366 alice #a :End")
    assert (away(script), script.out()) == ([], [])


def test_a_server_without_fields() -> None:
    """Modern IRC, RPL_WHOREPLY."""
    script = entered(supported=SUPPORTED)
    assert "WHO #a" in script.out()
    script.feed(":s 352 alice #a b h s bob G@ :0 Bob", ":s 352 alice #a e h s eve H :0 Eve")
    assert away(script) == ["bob"]


@pytest.mark.parametrize(
    "line", ["354 alice", "354 a b G c", "354", "352 alice", "354 alice bob :"]
)
def test_answers_that_make_no_sense(line: str) -> None:
    """Change nothing."""
    script = entered()
    assert script.feed(f":s {line}") == []
    assert away(script) == []


def test_where_it_is_not_asked() -> None:
    """Without away-notify it would soon be wrong; in a crowd it is a long answer."""
    assert not any("WHO" in line for line in entered(ALL).out())
    script = Script().online(_CAPS)
    script.client.join("#a", backlog=0)
    crowd = " ".join(f"n{number}" for number in range(201))
    script.feed(":alice!u@h JOIN #a", f":s 353 alice = #a :{crowd}", ":s 366 alice #a :End")
    assert not any("WHO" in line for line in script.out())


def test_what_was_taken_back_is_not_told() -> None:
    """While the history is on its way, what is held goes; what was told is named."""
    script = Script().online(ALL)
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a")
    for number in (1, 2):
        script.feed(f"@msgid={number} :bob!b@h PRIVMSG #a :text {number}")
    assert script.feed(":eve!e@h REDACT #A 1 :rude") == []
    events = script.page("#a", "@msgid=0 :bob!b@h PRIVMSG #a :old")
    assert [event.text for event in events if isinstance(event, Said)] == ["old", "text 2"]
    assert events[-2:] == [Redacted("eve", "#A", "1", "rude"), CaughtUp("#a")]
    assert script.client._parts.timeline._held == 0
