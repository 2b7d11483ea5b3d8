"""The way to a user: the server's password, names refused, and the password of an account's name.

Owns the time and the number of tries for it. Must not know what comes after.
"""

from veche.core.commands import Command, LogIn, PasswordProof, Register
from veche.core.ids import Mono
from veche.core.passphrase import Passphrase
from veche.core.rejections import Code, Rejection
from veche.core.replies import LoggedInAs
from veche.protocols.base import ServerInfo
from veche.protocols.plain import sentences
from veche.protocols.plain.framing import Piece
from veche.protocols.plain.naming import NAMES_TRIED, last_words, read_name, registration
from veche.protocols.plain.password import Questions
from veche.protocols.plain.question import Question
from veche.protocols.plain.voice import Voice

_PASSWORDS_TRIED = 3


class Arrival:
    """One client's. `by` is when a name has to be there; `last` why it is to be shown out."""

    def __init__(
        self, host: str, info: ServerInfo, voice: Voice, questions: Questions, now: Mono
    ) -> None:
        limits = info.limits
        self.by: Mono | None = now + limits.register_s
        self.last = ""
        self._host = host
        self._limits = limits
        self._voice = voice
        self._questions = questions
        self._refused = 0
        self._password = info.password
        self._wrong = self._guesses = 0

    def take(self, piece: Piece, now: Mono) -> Command | None:
        """A line: a name, or the password that was asked for. None: there is nothing to ask."""
        if self._password is not None:
            self._knock(self._password, piece, now)
            return None
        if self._questions.pending:
            command = self._questions.answered(piece, now)
            if command is None:
                self._refuse(sentences.ANOTHER_NAME, now)
        else:
            command = self._named(piece, now)
        if command is not None:
            self.by = None
        return command

    def _knock(self, password: Passphrase, piece: Piece, now: Mono) -> None:
        """The line is the server's password, whatever it looks like."""
        self.by = now + self._limits.register_s
        if password.matches((piece or b"").decode(errors="replace")):
            self._password = None
            self._voice.prompt(sentences.RIGHT_SERVER_PASSWORD, now)
            return
        self._wrong += 1
        if self._wrong >= _PASSWORDS_TRIED:
            self.last = sentences.NOT_LET_IN
        else:
            self._voice.prompt(sentences.SERVER_PASSWORD, now, sentences.PASSWORD_PROMPT)

    def _named(self, piece: Piece, now: Mono) -> Command | None:
        name, fault = read_name(piece)
        if last := last_words(name):
            self.last = last
        elif fault:
            self._refuse(fault, now)
        else:
            return registration(name, self._host, self._limits)
        return None

    def logged_in(self, reply: LoggedInAs) -> Command:
        """The password was right: what is asked next."""
        return registration(reply.name, self._host, self._limits, reply.account)

    def rejected(self, command: Register | LogIn, rejection: Rejection, now: Mono) -> None:
        """The name cannot be had, or needs a password; or that was wrong."""
        if isinstance(command, Register) and rejection.code is Code.NICK_RESERVED:
            self._guesses = 0
            self._ask_password(command.nick, sentences.NAME_RESERVED, now)
        elif isinstance(command, LogIn) and rejection.code is Code.LOGIN_FAILED:
            self._guesses += 1
            if self._guesses < _PASSWORDS_TRIED and isinstance(command.proof, PasswordProof):
                self._ask_password(command.proof.account, sentences.WRONG_PASSWORD, now)
            else:
                self._refuse(sentences.WRONG_PASSWORDS, now)
        else:
            self._refuse(sentences.sentence(rejection), now)

    def _ask_password(self, name: str, why: str, now: Mono) -> None:
        self.by = now + self._limits.register_s
        self._questions.ask(Question(name), now, why)

    def _refuse(self, why: str, now: Mono) -> None:
        self._refused += 1
        if self._refused >= NAMES_TRIED:
            self.last = f"{why} {sentences.TOO_MANY_NAMES}"
            return
        self.by = now + self._limits.register_s
        self._voice.prompt(why, now)
