"""Where one types."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from tests.terminal.screen.fakes import in_loop
from veche.terminal.screen.completion import Candidates
from veche.terminal.screen.composer import Composer


class Desk(App[None]):
    """Nothing but a composer."""

    CSS = "#composer { width: 20; border: none; padding: 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Message] = []
        self.sent: list[tuple[str, bool]] = []

    def compose(self) -> ComposeResult:
        """The composer."""
        candidates = Candidates(["bob", "bobby"], ["#dev"], ["join"])
        yield Composer(
            lambda: candidates, lambda text, literal: self.sent.append((text, literal)), "composer"
        )

    def on_composer_long_paste(self, event: Composer.LongPaste) -> None:
        """Note it."""
        self.told.append(event)

    def on_composer_leaving(self, event: Composer.Leaving) -> None:
        """Note it."""
        self.told.append(event)


@asynccontextmanager
async def desk() -> AsyncIterator[tuple[Desk, Composer, Pilot[None]]]:
    """Somebody sits at a composer."""
    app = Desk()
    async with app.run_test(size=(40, 12)) as pilot:
        composer = app.query_one(Composer)
        composer.focus()
        await pilot.pause()
        yield app, composer, pilot


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Press the letters."""
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def paste(composer: Composer, pilot: Pilot[None], text: str) -> None:
    """Paste a text."""
    composer.post_message(events.Paste(text))
    await pilot.pause()


@in_loop
async def test_enter_sends() -> None:
    """And the text is gone."""
    async with desk() as (app, composer, pilot):
        await type_in(pilot, "hi you")
        await pilot.press("enter")
        assert app.sent == [("hi you", False)]
        assert composer.text == ""


@pytest.mark.parametrize("key", ["alt+enter", "shift+enter", "ctrl+j"])
@in_loop
async def test_a_new_line_and_it_grows(key: str) -> None:
    """Up to a bound; sent, it is small again."""
    async with desk() as (app, composer, pilot):
        await pilot.press("a", key, "b")
        await pilot.pause()
        assert composer.text == "a\nb"
        assert composer.size.height == 2
        await pilot.press(*[key] * 20)
        await pilot.pause()
        assert composer.size.height == Composer.MAX_ROWS
        await pilot.press("enter")
        await pilot.pause()
        assert composer.size.height == 1
        assert app.sent[0][0].startswith("a\nb")


@in_loop
async def test_a_long_line_makes_it_grow_as_well() -> None:
    """It is wrapped."""
    async with desk() as (_, composer, pilot):
        composer.put("word " * 10)
        await pilot.pause()
        assert composer.size.height == 4


@in_loop
async def test_what_was_sent_comes_back() -> None:
    """Up and down, and at the end what was being typed."""
    async with desk() as (_, composer, pilot):
        for word in ("one", "two", "two"):
            await type_in(pilot, word)
            await pilot.press("enter")
        await type_in(pilot, "new")
        texts = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await pilot.press(key)
            texts.append(composer.text)
        assert texts == ["two", "one", "one", "two", "new", "new"]


@in_loop
async def test_up_moves_within_a_text_first() -> None:
    """Only in its first row it goes back."""
    async with desk() as (_, composer, pilot):
        await pilot.press("x", "enter", "a", "ctrl+j", "b", "up")
        assert composer.text == "a\nb"
        await pilot.press("up")
        assert composer.text == "x"


@in_loop
async def test_tab_completes_and_goes_round() -> None:
    """Where the cursor is, in any line."""
    async with desk() as (_, composer, pilot):
        await type_in(pilot, "bo")
        await pilot.press("tab")
        assert composer.text == "bob: "
        await pilot.press("tab")
        assert composer.text == "bobby: "
        await pilot.press("shift+tab", "ctrl+j", "#", "d", "tab")
        assert composer.text == "bob: \n#dev "
        assert composer.cursor_location == (1, 5)
        await pilot.press("z", "tab")
        assert composer.text == "bob: \n#dev z"


@in_loop
async def test_a_short_paste_is_text_to_go_on_with() -> None:
    """Clean, and not sent."""
    async with desk() as (app, composer, pilot):
        await type_in(pilot, "see ")
        await paste(composer, pilot, "a\x1b[31mb\r\n\tc\u202e\n")
        assert composer.text == "see ab\n c"
        assert app.told == []


@in_loop
async def test_a_long_paste_is_asked_about() -> None:
    """It is not in the text."""
    async with desk() as (app, composer, pilot):
        await paste(composer, pilot, "1\n2\n3\n")
        assert composer.text == "1\n2\n3"
        await paste(composer, pilot, "1\n2\n3\n4\n")
        assert [e.text for e in app.told if isinstance(e, Composer.LongPaste)] == ["1\n2\n3\n4"]
        assert composer.text == "1\n2\n3"


@in_loop
async def test_a_pasted_slash_is_text() -> None:
    """At the beginning; until all is gone, and not one that is typed before a paste."""
    async with desk() as (app, composer, pilot):
        await paste(composer, pilot, "/etc")
        await pilot.press("enter", "/", "x", "enter")
        await paste(composer, pilot, "/a")
        await pilot.press("backspace", "backspace", "/", "y", "enter", "/")
        await paste(composer, pilot, "/z")
        await pilot.press("enter")
        assert app.sent == [("/etc", True), ("/x", False), ("/y", False), ("//z", False)]


@in_loop
async def test_a_draft_keeps_what_it_is() -> None:
    """A literal slash too."""
    async with desk() as (_, composer, pilot):
        await paste(composer, pilot, "/etc")
        taken = composer.take()
        assert taken == ("/etc", True)
        assert (composer.text, composer.literal) == ("", False)
        composer.put(taken[0], literal=taken[1])
        await pilot.pause()
        assert composer.take() == ("/etc", True)


@in_loop
async def test_ctrl_d_leaves_an_empty_text_only() -> None:
    """Else it deletes a letter."""
    async with desk() as (app, composer, pilot):
        await pilot.press("a", "left", "ctrl+d")
        assert composer.text == ""
        assert app.told == []
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert isinstance(app.told[0], Composer.Leaving)
