"""What one is asked, and what follows."""

import asyncio

import pytest
from textual.widgets import Input

from tests.terminal.screen.fakes import in_loop, until
from tests.terminal.screen.stage import stage
from veche.client.client import State
from veche.client.events import LoggedIn, LoginRefused, NickRefused, Registered
from veche.client.login import Fault
from veche.terminal.exits import Exit
from veche.terminal.screen.dialogs import HelpScreen, NickDialog, PasswordDialog, PasteDialog
from veche.terminal.screen.listing import Listing
from veche.terminal.screen.switcher import Switcher

TAKEN = NickRefused("alice", True, "in use")


@in_loop
async def test_another_nick_is_asked_for_once() -> None:
    """However often the server refuses it; then the next one is tried."""
    async with stage(entered=False) as it:
        await it.happen(TAKEN, TAKEN)
        assert isinstance(it.app.screen, NickDialog)
        assert "alice is taken" in it.text()
        await it.press(*"zoe", "enter")
        assert it.client.asked_for("take_nick") == [("zoe",)]
        assert not isinstance(it.app.screen, NickDialog)
        await it.happen(NickRefused("zoe", False, "no\x1b[31m"))
        assert "zoe cannot be a name (no)" in it.text()


@in_loop
async def test_the_password_of_a_reserved_name() -> None:
    """Is asked for unseen; wrong, it is asked for again; none given, another name is."""
    async with stage(entered=False) as it:
        it.client.state = State.REGISTERING
        await it.happen(NickRefused("alice", True, "reserved", reserved=True))
        assert isinstance(it.app.screen, PasswordDialog)
        await it.press(*"sesame")
        assert "alice is an account's" in it.text()
        assert "sesame" not in it.text()
        await it.press("enter")
        assert it.client.asked_for("log_in") == [("alice", "sesame")]
        await it.happen(LoginRefused("alice", Fault.REFUSED, Fault.REFUSED.value))
        assert isinstance(it.app.screen, PasswordDialog)
        assert "password is wrong" in it.text()
        await it.pilot.press("escape")
        await until(lambda: asyncio.sleep(0.01), lambda: not it.app.is_running)
    assert it.app.session.exit_code() is Exit.REFUSED
    async with stage(entered=False) as it:
        await it.happen(NickRefused("alice", True, "reserved", reserved=True))
        await it.press("enter")
        assert isinstance(it.app.screen, NickDialog)
        await it.press(*"zoe", "enter")
        assert it.client.asked_for("take_nick") == [("zoe",)]


@in_loop
async def test_an_account_is_opened_from_the_screen() -> None:
    """/register asks twice; /login asks once, and says how it came out."""
    async with stage() as it:
        await it.enter("/register")
        for word in ("sesame", "sesame"):
            assert isinstance(it.app.screen, PasswordDialog)
            await it.press(*word, "enter")
        assert it.client.asked_for("open_account") == [("sesame",)]
        await it.happen(LoggedIn("alice"))
        assert "You are logged in to alice" in it.text()
        await it.enter("/login bob")
        await it.press("x", "enter")
        assert it.client.asked_for("log_in") == [("bob", "x")]
        await it.happen(LoginRefused("bob", Fault.REFUSED, Fault.REFUSED.value, "No"))
        assert "Not logged in to bob" in it.text()


@in_loop
async def test_who_wants_no_other_nick_leaves() -> None:
    """The server has refused us."""
    async with stage(entered=False) as it:
        await it.happen(TAKEN)
        await it.pilot.press("escape")
        await until(lambda: asyncio.sleep(0.01), lambda: not it.app.is_running)
    assert it.app.session.exit_code() is Exit.REFUSED


@in_loop
async def test_a_nick_that_is_refused_later_is_only_said() -> None:
    """One has one already."""
    async with stage() as it:
        await it.happen(Registered("alice"), NickRefused("bob", True, "in use"))
        assert not isinstance(it.app.screen, NickDialog)
        assert "bob is taken" in it.text()


@pytest.mark.parametrize(
    ("keys", "sent", "left"),
    [
        (("left", "enter"), ["one", "/two", "three", "four"], ""),
        (("enter",), [], "one\n/two\nthree\nfour"),
        (("escape",), [], ""),
    ],
)
def test_a_long_paste(keys: tuple[str, ...], sent: list[str], left: str) -> None:
    """Sent line after line, edited, or dropped; a slash in it is text."""

    async def paste() -> None:
        async with stage() as it:
            await it.paste("one\n/two\nthree\nfour\n")
            assert isinstance(it.app.screen, PasteDialog)
            await it.press(*keys)
            assert [asked[1] for asked in it.client.asked_for("say")] == sent
            assert it.composer.text == left

    in_loop(paste)()


@in_loop
async def test_going_to_a_room_a_person_and_a_new_channel() -> None:
    """Each in its way."""
    async with stage() as it:
        await it.press("ctrl+k", "b", "enter")
        assert it.current.name == "#b"
        await it.press("ctrl+k", *"eve", "enter")
        assert it.current.name == "eve"
        await it.press("ctrl+k")
        it.app.screen.query_one(Input).value = "#new"
        await it.press("enter")
        assert it.client.asked_for("join")[-1] == ("#new", "")
        await it.press("ctrl+k", "escape")
        assert it.current.name == "eve"


@in_loop
async def test_the_switcher_offers_what_there_is() -> None:
    """Rooms, and people in our channels."""
    async with stage() as it:
        await it.press("ctrl+k")
        assert isinstance(it.app.screen, Switcher)
        lines = [line.text for line in it.app.screen.query_one(Listing).lines]
        assert lines == ["#b", "write to bob", "write to eve"]


@in_loop
async def test_the_help() -> None:
    """F1, and away with any of some keys."""
    async with stage(120, 50) as it:
        for key in ("escape", "f1", "enter"):
            await it.press("f1")
            assert isinstance(it.app.screen, HelpScreen)
            assert "/kick" in it.text()
            await it.press(key)
            assert not isinstance(it.app.screen, HelpScreen)


@in_loop
async def test_one_can_leave_from_a_dialog() -> None:
    """Ctrl-Q works wherever one is."""
    async with stage() as it:
        await it.press("ctrl+k")
        await it.pilot.press("ctrl+q")
        assert it.client.asked_for("leave") == [("",)]


@in_loop
async def test_a_dialog_has_the_keys() -> None:
    """They do nothing behind its back."""
    async with stage() as it:
        await it.press("f1", "alt+2", "ctrl+k", "f7")
        assert isinstance(it.app.screen, HelpScreen)
        await it.press("escape")
        assert it.current.name == "#a"
        assert it.app.query_one("#rooms").display
