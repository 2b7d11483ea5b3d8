"""Ctrl-F: the place in a room where something was said, further and further back.

Owns what is looked for and where one is. Must not know how older messages are asked for.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from veche.terminal.screen.rooms import Room, RoomKind
from veche.terminal.screen.words import ScreenWords

# One Enter asks for at most so many pages; another one goes on.
MAX_PAGES = 40


class Finder(Horizontal):
    """A line to type in; hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+f", "close", show=False, priority=True),
        Binding("up", "older", show=False),
        Binding("down", "newer", show=False),
    ]

    class Found(Message):
        """Entry `number` of `room` holds `text`."""

        def __init__(self, room: Room, number: int, text: str) -> None:
            super().__init__()
            self.room = room
            self.number = number
            self.text = text

    class WantsOlder(Message):
        """It is not in what is here: call `page_came` once there is more."""

        def __init__(self, room: Room) -> None:
            super().__init__()
            self.room = room

    class Closed(Message):
        """Nothing is looked for any more."""

    def __init__(self, words: ScreenWords, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self._room: Room | None = None
        self._places: list[int] = []
        self._below: int | None = None
        self._pages = 0
        self._waiting = False

    def compose(self) -> ComposeResult:
        """A line, and what came of it."""
        yield Input(placeholder=self._words.search, compact=True, max_length=200)
        yield Label("", markup=False, id="found")

    @property
    def waiting(self) -> bool:
        """Whether older messages are awaited."""
        return self._waiting

    def open(self, room: Room) -> None:
        """Look in `room` from now on."""
        self._room = room
        self.display = True
        field = self.query_one(Input)
        field.value = ""
        field.focus()
        self._start()

    def close(self) -> None:
        """Be hidden."""
        if self._room is not None:
            self._room = None
            self._waiting = False
            self.display = False
            self.post_message(self.Closed())

    def page_came(self, room: Room) -> None:
        """Older messages of `room` are here, or will not come: go on."""
        if self._waiting and room is self._room:
            self._waiting = False
            self._look()

    def no_more(self) -> None:
        """There is nothing to be asked for."""
        self._waiting = False
        self._tell(self._words.search_none)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Begin again with what is here."""
        event.stop()
        self._start()
        self._look(further=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the place before."""
        event.stop()
        self.action_older()

    def action_older(self) -> None:
        """Go to the place before."""
        if not self._waiting:
            self._pages = 0
            self._below = self._places[-1] if self._places else self._below
            self._look()

    def action_newer(self) -> None:
        """Go back to the place where one was before."""
        if len(self._places) > 1 and self._room is not None:
            self._places.pop()
            self._waiting = False
            self.post_message(self.Found(self._room, self._places[-1], self._text))
            self._tell("")

    def action_close(self) -> None:
        """Stop asking for more; nothing being asked for, close."""
        if self._waiting:
            self._waiting = False
            self._tell(self._words.search_stopped)
        else:
            self.close()

    @property
    def _text(self) -> str:
        return self.query_one(Input).value.strip()

    def _start(self) -> None:
        self._places = []
        self._below = None
        self._pages = 0
        self._waiting = False
        self._tell("")

    def _look(self, *, further: bool = True) -> None:
        room, text = self._room, self._text
        if room is None or not text:
            return
        number = room.entries.find(text, self._below)
        if number is not None:
            self._places.append(number)
            self._below = number
            self._tell("")
            self.post_message(self.Found(room, number, text))
            return
        self._below = room.entries.first
        if room.exhausted or room.kind is RoomKind.SERVER:
            self._tell(self._words.search_none)
        elif not further or self._pages >= MAX_PAGES:
            self._tell(self._words.search_stopped)
        else:
            self._pages += 1
            self._waiting = True
            self._tell(self._words.search_older(len(room.entries)))
            self.post_message(self.WantsOlder(room))

    def _tell(self, text: str) -> None:
        self.query_one("#found", Label).update(text)
