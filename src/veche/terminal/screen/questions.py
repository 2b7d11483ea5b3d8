"""What a person is asked, and what follows from the answers.

Owns the dialogs' consequences. Must not know what a dialog looks like.
"""

from collections.abc import Callable
from typing import Any

from textual.app import App

from veche.client.events import LoginRefused, NickRefused
from veche.terminal.exits import Exit
from veche.terminal.passwords import Passwords
from veche.terminal.sanitise import clean_name
from veche.terminal.screen.composer import Composer
from veche.terminal.screen.dialogs import (
    EDIT,
    SEND,
    HelpScreen,
    NickDialog,
    PasswordDialog,
    PasteDialog,
)
from veche.terminal.screen.session import Session
from veche.terminal.screen.switcher import Choice, Switcher, Way
from veche.terminal.wording import nick_refusal


class Questions:
    """One at a time. `done` is called after an answer was acted on, `leave` to leave now."""

    def __init__(
        self, app: App[Any], session: Session, done: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        self._app = app
        self._session = session
        self._done = done
        self._leave = leave
        self._nick_asked = False
        self.passwords = Passwords(session.client, session.sentences, self.password, self._tell)

    def nick(self) -> None:
        """Ask for a password or another nick, if the server waits for one."""
        refusal = self._session.refusal
        if refusal is None or self._nick_asked:
            return
        self._nick_asked = True
        if not self.passwords.help_in(refusal, lambda: self._without_password(refusal)):
            self._without_password(refusal)

    def password(self, text: str, answer: Callable[[str], None]) -> None:
        """Ask for a password; `text` is clean."""

        def take(password: str | None) -> None:
            self._settled()
            answer(password or "")
            self._done()

        self._app.push_screen(PasswordDialog(text.rstrip(": "), self._session.words), take)

    def _without_password(self, refusal: NickRefused | LoginRefused) -> None:
        session = self._session
        if isinstance(refusal, LoginRefused):
            session.code = Exit.REFUSED
            self._leave()
            return
        self._nick_asked = True

        def answer(nick: str | None) -> None:
            self._settled()
            if nick:
                session.client.take_nick(nick)
                self._done()
            else:
                session.code = Exit.REFUSED
                self._leave()

        reason = nick_refusal(refusal, session.sentences)
        dialog = NickDialog(reason, clean_name(refusal.nick), session.words)
        self._app.push_screen(dialog, answer)

    def _settled(self) -> None:
        self._nick_asked = False
        self._session.refusal = None

    def paste(self, text: str, composer: Composer) -> None:
        """Ask what a clean text of many lines is to be."""

        def answer(choice: str | None) -> None:
            if choice == SEND:
                self._session.commands.send(text, literal=True)
                self._done()
            elif choice == EDIT:
                composer.add_pasted(text)

        self._app.push_screen(PasteDialog(text, self._session.words), answer)

    def place(self) -> None:
        """Ask where to go, and go there."""
        session = self._session

        def answer(choice: Choice | None) -> None:
            if choice is None:
                return
            if choice.way is Way.JOIN:
                session.commands.join(choice.name)
            elif choice.way is Way.WRITE:
                session.commands.open_person(choice.name)
            elif room := session.rooms.find(choice.name):
                session.rooms.go(room)
            self._done()

        self._app.push_screen(Switcher(session.rooms, session.people(), session.words), answer)

    def help(self) -> None:
        """Show the keys and the commands."""
        rows = list(self._session.sentences.help.values())
        self._app.push_screen(HelpScreen(rows, self._session.words))

    def _tell(self, text: str) -> None:
        self._session.feed.tell(self._session.rooms.current, text)
