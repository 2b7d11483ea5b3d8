"""Messages of several lines, on the screen."""

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.screen.conversations import conversation, nasty_texts, said
from tests.terminal.screen.fakes import AT, in_loop
from tests.terminal.screen.stage import stage
from tests.terminal.screen.test_feed import Scene
from tests.terminal.screen.test_wrapping import rows
from veche.client.events import Acknowledged, Kind, Refused, Said
from veche.client.multiline import Bounds
from veche.terminal.screen.cells import width
from veche.terminal.screen.commands import Commands
from veche.terminal.screen.entries import Entry, EntryKind
from veche.terminal.screen.labels import ENGLISH
from veche.terminal.screen.layout import Layout
from veche.terminal.words import words_in


def test_an_entry_keeps_its_lines() -> None:
    """Each of them clean; of what nobody said there is one line."""
    assert said(1, "one\n\x1b[2Jtwo \u202e\r\n\n three\n").text == "one\ntwo\n\n three"
    assert Entry(EntryKind.STATUS, "one\ntwo").text == "one two"
    assert Entry(EntryKind.RENAMED, "o\nne").text == "one"


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("one\ntwo", 10, ["one", "two"]),
        ("one\n\n two three", 6, ["one", "", " two", "three"]),
        ("日本\nже", 3, ["日", "本", "же"]),
        ("\n", 3, ["", ""]),
    ],
)
def test_a_line_is_a_row(text: str, cells: int, expected: list[str]) -> None:
    """Or several, where it is long."""
    assert rows(text, cells) == expected


@given(st.lists(nasty_texts, min_size=1, max_size=4), st.sampled_from([20, 40, 80, 110]))
def test_any_lines(texts: list[str], cells: int) -> None:
    """Are as many rows as were counted, and none is too wide."""
    entries = conversation(1)
    entries.add(said(1, "\n".join(texts), own=True, pending=1))
    entries.add(said(2))
    layout = Layout(entries, ENGLISH, UTC, cells)
    for number in range(entries.first, entries.end):
        drawn = layout.draw(number, date(2024, 3, 11))
        assert len(drawn) == layout.rows_of(number)
        assert all(sum(width(piece.text) for piece in row) <= cells for row in drawn)
        assert not any("\n" in piece.text for row in drawn for piece in row)


def _send(scene: Scene, text: str, *, literal: bool = False) -> list[tuple[object, ...]]:
    commands = Commands(
        scene.client.as_client, scene.rooms, scene.feed, words_in("en"), {"help": lambda _: None}
    )
    commands.send(text, literal=literal)
    return scene.client.asked_for("say")


def test_what_is_sent_together_is_one_message() -> None:
    """Where the server can; what is too much for one is several."""
    scene = Scene()
    scene.client.bounds = Bounds(100, 3)
    asked = _send(scene, "\n/one  \n\n two\nthree\n")
    assert asked == [("#a", "/one\n\n two", Kind.TEXT), ("#a", "three", Kind.TEXT)]
    assert scene.texts("#a")[-2:] == ["/one\n\n two", "three"]
    scene.client.bounds = None
    assert [asked[1] for asked in _send(scene, "four\n\nfive")[2:]] == ["four", "five"]


def test_it_is_shown_once() -> None:
    """The echo settles it; a refusal says so there."""
    scene = Scene()
    scene.client.bounds = Bounds(100, 3)
    _send(scene, "one\ntwo")
    scene.take(Said("alice", "#a", "one\ntwo", Kind.TEXT, True, AT, "m"), Acknowledged(1, "m"))
    assert scene.texts("#a")[-1:] == ["one\ntwo"]
    assert (scene.entries("#a")[-1].msgid, scene.entries("#a")[-1].pending) == ("m", None)
    _send(scene, "three\nfour")
    scene.take(Refused(2, "#a", "three\nfour", "no"))
    assert scene.entries("#a")[-1].failed
    assert len(scene.texts("#a")) == len(set(scene.texts("#a")))


@in_loop
async def test_a_paste_is_one_message() -> None:
    """Shown as it was pasted, under the name."""
    async with stage() as it:
        it.client.bounds = Bounds(4096, 100)
        await it.paste("one\n  two")
        await it.press("enter")
        assert it.client.asked_for("say") == [("#a", "one\n  two", Kind.TEXT)]
        lines = it.lines()
        row = next(number for number, line in enumerate(lines) if " one" in line)
        # Where there is no column for names, further lines stand further in.
        assert lines[row + 1].index("two") == lines[row].index("alice") + 4
