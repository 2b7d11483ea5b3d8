"""Where one types: it grows, remembers what was sent, completes, and asks about long pastes.

Owns the text being typed. Must not know where it goes.
"""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from veche.terminal.sanitise import clean_text
from veche.terminal.screen.completion import Candidates, Completion
from veche.terminal.screen.keys import ACTIONS

# A paste of more lines is asked about.
FEW_LINES = 3
_MAX_SENT = 500
_NEWLINE_KEYS = ("alt+enter", "shift+enter", "ctrl+enter", "ctrl+j")


class Composer(TextArea):
    """A text area of which Enter sends."""

    MAX_ROWS: ClassVar[int] = 8

    class LongPaste(Message):
        """More than FEW_LINES lines were pasted, and are not in the text; they are clean."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Leaving(Message):
        """Ctrl-D in an empty text."""

    def __init__(
        self,
        candidates: Callable[[], Candidates],
        send: Callable[[str, bool], None],
        id: str,
    ) -> None:
        """`send` takes a text, and whether it is literal: a / at its beginning was pasted.

        It is called at once: a message would come after keys that are pressed already, and some of
        them go to another room.
        """
        super().__init__(id=id, compact=True, soft_wrap=True, highlight_cursor_line=False)
        self.literal = False
        self._candidates = candidates
        self._send_on = send
        self._completion = Completion()
        self._sent: list[str] = []
        self._place = 0
        self._unsent = ""

    def take(self) -> tuple[str, bool]:
        """Return the text, and whether it is literal, and be empty."""
        taken = self.text, self.literal
        self.put("")
        return taken

    def put(self, text: str, *, literal: bool = False) -> None:
        """Show this text instead, with the cursor at its end."""
        self.text = text
        self.literal = literal and bool(text)
        self.move_cursor(self.document.end)
        self._place = len(self._sent)
        self._grow()

    def add_pasted(self, text: str) -> None:
        """Insert a clean text as if it was pasted."""
        at_start = self.selection.start == (0, 0) or self.selection.end == (0, 0)
        if at_start and text.startswith("/"):
            self.literal = True
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)

    def on_text_area_changed(self) -> None:
        """Have as many rows as the text."""
        if not self.text:
            self.literal = False
        self._grow()

    def on_resize(self) -> None:
        """The text may take more rows now, or fewer."""
        self._grow()

    def _grow(self) -> None:
        rows = min(max(self.wrapped_document.height, 1), self.MAX_ROWS)
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    async def _on_key(self, event: events.Key) -> None:
        action = ACTIONS.get(event.key)
        if action is None and not self._press(event.key):
            return
        event.stop()
        event.prevent_default()
        if action is not None:
            await self.run_action(f"app.{action}")

    def _press(self, key: str) -> bool:
        """Do what is ours to do; return whether it was."""
        if key == "enter":
            self._send()
        elif key in _NEWLINE_KEYS:
            self._replace_via_keyboard("\n", *self.selection)
        elif key in ("tab", "shift+tab"):
            self._complete(back=key != "tab")
        elif key == "up" and self._in_row(0):
            self._remember(-1)
        elif key == "down" and self._in_row(self.wrapped_document.height - 1):
            self._remember(1)
        elif key == "ctrl+d" and not self.text:
            self.post_message(self.Leaving())
        else:
            return False
        return True

    def _send(self) -> None:
        text, literal = self.text, self.literal
        if text.strip() and text not in self._sent[-1:]:
            self._sent.append(text)
            del self._sent[:-_MAX_SENT]
        self.put("")
        self._send_on(text, literal)

    def _complete(self, *, back: bool) -> None:
        row, column = self.cursor_location
        cursor = len("\n".join([*self.text.split("\n")[:row], ""])) + column
        done = self._completion.complete(self.text, cursor, self._candidates(), back=back)
        if done is None:
            return
        literal = self.literal
        self.replace(done.text, (0, 0), self.document.end)
        self.literal = literal
        before = done.text[: done.cursor].split("\n")
        self.move_cursor((len(before) - 1, len(before[-1])))

    def _in_row(self, row: int) -> bool:
        """Whether the cursor stands in this row of the wrapped text, from above."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y == row

    def _remember(self, step: int) -> None:
        place = self._place + step
        if not 0 <= place <= len(self._sent):
            return
        if self._place == len(self._sent):
            self._unsent = self.text
        text = self._unsent if place == len(self._sent) else self._sent[place]
        self.put(text)
        self._place = place

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        lines = [clean_text(line).rstrip() for line in event.text.splitlines()]
        text = "\n".join(lines).strip("\n")
        if text.count("\n") >= FEW_LINES:
            self.post_message(self.LongPaste(text))
        elif text:
            self.add_pasted(text)
