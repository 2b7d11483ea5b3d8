"""The bell, and a notification of the terminal's desktop.

Owns the bytes and how often there may be any. Must not know what a mention is.
"""

from collections.abc import Callable, Mapping

from veche.terminal.sanitise import clean_text

_TITLE_CHARS = 40
_BODY_CHARS = 120
# A flood of mentions rings once in this time.
_PAUSE_S = 2.0
_BELL = "\x07"
# They show the sequence itself.
_POOR_TERMINALS = ("", "dumb", "linux")


class Bell:
    """Rings, but not all the time."""

    def __init__(self, clock: Callable[[], float], environment: Mapping[str, str]) -> None:
        """`clock` is monotonic, in seconds; `environment` says which terminal it is."""
        self._clock = clock
        self._poor = environment.get("TERM", "") in _POOR_TERMINALS
        self._quiet_until = float("-inf")

    def ring(self, title: str, body: str) -> str:
        """Return what to write to the terminal for `title` and `body`; "" if it rang just now."""
        now = self._clock()
        if now < self._quiet_until:
            return ""
        self._quiet_until = now + _PAUSE_S
        return _BELL if self._poor else notification(title, body) + _BELL


def notification(title: str, body: str) -> str:
    """Return OSC 777 (urxvt, foot, VTE ...) and OSC 9 (iTerm2, kitty, Windows Terminal ...).

    The texts may be anything: they come out clean, short, and without the separator `;`.
    """
    title, body = _safe(title, _TITLE_CHARS), _safe(body, _BODY_CHARS)
    # In OSC 9 a number at the beginning is a command of ConEmu's; a title begins with a letter.
    return f"\x1b]777;notify;{title};{body}\x07\x1b]9;Veche: {title}: {body}\x07"


def _safe(text: str, chars: int) -> str:
    text = clean_text(text[: chars * 4]).replace(";", ",")
    return text if len(text) <= chars else f"{text[: chars - 1]}…"
