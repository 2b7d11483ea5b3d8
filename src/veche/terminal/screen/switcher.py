"""Ctrl-K: some letters, and one is in another room.

Owns the choices, their order, and the dialog. Must not know what going there takes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from veche.client.address import is_sendable
from veche.client.translate import is_channel
from veche.core.names import fold
from veche.terminal.sanitise import clean_name
from veche.terminal.screen.cells import tame
from veche.terminal.screen.dialogs import LEAVE
from veche.terminal.screen.listing import Line, Listing
from veche.terminal.screen.matching import ranked
from veche.terminal.screen.rooms import Room, RoomKind, Rooms
from veche.terminal.screen.words import ScreenWords

_MOST = 50


class Way(Enum):
    """How to get to what was chosen."""

    SHOW = auto()
    JOIN = auto()
    WRITE = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to go to: a room that is there, a channel to join, a person to write to."""

    way: Way
    name: str
    count: int = 0
    unread: bool = False


def choices(typed: str, rooms: Rooms, people: Iterable[str]) -> list[Choice]:
    """Return where `typed` may lead: unread rooms first where nothing tells them apart.

    `people` are those in our channels. A channel that is typed in full can be joined.
    """
    others = [room for room in rooms if room is not rooms.current]
    others.sort(key=lambda room: (not room.mentions, not room.unread))
    found = [_choice(room) for room in others if room.kind is not RoomKind.SERVER]
    known = {fold(choice.name) for choice in found}
    found += [Choice(Way.WRITE, nick) for nick in people if fold(nick) not in known]
    if typed:
        found = ranked(typed, found, lambda choice: choice.name)
    fits = is_channel(typed) and len(typed) > 1 and is_sendable(typed) and "," not in typed
    if fits and rooms.find(typed) is None:
        found.append(Choice(Way.JOIN, typed))
    return found[:_MOST]


def _choice(room: Room) -> Choice:
    return Choice(Way.SHOW, room.name, room.mentions, room.unread)


class Switcher(ModalScreen[Choice | None]):
    """Answers with the choice, None for none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE,
        Binding("escape,ctrl+k", "close", show=False, priority=True),
        Binding("up,shift+tab", "move(-1)", show=False, priority=True),
        Binding("down,tab", "move(1)", show=False, priority=True),
    ]

    def __init__(self, rooms: Rooms, people: Sequence[str], words: ScreenWords) -> None:
        super().__init__()
        self._rooms = rooms
        self._people = people
        self._words = words
        self._found: list[Choice] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        """Show a line to type in, and what fits under it."""
        with Vertical(classes="dialog"):
            yield Label(self._words.switch, markup=False, classes="title")
            yield Input(compact=True, max_length=200)
            yield Listing(id="choices")

    def on_mount(self) -> None:
        """Offer the rooms."""
        self._offer("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what fits now."""
        self._offer(event.value.strip())

    def on_input_submitted(self) -> None:
        """Answer with the one that stands out."""
        if self._found:
            self.dismiss(self._found[self._at])

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """Answer with the one that was clicked."""
        self.dismiss(self._found[int(event.key)])

    def action_move(self, step: int) -> None:
        """Let the next one stand out."""
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self._show()

    def action_close(self) -> None:
        """Go nowhere."""
        self.dismiss(None)

    def _offer(self, typed: str) -> None:
        self._found = choices(typed, self._rooms, self._people)
        self._at = 0
        self._show()

    def _show(self) -> None:
        lines = [self._line(number, choice) for number, choice in enumerate(self._found)]
        nothing = [Line(self._words.switch_none, look="dim")]
        self.query_one(Listing).show(lines or nothing, str(self._at))

    def _line(self, number: int, choice: Choice) -> Line:
        name = tame(clean_name(choice.name))
        if choice.way is Way.JOIN:
            name = self._words.switch_join.format(where=name)
        elif choice.way is Way.WRITE:
            name = self._words.switch_person.format(nick=name)
        look = "bold" if choice.unread else "plain"
        return Line(name, str(number), str(choice.count or ""), look)
