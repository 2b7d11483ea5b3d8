"""The dialogs."""

from textual.app import App
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tests.terminal.screen.fakes import in_loop
from veche.terminal.screen.dialogs import DROP, EDIT, SEND, HelpScreen, NickDialog, PasteDialog
from veche.terminal.screen.words import ENGLISH


def shown(app: App[None]) -> str:
    """Return what can be read on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in app.screen._compositor.render_strips()
    )


async def answer(dialog: ModalScreen[str], *keys: str) -> list[str | None]:
    """Return what a dialog answers when these keys are pressed."""
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
    return answers


@in_loop
async def test_a_paste_is_edited_unless_one_says_otherwise() -> None:
    """Enter alone does no harm; the choices stand side by side."""
    text = "1\n2\n3\n4"
    assert await answer(PasteDialog(text, ENGLISH), "enter") == [EDIT]
    assert await answer(PasteDialog(text, ENGLISH), "left", "enter") == [SEND]
    assert await answer(PasteDialog(text, ENGLISH), "right", "enter") == [DROP]
    assert await answer(PasteDialog(text, ENGLISH), "escape") == [DROP]


@in_loop
async def test_a_paste_shows_how_it_begins() -> None:
    """As it is: nothing in it is markup."""
    app: App[None] = App()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(PasteDialog("\n".join(["[red]x[/red]"] * 100), ENGLISH))
        await pilot.pause()
        assert "You pasted 100 lines." in shown(app)
        assert "[red]x[/red]" in shown(app)
        assert shown(app).count("x") < 10


@in_loop
async def test_another_nick() -> None:
    """What is typed replaces the old one; Esc is none."""
    dialog = NickDialog("alice is taken", "alice", ENGLISH)
    assert await answer(dialog, *"zoe", "enter") == ["zoe"]
    dialog = NickDialog("alice is taken", "alice", ENGLISH)
    assert await answer(dialog, "escape") == [""]


@in_loop
async def test_a_nick_that_cannot_be_sent_is_asked_for_again() -> None:
    """It says why it is still there."""
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(NickDialog("alice is taken", "alice", ENGLISH), answers.append)
        await pilot.pause()
        app.screen.query_one(Input).value = "two words"
        await pilot.press("enter")
        await pilot.pause()
        assert answers == []
        assert app.screen.query_one("#why", Static).render().plain == ENGLISH.nick_unsendable  # type: ignore[union-attr]


@in_loop
async def test_the_help_has_all_keys_and_commands() -> None:
    """In a small terminal one scrolls."""
    app: App[None] = App()
    async with app.run_test(size=(100, 60)) as pilot:
        app.push_screen(HelpScreen([("/me waves", "* alice [waves]")], ENGLISH))
        await pilot.pause()
        assert "/me waves" in shown(app)
        assert "* alice [waves]" in shown(app)
        for key, meaning in ENGLISH.keys:
            assert key in shown(app)
            assert meaning.split()[0] in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "/me waves" not in shown(app)
