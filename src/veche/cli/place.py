"""What the commands that talk to a server have in common: the place, the name, the streams.

Owns how a server, a target and a name are read from the command line. Must not know what is done
there.
"""

import getpass
import os
from typing import TextIO

import click

from veche.client.address import Address, is_sendable, parse_address
from veche.client.translate import is_channel
from veche.core.limits import DEFAULT
from veche.core.names import check_channel, check_nick

_SEPARATOR = ","
NICK_CHARS = DEFAULT.nick_chars


def read_address(word: str) -> Address:
    """Read a server, with or without a name before it. Raises click.UsageError."""
    try:
        return parse_address(word)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error


def read_server(word: str) -> Address:
    """Read a server where a name before it is not needed. Raises click.UsageError."""
    return read_address(word if "@" in word or "://" in word else f"@{word}")


def read_channel(word: str) -> str:
    """Read a channel that may exist on some server. Raises click.UsageError."""
    # Other servers may allow more; what cannot be sent, or names several, is refused here.
    allowed = word.startswith("&") or check_channel(word, len(word)) is None
    if not allowed or len(word) < 2 or _SEPARATOR in word or not is_sendable(word):
        raise click.UsageError(f"{word!r} cannot be a channel.")
    return word


def read_target(word: str) -> str:
    """Read a channel, or the nick of somebody. Raises click.UsageError."""
    if is_channel(word):
        return read_channel(word)
    return read_nick(word)


def read_nick(word: str) -> str:
    """Read a nick that may exist on some server. Raises click.UsageError."""
    if not word or _SEPARATOR in word or not is_sendable(word):
        raise click.UsageError(f"{word!r} cannot be a name.")
    return word


def read_name(given: str | None, address: Address) -> str:
    """Return the name that a person chose, with --as or before the server, "" for none.

    Raises click.UsageError.
    """
    if given is None:
        return address.nick
    if address.nick and address.nick != given:
        raise click.UsageError(f"Two names, {address.nick!r} and {given!r}: which?")
    return read_nick(given)


def login() -> str:
    """Return the login name of whoever runs this, "" if there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def valid_nick(login: str, room: int = DEFAULT.nick_chars) -> str:
    """Return a valid nick as near to a login name as can be, "guest" where nothing is left.

    It is no longer than `room` letters.
    """
    nick = ""
    for letter in login:
        if len(nick) < room and check_nick(f"a{letter}", 2) is None:
            nick += letter
    nick = nick.lstrip("0123456789-")
    return nick if nick and check_nick(nick, DEFAULT.nick_chars) is None else "guest"


def accept_all_scripts(*streams: TextIO) -> None:
    """Show what a poor locale cannot encode as ?, rather than fail."""
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def close_quietly(stream: TextIO) -> None:
    """Flush; if nobody reads any more, let the interpreter's own flush at exit go nowhere."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
