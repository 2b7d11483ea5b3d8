"""Messages that are edited, on the screen."""

from datetime import UTC, date

import pytest

from tests.terminal.screen.conversations import conversation, said
from tests.terminal.screen.fakes import AT, in_loop
from tests.terminal.screen.stage import stage
from tests.terminal.screen.test_feed import Scene
from veche.client.events import Kind, Page, Redacted, Said
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.layout import Layout


def _said(text: str, msgid: str, edits: str = "", who: str = "bob", where: str = "#a") -> Said:
    return Said(who, where, text, Kind.TEXT, who == "alice", AT, msgid, edits=edits)


def test_the_text_is_another_and_its_place_the_same() -> None:
    """Once and again; who is called by it is called."""
    entries = conversation(2)
    entries.add(said(2, "one", msgid="m"))
    entries.add(said(3))
    assert entries.edit(said(4, "al\x07ice: two", msgid="e", edits="m", mention=True))
    assert (entries[2].text, entries[2].mention, entries[2].msgid) == ("alice: two", True, "m")
    assert entries.edit(said(5, "three", msgid="f", edits="m"))
    assert (entries[2].text, entries[2].edits, len(entries)) == ("three", "m", 4)


def test_what_it_does_not_edit() -> None:
    """What is not here, what another said, what was taken back."""
    entries = conversation(1)
    entries.add(said(2, "one", msgid="m"))
    assert not entries.edit(said(3, "two", edits="other"))
    assert not entries.edit(said(3, "two", "eve", edits="m"))
    entries.redact("m", "[gone]")
    assert entries.edit(said(3, "two", edits="m"))
    assert entries[1].text == "[gone]"


def test_one_message_in_the_room() -> None:
    """And nobody is called by an edit of what stands there; of what does not, a new entry."""
    scene = Scene()
    scene.take(_said("one", "1", where="#b"))
    unread = scene.room("#b").entries.unread
    assert scene.take(_said("alice: two", "2", "1", where="#b")) == []
    assert scene.texts("#b")[-1:] == ["alice: two"]
    assert scene.room("#b").entries.unread == unread
    assert scene.take(_said("alice: three", "3", "0", where="#b"))
    assert scene.texts("#b")[-2:] == ["alice: two", "alice: three"]
    assert scene.entries("#b")[-1].edits == "0"


def test_an_edit_that_stands_alone_is_taken_back_with_its_message() -> None:
    """And what was said before it is what is taken back next."""
    scene = Scene()
    scene.take(_said("one", "1", who="alice"), _said("two", "2", "0", who="alice"))
    assert scene.room("#a").entries.last_own() == "0"
    scene.take(Redacted("alice", "#a", "0", ""))
    assert scene.texts("#a")[-1:] == ["[taken back by alice]"]
    assert scene.room("#a").entries.last_own() == "1"


def test_older_pages() -> None:
    """Are told as they read now."""
    scene = Scene()
    scene.take(Page("#a", (_said("one", "1"), _said("two", "2", "1")), oldest=True))
    assert scene.texts("#a")[:1] == ["two"]


@in_loop
async def test_edit_typed() -> None:
    """The server is asked; it then says so to everybody."""
    async with stage() as it:
        await it.enter("/edit")
        assert "/edit text: say this instead" in it.text()
        await it.enter("/edit hello")
        assert "nothing here that could be edited" in it.text()
        await it.happen(_said("helo", "m1", who="alice"))
        await it.enter("/edit hello  there")
        assert it.client.asked_for("edit") == [("#a", "m1", "hello  there")]
        await it.happen(_said("hello  there", "m2", "m1", who="alice"))
        assert "hello  there (edited)" in it.text()
        assert "helo" not in it.text()


@pytest.mark.parametrize("width", [20, 40, 72, 80, 100])
def test_its_rows_are_counted(width: int) -> None:
    """With the word that says it."""
    entries = conversation(1)
    for length in range(40, 90):
        entries.add(
            said(length, "x" * (length // 2) + " " + "y" * (length // 2), msgid=f"{length}")
        )
        entries.edit(said(length, "z " * (length // 2), edits=f"{length}"))
    layout = Layout(entries, ENGLISH, UTC, width)
    for number in range(entries.first, entries.end):
        assert len(layout.draw(number, date(2024, 3, 11))) == layout.rows_of(number)
