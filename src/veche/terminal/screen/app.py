"""The full screen: one application that shows a session and passes on what one does.

Owns the layout, the keys, and how it begins and ends. Must not know sockets or the protocol.
"""

import asyncio
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from veche.client.driver import Driver
from veche.client.events import CaughtUp, Page
from veche.core.names import fold
from veche.terminal.exits import Exit
from veche.terminal.sanitise import clean_text
from veche.terminal.screen.composer import Composer
from veche.terminal.screen.display import Display
from veche.terminal.screen.finder import Finder
from veche.terminal.screen.keys import BINDINGS
from veche.terminal.screen.listing import Listing
from veche.terminal.screen.questions import Questions
from veche.terminal.screen.reading import correct_reading
from veche.terminal.screen.rooms import Room
from veche.terminal.screen.session import Session
from veche.terminal.screen.sidebar import room_of
from veche.terminal.screen.status import StatusLine
from veche.terminal.screen.style import STYLE, is_dark
from veche.terminal.screen.timeline import Timeline

# Leaving waits so long for what was sent to be acknowledged.
LEAVE_S = 10.0
_TICK_S = 0.5


async def run(driver: Driver, channels: Sequence[str], *, language: str = "en") -> Exit:
    """Show `driver`, which is connected, until its person leaves; join `channels` first.

    `language` is one of veche.terminal.words.LANGUAGES. Call it in the event loop that the driver
    runs in; standard input and output are a terminal. The driver is still to be closed afterwards.
    An error of ours is shown and ends the program with code 1.
    """
    correct_reading()
    app = VecheApp(driver, channels, language)
    # What is loaded stays: collections that look at it again would be seen as a stutter.
    gc.collect()
    gc.freeze()
    await app.run_async()
    if app.return_code:
        raise SystemExit(app.return_code)
    if last_words := app.session.farewell():
        print(last_words, file=sys.stderr)
    return app.session.exit_code()


