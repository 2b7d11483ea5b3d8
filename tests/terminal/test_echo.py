"""What is typed before anything is ready to show it."""

import os
import pty
import termios

from veche.terminal.echo import without_echo

_LOCAL_MODES = 3


def _echoes(descriptor: int) -> bool:
    return bool(termios.tcgetattr(descriptor)[_LOCAL_MODES] & termios.ECHO)


def test_it_is_not_echoed_and_not_lost() -> None:
    """It waits for whoever reads it; afterwards the terminal is as before, after an error too."""
    keyboard, terminal = pty.openpty()
    try:
        try:
            with without_echo(terminal):
                assert not _echoes(terminal)
                os.write(keyboard, b"early\n")
                assert os.read(terminal, 100) == b"early\n"
                raise KeyError
        except KeyError:
            assert _echoes(terminal)
        # Had it been echoed, it would come before this.
        os.write(terminal, b"then\n")
        assert os.read(keyboard, 100) == b"then\r\n"
    finally:
        os.close(keyboard)
        os.close(terminal)


def test_what_is_no_terminal_is_left_alone() -> None:
    """A pipe has no echo."""
    reading, writing = os.pipe()
    with without_echo(reading):
        os.write(writing, b"x")
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)
