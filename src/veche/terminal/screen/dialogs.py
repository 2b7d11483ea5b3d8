"""The questions and the help that stand before everything else.

Owns their widgets and keys. Must not know what is done with an answer. Texts are clean already.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from veche.client.address import is_sendable
from veche.terminal.screen.words import ScreenWords

SEND, EDIT, DROP = "send", "edit", "drop"
# The keys of the application do not get through to it.
LEAVE = Binding("ctrl+q", "app.leave", show=False, priority=True)
_CLOSE: list[BindingType] = [LEAVE, Binding("escape", "close", show=False, priority=True)]


class PasteDialog(ModalScreen[str]):
    """What to do with a paste of many lines; answers SEND, EDIT or DROP."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *_CLOSE,
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    def __init__(self, text: str, words: ScreenWords) -> None:
        super().__init__()
        self._text = text
        self._words = words

    def compose(self) -> ComposeResult:
        """Show how it begins, and three buttons."""
        lines = self._text.split("\n")
        shown = lines[:6] + ["…"] * (len(lines) > 6)
        with Vertical(classes="dialog"):
            yield Label(self._words.paste_question(len(lines)), markup=False, classes="title")
            yield Static("\n".join(line[:200] for line in shown), markup=False, classes="sample")
            with Horizontal(classes="buttons"):
                yield Button(self._words.paste_send(len(lines)), id=SEND, compact=True)
                yield Button(self._words.paste_edit, id=EDIT, compact=True)
                yield Button(self._words.paste_drop, id=DROP, compact=True)

    def on_mount(self) -> None:
        """Let Enter do what harms nobody."""
        self.query_one(f"#{EDIT}", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.dismiss(event.button.id or DROP)

    def action_close(self) -> None:
        """Esc: as if nothing had been pasted."""
        self.dismiss(DROP)


class NickDialog(ModalScreen[str]):
    """Asks for another nick; answers "" when the person would rather leave."""

    BINDINGS: ClassVar[list[BindingType]] = _CLOSE

    def __init__(self, why: str, nick: str, words: ScreenWords) -> None:
        """`why` is a clean sentence; `nick` what was refused, clean."""
        super().__init__()
        self._why = why
        self._nick = nick
        self._words = words

    def compose(self) -> ComposeResult:
        """Show why, and a line to type in."""
        with Vertical(classes="dialog"):
            yield Label(self._words.nick_title, markup=False, classes="title")
            yield Static(self._why, markup=False, id="why")
            yield Input(self._nick, compact=True, max_length=200)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, unless it cannot even be sent."""
        nick = event.value.strip()
        if is_sendable(nick):
            self.dismiss(nick)
        else:
            self.query_one("#why", Static).update(self._words.nick_unsendable)

    def action_close(self) -> None:
        """Esc: leave."""
        self.dismiss("")


class PasswordDialog(ModalScreen[str]):
    """Asks for a password, which is not shown; answers "" where none is given."""

    BINDINGS: ClassVar[list[BindingType]] = _CLOSE

    def __init__(self, question: str, words: ScreenWords) -> None:
        """`question` is clean."""
        super().__init__()
        self._question = question
        self._words = words

    def compose(self) -> ComposeResult:
        """Show the question, and a line to type in."""
        with Vertical(classes="dialog"):
            yield Label(self._words.password_title, markup=False, classes="title")
            yield Static(self._question, markup=False)
            yield Input(password=True, compact=True, max_length=1_000)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer."""
        self.dismiss(event.value)

    def action_close(self) -> None:
        """Esc: none."""
        self.dismiss("")


class HelpScreen(ModalScreen[None]):
    """The keys and the commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        LEAVE,
        Binding("escape,enter,q,f1", "close", show=False, priority=True),
    ]

    def __init__(self, commands: Sequence[tuple[str, str]], words: ScreenWords) -> None:
        super().__init__()
        self._commands = commands
        self._words = words

    def compose(self) -> ComposeResult:
        """Show two tables, one after the other."""
        with VerticalScroll(classes="dialog help"):
            yield Label(self._words.help_title, markup=False, classes="title")
            yield Static(_table(self._words.keys))
            yield Label(self._words.help_commands, markup=False, classes="title")
            yield Static(_table(self._commands))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _table(rows: Sequence[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, ratio=None)
    table.add_column(ratio=1)
    for key, meaning in rows:
        table.add_row(Text(key), Text(meaning))
    return table
