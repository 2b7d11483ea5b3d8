"""`veche join`: talk from a terminal, or through a pipe.

Owns the command line and the choice between the two. Must not know the protocol.
"""

import asyncio
import getpass
import os
import sys
from typing import TextIO

import click

from veche.client.address import Address, is_sendable, parse_address
from veche.client.transport import UnreachableError, connect
from veche.core.limits import DEFAULT
from veche.core.names import check_channel, check_nick
from veche.terminal.exits import Exit
from veche.terminal.lines import LineMode
from veche.terminal.pipe import PipeConsole
from veche.terminal.sanitise import clean_text

_LOBBY = "#lobby"


@click.command()
@click.argument("place", nargs=-1, metavar="[NICK@HOST[:PORT]] [#CHANNEL]")
@click.option("--tls/--no-tls", default=None, help="Encrypt (the default on port 6697).")
def join(place: tuple[str, ...], tls: bool | None) -> None:
    """Talk in a channel: type, and Enter sends; exit or Ctrl-D leaves; /help helps.

    \b
    veche join                                the server on this machine, #lobby, your login name
    veche join alice@chat.example:6697 '#dev'
    make 2>&1 | veche join                    in a pipe: lines in, messages out

    \b
    Exit codes: 0 all that you sent is acknowledged, 2 usage, 3 unreachable or connection lost,
    4 refused, 5 no such channel, 6 timed out, 130 Ctrl-C.
    """
    address, channel = _read_place(place)
    nick = address.nick or valid_nick(_login())
    encrypted = address.tls if tls is None else tls
    for stream in (sys.stdout, sys.stderr):
        _accept_all_scripts(stream)
    try:
        code = asyncio.run(_join(address, channel, nick, tls=encrypted))
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    _close_quietly(sys.stdout)
    sys.exit(code)


async def _join(address: Address, channel: str, nick: str, *, tls: bool) -> Exit:
    try:
        link = await connect(address, nick, valid_nick(_login()), tls=tls)
    except UnreachableError as error:
        click.echo(f"Cannot reach {address}: {clean_text(str(error))}", err=True)
        return Exit.UNREACHABLE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return await LineMode(link, PipeConsole(0, sys.stdout, sys.stderr), channel).run()
    # Costs a quarter of a second, and is of use to people only.
    from veche.terminal.prompt import PromptConsole

    with PromptConsole() as console:
        return await LineMode(link, console, channel).run()


def _read_place(place: tuple[str, ...]) -> tuple[Address, str]:
    address, channel = None, None
    for word in place:
        if word.startswith("#") and channel is None:
            channel = word
            # Other servers may allow more; what cannot be sent, or names several, is refused here.
            if "," in word or not is_sendable(word) or check_channel(word, len(word)) is not None:
                raise click.UsageError(f"{word!r} cannot be a channel.")
        elif address is None and not word.startswith("#"):
            try:
                address = parse_address(word)
            except ValueError as error:
                raise click.UsageError(f"{error}.") from error
        else:
            raise click.UsageError(f"One server and one channel; {word!r} is too much.")
    return address or Address(), channel or _LOBBY


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def valid_nick(login: str) -> str:
    """Return a valid nick as near to a login name as can be, "guest" where nothing is left."""
    nick = ""
    for letter in login:
        if len(nick) < DEFAULT.nick_chars and check_nick(f"a{letter}", 2) is None:
            nick += letter
    nick = nick.lstrip("0123456789-")
    return nick if nick and check_nick(nick, DEFAULT.nick_chars) is None else "guest"


def _accept_all_scripts(stream: TextIO) -> None:
    """Show what a poor locale cannot encode as ?, rather than fail."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")


def _close_quietly(stream: TextIO) -> None:
    """Flush; if nobody reads any more, let the interpreter's own flush at exit go nowhere."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