class VecheApp(App[None], inherit_bindings=False):
    """The application."""

    ENABLE_COMMAND_PALETTE = False
    CSS = STYLE
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, driver: Driver, channels: Sequence[str], language: str) -> None:
        """As `run`; in a running event loop."""
        super().__init__()
        dark = is_dark(os.environ.get("COLORFGBG", ""))
        self.theme = "textual-dark" if dark else "textual-light"
        self._client_driver = driver
        self._channels = channels
        self._language = language
        self._begun = False
        self.session = Session(
            driver.client,
            language,
            asyncio.get_running_loop().time,
            os.environ,
            {
                "help": lambda _: self._questions.help(),
                "history": lambda _: self._view.timeline.action_move_page(-1),
                "quit": self._leave,
            },
        )

    def compose(self) -> ComposeResult:
        """Rooms, conversation, members; the bottom line under all of them."""
        with Horizontal(id="columns"):
            yield Listing(id="rooms")
            with Vertical(id="middle"):
                yield Static("", id="topic", markup=False)
                timeline = Timeline(self._language, id="timeline")
                # What is typed goes to the composer, wherever one clicks.
                timeline.can_focus = False
                yield timeline
                yield Finder(self.session.words, id="finder")
                yield Composer(self.session.candidates, self._send, id="composer")
            yield Listing(id="members")
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        """Begin to listen."""
        self._view = Display(self.screen, self.session)
        self._view.fold(self.size.width)
        self._begun = True
        self._questions = Questions(self, self.session, self._tell_client, self._leave_now)
        self.session.commands.others.passwords = self._questions.passwords
        self._view.composer.focus()
        self.session.enter(self._channels)
        self._tell_client()
        self.set_interval(_TICK_S, lambda: self._view.tick(self._client_driver.flush))
        self.run_worker(self._listen(), exit_on_error=True)

    async def _listen(self) -> None:
        client = self.session.client
        while client.ended is None:
            happened = await self._client_driver.events()
            if sound := self.session.take(happened):
                self._ring(sound)
            for event in happened:
                if isinstance(event, Page | CaughtUp):
                    self._have_older(event.where)
            self._questions.nick()
            self._draw()
        if client.leaving or not self.session.entered:
            self.exit()

    def _have_older(self, where: str) -> None:
        room = self.session.rooms.find(where)
        if room is None:
            return
        self._view.finder.page_came(room)
        if room is self._view.shown and not self._view.timeline.max_scroll_y:
            # The screen is not full yet.
            self._ask_older(room)

    def _ring(self, sound: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sound)

    def _draw(self) -> None:
        self._view.draw(self.set_timer)

    def _tell_client(self) -> None:
        """Send what was asked of the client, and show what is different now."""
        self._client_driver.flush()
        self._draw()

    def _show(self, room: Room | None) -> None:
        if room is not None:
            self.session.rooms.go(room)
            self._draw()

    def _send(self, text: str, literal: bool) -> None:
        """Say it, or do it; nothing typed: connect now."""
        self._view.hint = ""
        if text.strip():
            self.session.commands.send(text, literal=literal)
            self._view.timeline.to_end()
        else:
            self.session.hurry()
        self._tell_client()

    def _ask_older(self, room: Room) -> bool:
        asked = self.session.ask_older(room)
        self._client_driver.flush()
        return asked

    def _fatal_error(self) -> None:
        """End with an error of ours; unlike Textual's own, it shows nothing that was said."""
        trace = "".join(traceback.format_exception(sys.exception() or self._exception))
        self._exit_renderables.append(Text("\n".join(map(clean_text, trace.splitlines()))))
        self._close_messages_no_wait()

    # What the widgets tell.

    def on_composer_leaving(self) -> None:
        """Ctrl-D in an empty text."""
        self._leave()

    def on_composer_long_paste(self, event: Composer.LongPaste) -> None:
        """Ask what it is to be."""
        self._questions.paste(event.text, self._view.composer)

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """A room, or somebody in this one."""
        if event.listing.id == "rooms":
            self._show(room_of(self.session.rooms, event.key))
        elif event.listing.id == "members" and fold(event.key) != fold(self.session.client.nick):
            self.session.commands.open_person(event.key)
            self._tell_client()

    def on_timeline_reached_top(self, event: Timeline.ReachedTop) -> None:
        """Ask for what was said before."""
        if event.entries is self._view.shown.entries:
            self._ask_older(self._view.shown)

    def on_timeline_moved_from_end(self) -> None:
        """Count what comes from now on."""
        self._view.end_in_sight(False)

    def on_timeline_at_end(self) -> None:
        """All is seen."""
        self._view.end_in_sight(True)

    def on_finder_found(self, event: Finder.Found) -> None:
        """Show the place."""
        if event.room is self._view.shown:
            self._view.timeline.go_to(event.number, event.text)

    def on_finder_wants_older(self, event: Finder.WantsOlder) -> None:
        """Ask; if there is nothing to be asked, say so."""
        if not self._ask_older(event.room):
            self._view.finder.no_more()

    def on_finder_closed(self) -> None:
        """Back to the newest, and to typing."""
        self._view.timeline.to_end()
        self._view.composer.focus()

    def on_app_focus(self) -> None:
        """Somebody looks again."""
        self.session.look(True)
        self._draw()

    def on_app_blur(self) -> None:
        """Nobody looks."""
        self.session.look(False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold and unfold."""
        # The first one comes before there is anything.
        if self._begun:
            self._view.fold(event.size.width)

    # The keys.

    def action_scroll(self, pages: int) -> None:
        """Scroll the timeline by screens."""
        self._view.timeline.action_move_page(pages)

    def action_to_end(self) -> None:
        """Show the newest."""
        self._view.timeline.to_end()

    def action_room(self, number: int) -> None:
        """Show the room of this number."""
        self._show(self.session.rooms.numbered(number))

    def action_beside(self, step: int, unread: bool = False) -> None:
        """Show the room above or below."""
        self._show(self.session.rooms.beside(step, unread=unread))

    def action_column(self, name: str) -> None:
        """Show or hide a column."""
        self._view.toggle(name)

    def action_search(self) -> None:
        """Look for something in this room."""
        self._view.finder.open(self._view.shown)

    def action_switch(self) -> None:
        """Choose another room."""
        self._questions.place()

    def action_help(self) -> None:
        """Show the keys and the commands."""
        self._questions.help()

    def action_hint(self) -> None:
        """Say how one leaves."""
        self._view.hint = self.session.words.quit_hint
        self._view.draw_status()

    def action_leave(self) -> None:
        """Leave; at once if one is leaving already."""
        self._leave()

    def _leave(self, reason: str = "") -> None:
        client = self.session.client
        if client.ended is not None or client.leaving:
            self._leave_now()
            return
        client.leave(reason)
        self.set_timer(LEAVE_S, self._leave_now)
        self._tell_client()

    def _leave_now(self) -> None:
        self.session.abandon()
        self._client_driver.flush()
        self.exit()
