"""Another text for a message: the open proposal message-edit."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.client.scripted import ALL, Script
from veche.client.client import Client
from veche.client.edits import edited, folded, folded_page
from veche.client.events import CaughtUp, Event, Kind, Problem, Redacted, Said

_CAPS = f"{ALL} draft/message-edit"


def _said(text: str, msgid: str = "", edits: str = "", who: str = "bob", **more: object) -> Said:
    return Said(who, "#a", text, Kind.TEXT, False, None, msgid, edits=edits, **more)  # type: ignore[arg-type]


def _edit(number: int, of: str, text: str, source: str = "bob!b@h") -> str:
    tags = f"msgid={number};draft/target-msgid={of};draft/edit-text={text}"
    return f"@{tags} :{source} EDIT #a"


def test_an_edit_is_told_with_what_it_edits() -> None:
    """Live and of the past, each once; a tag may hold what a line cannot."""
    script = Script().online(_CAPS).joined("#a", "@msgid=1 :bob!b@h PRIVMSG #a :one")
    assert script.feed(_edit(2, "1", "two\\nand\\sthree")) == [_said("two\nand three", "2", "1")]
    assert script.feed(_edit(2, "1", "two")) == []
    past = Script().online(_CAPS)
    past.client.join("#a")
    past.feed(":alice!u@h JOIN #a")
    events = past.page("#a", "@msgid=1 :bob!b@h PRIVMSG #a :one", _edit(2, "1", "two"))
    assert events == [
        _said("one", "1", past=True), _said("two", "2", "1", past=True), CaughtUp("#a"),
    ]  # fmt: skip


def test_an_edit_says_which() -> None:
    """Or it is none."""
    script = Script().online(_CAPS).joined("#a")
    for tags in ("draft/edit-text=two", "draft/target-msgid=1", "draft/target-msgid=;msgid=3"):
        assert script.feed(f"@{tags} :bob!b@h EDIT #a") == []


def test_an_own_edit_is_no_echo() -> None:
    """Whatever is on its way and says the same; without labels too."""
    script = Script().online("message-tags echo-message batch draft/chathistory draft/message-edit")
    script.joined("#a")
    script.client.say("#a", "two")
    script.out()
    own = Said("alice", "#a", "two", Kind.TEXT, True, None, "2", edits="1")
    assert script.feed(_edit(2, "1", "two", "alice!u@h")) == [own]
    assert script.client.unfinished == 1


def test_edits_of_what_is_taken_back_are_not_told() -> None:
    """While the history is on its way."""
    script = Script().online(_CAPS)
    script.client.join("#a")
    script.feed(":alice!u@h JOIN #a", _edit(2, "1", "rude"))
    script.feed(":bob!b@h REDACT #a 1")
    assert script.page("#a") == [Redacted("bob", "#a", "1", ""), CaughtUp("#a")]


def test_asking_for_an_edit() -> None:
    """In one line, whatever the text holds."""
    script = Script().online(_CAPS).joined("#a")
    script.client.edit("#a", "m1", "a; b\\c\nd")
    assert script.out() == [
        "@draft/target-msgid=m1;draft/edit-text=a\\:\\sb\\\\c\\nd EDIT #a",
    ]  # fmt: skip


def test_where_it_cannot_be_asked() -> None:
    """Nothing is sent, and the user is told."""
    for script in (Script().online(ALL), Script()):
        script.client.edit("#a", "m1", "two")
        assert [type(event) for event in script.wait(0)] == [Problem]
        assert not any("EDIT" in line for line in script.out())


@pytest.mark.parametrize(("where", "text"), [("#a b", "x"), ("#a", "\0"), ("#a", "ж" * 2_050)])
def test_what_cannot_be_sent_is_our_own_mistake(where: str, text: str) -> None:
    """A tag of a client has 4,094 bytes at most (message-tags, "Size limit")."""
    client: Client = Script().online(_CAPS).client
    with pytest.raises(ValueError, match=r"."):
        client.edit(where, "m1", text)
    client.edit("#a", "m1", "ж" * 2_020)


def test_folding() -> None:
    """The last text stands where the message was; all else stays in its order."""
    two = Said("bob", "#a", "waves", Kind.ACTION, False, None, "2")
    events: list[Event] = [
        _said("one", "1"), two, CaughtUp("#a"), _said("uno", "3", "1"), _said("bows", "4", "2"),
        _said("eins", "5", "1"), _said("lost", "6", "0"),
    ]  # fmt: skip
    assert folded(events) == [
        _said("eins", "1", "1"),
        Said("bob", "#a", "bows", Kind.ACTION, False, None, "2", edits="2"),
        CaughtUp("#a"),
        _said("lost", "6", "0"),
    ]
    assert folded_page([_said("one", "1"), _said("uno", "2", "1")]) == [_said("uno", "1", "1")]


def test_nobody_says_what_others_wrote() -> None:
    """A server may let others edit; of oneself one knows, whatever one was called."""
    before = _said("one", "1")
    assert edited(before, _said("two", "2", "1", who="eve")) is None
    assert edited(before, _said("two", "2", "1", who="BOB")) == _said("two", "1", "1")
    assert edited(_said("one"), _said("two", "2", "")) is None
    mine = Said("al", "#a", "one", Kind.TEXT, True, None, "1")
    now = edited(mine, Said("alice", "#a", "two", Kind.TEXT, True, None, "2", edits="1"))
    assert now is not None
    assert (now.who, now.text) == ("al", "two")


@given(st.lists(st.tuples(st.sampled_from(["bob", "eve"]), st.integers(0, 5), st.integers(0, 9))))
def test_no_text_is_lost(rows: list[tuple[str, int, int]]) -> None:
    """Every message, and of every edit the last, is there; nobody has another's words."""
    events = [
        _said(f"{who} {number}", str(number), str(of) if of < number else "", who)
        for number, (who, of, _) in enumerate(rows)
    ]
    kept = cast(list[Said], folded(events))
    assert all(said.text.startswith(said.who) for said in kept)
    assert [e.msgid for e in events if not e.edits] == [
        e.msgid for e in kept if e.edits in ("", e.msgid)
    ]
    for said in events:
        later = [e for e in events if e.edits == said.edits and e.who == said.who]
        if said.edits and later[-1] is said:
            assert said.text in [each.text for each in kept]
