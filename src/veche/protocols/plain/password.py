"""Asking for a password: what for, and what the line that comes means.

Owns the question. The line is no message and no name, whatever is in it.
"""

from typing import TypeVar

import msgspec

from veche.core.commands import (
    BecomeOperator,
    ChangePassword,
    ClaimServer,
    Command,
    LogIn,
    OpenAccount,
    PasswordProof,
)
from veche.core.ids import Mono
from veche.core.secret import Secret
from veche.protocols.plain import sentences
from veche.protocols.plain.framing import Framer, Piece
from veche.protocols.plain.question import Purpose, Question
from veche.protocols.plain.voice import Voice

PROMPT = "Password: "

Guess = TypeVar("Guess", bound=ClaimServer | BecomeOperator)
# RFC 857: a server that says it will echo, and does not, keeps a password off the screen.
HIDE = bytes((255, 251, 1))
SHOW = bytes((255, 252, 1))

_WHY = {
    Purpose.LOGIN: sentences.LOGIN_PASSWORD,
    Purpose.OPEN: sentences.NEW_PASSWORD,
    Purpose.OPERATOR: sentences.OPERATOR_PASSWORD,
    Purpose.CHANGE: sentences.OLD_PASSWORD,
}


class Questions:
    """One client's: at most one is open. `address` is what limits per address count it as."""

    def __init__(self, voice: Voice, framer: Framer, address: str) -> None:
        self._voice = voice
        self._framer = framer
        self._address = address
        self._question: Question | None = None

    @property
    def pending(self) -> bool:
        """The next line is a password."""
        return self._question is not None

    def ask(self, question: Question, now: Mono, why: str = "") -> None:
        """Say why, and ask."""
        why = why or (sentences.NEXT_PASSWORD if question.old else _WHY[question.purpose])
        self._question = question
        self._voice.prompt(why.format(name=question.name), now, PROMPT)
        if self._hiding:
            self._voice.hidden(HIDE)

    def answered(self, piece: Piece, now: Mono) -> Command | None:
        """What the line asks for; None when it is empty, or cannot be a password, or another one
        is asked for."""
        question, self._question = self._question, None
        if self._hiding:
            self._voice.hidden(SHOW + b"\n")  # the line end was not shown either
        try:
            password = (piece or b"").decode()
        except UnicodeDecodeError:
            return None
        if not password or question is None:
            return None
        secret = Secret(password)
        match question.purpose:
            case Purpose.OPEN:
                return OpenAccount(question.name, secret, self._address)
            case Purpose.OPERATOR:
                return BecomeOperator(question.name, secret, self._address)
            case Purpose.CHANGE if question.old is not None:
                return ChangePassword(question.old, secret, self._address)
            case Purpose.CHANGE:
                self.ask(Question(question.name, Purpose.CHANGE, secret), now)
                return None
        return LogIn(PasswordProof(question.name, secret), self._address)

    def regret(self, now: Mono) -> None:
        """Say that no password came, if none is asked for any more."""
        if not self.pending:
            self._voice.now(sentences.NO_PASSWORD, now)

    def addressed(self, command: Guess) -> Guess:
        """The command, with whom limits count it to."""
        return msgspec.structs.replace(command, address=self._address)

    @property
    def _hiding(self) -> bool:
        return self._framer.telnet and not self._framer.chunked
