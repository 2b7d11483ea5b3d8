"""Passwords, asked for where somebody can be asked.

Owns when one is asked for, and what is done with the answer. Must not know how it is typed: `ask`
puts a question whose answer is not seen, and calls with it; "" is no answer.
"""

from collections.abc import Callable

from veche.client.client import Client, State
from veche.client.events import LoginRefused, NickRefused
from veche.client.login import Fault
from veche.terminal.sanitise import clean_name, clean_text
from veche.terminal.wording import login_fault
from veche.terminal.words import Words

Ask = Callable[[str, Callable[[str], None]], None]


class Passwords:
    """One person's; `tell` shows a clean sentence."""

    def __init__(self, client: Client, words: Words, ask: Ask, tell: Callable[[str], None]) -> None:
        self._client = client
        self._words = words
        self._ask = ask
        self._tell = tell

    def help_in(self, event: NickRefused | LoginRefused, otherwise: Callable[[], None]) -> bool:
        """Ask for a password, if one lets us in; return whether it does.

        `otherwise` is called if none is given.
        """
        words = self._words
        match event:
            case NickRefused(reserved=True, nick=account):
                text = words.password_reserved.format(nick=clean_name(account))
            case LoginRefused(fault=Fault.REFUSED, account=account):
                if self._client.state is not State.REGISTERING:
                    return False
                reason = login_fault(event, words)
                text = words.password_again.format(account=clean_name(account), reason=reason)
            case _:
                return False
        self._ask(text, lambda password: self._log_in(account, password, otherwise))
        return True

    def log_in(self, account: str) -> None:
        """Ask for the password of an account, and log in to it; "": of our nick's name."""
        account = account.partition(" ")[0] or self._client.nick
        text = self._words.password_of.format(account=clean_name(account))
        self._ask(text, lambda password: self._log_in(account, password, lambda: None))

    def register(self) -> None:
        """Ask for a new password, twice, and open an account of our nick's name with it."""
        text = self._words.password_new.format(nick=clean_name(self._client.nick))
        self._ask(text, self._repeat)

    def change(self) -> None:
        """Ask for the password of our account, and twice for another, and have that one."""
        self._ask(self._words.password_now, self._next)

    def _next(self, old: str) -> None:
        if old:
            self._ask(self._words.password_next, lambda new: self._once_more(old, new))

    def _once_more(self, old: str, new: str) -> None:
        if new:
            text = self._words.password_repeat
            self._ask(text, lambda again: self._change(old, new, again))

    def _change(self, old: str, new: str, again: str) -> None:
        if new == again:
            self._try(lambda: self._client.change_password(old, new))
        else:
            self._tell(self._words.password_differs)

    def _log_in(self, account: str, password: str, otherwise: Callable[[], None]) -> None:
        if password:
            self._try(lambda: self._client.log_in(account, password))
        else:
            otherwise()

    def _repeat(self, password: str) -> None:
        if password:
            self._ask(self._words.password_repeat, lambda again: self._open(password, again))

    def _open(self, password: str, again: str) -> None:
        if password == again:
            self._try(lambda: self._client.open_account(password))
        else:
            self._tell(self._words.password_differs)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except ValueError as error:
            self._tell(self._words.not_sent.format(what=clean_text(str(error))))
