"""What is typed before anything is ready to show it.

Owns the terminal's own echo. Must not know what is typed.
"""

import contextlib
import os
from collections.abc import Iterator

try:
    import termios
except ImportError:  # not on this system: its terminals have no such echo
    termios = None  # type: ignore[assignment]


@contextlib.contextmanager
def without_echo(descriptor: int) -> Iterator[None]:
    """Let what is typed wait unseen for whoever reads it, who will show it once.

    The terminal is as it was afterwards. Nothing happens where `descriptor` is no terminal.
    """
    if not os.isatty(descriptor) or termios is None:
        yield
        return
    before = termios.tcgetattr(descriptor)
    local_modes = 3  # its place in the list of tcgetattr
    quiet = list(before)
    quiet[local_modes] &= ~termios.ECHO
    termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
