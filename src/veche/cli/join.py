"""`veche join`: talk from a terminal, or through a pipe.

Owns the command line and the choice between full screen, lines and pipe. Must not know the
protocol. What connects and what shows is loaded behind a terminal that has ceased to echo.
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from veche.cli.credentials import Credentials, account_options, credentials
from veche.cli.place import (
    accept_all_scripts,
    close_quietly,
    login,
    read_address,
    read_channel,
    valid_nick,
)
from veche.client.address import Address
from veche.terminal.echo import without_echo
from veche.terminal.exits import Exit
from veche.terminal.words import LANGUAGES, Words, words_in
from veche.terminal.words import language as language_of

if TYPE_CHECKING:
    from veche.client.driver import Driver

_LOBBY = "#lobby"
# A closed terminal too ends in order: the server would keep the name for who only lost contact.
_ENDS = ("SIGTERM", "SIGHUP")


@click.command()
@click.argument("place", nargs=-1, metavar="[NICK@HOST[:PORT]] [#CHANNEL]")
@click.option("--tls/--no-tls", default=None, help="Encrypt (the default on port 6697).")
@account_options
@click.option("--plain", is_flag=True, help="On a terminal: lines, not the full screen.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Of what Veche says; else the locale's (LC_ALL, LC_MESSAGES, LANG).",
)
def join(
    place: tuple[str, ...],
    tls: bool | None,
    account: str,
    password_file: str,
    certificate: str,
    plain: bool,
    language: str | None,
) -> None:
    """Talk in a channel: on the full screen, in lines, or through a pipe.

    A lost connection is made again, and nothing is missed or said twice. /help helps;
    Ctrl-D leaves. A name that is an account's asks for its password.

    \b
    veche join                                the server on this machine, #lobby, your login name
    veche join alice@chat.example:6697 '#dev'
    veche join --account alice                as an account; the password is asked for
    veche join --plain                        type, and Enter sends
    make 2>&1 | veche join                    in a pipe: lines in, messages out

    \b
    Exit codes: 0 all that you sent is acknowledged, 2 usage, 3 unreachable, or given up while the
    connection was lost, 4 refused, 5 no such channel, 6 timed out, 130 Ctrl-C.
    """
    address, channel = _read_place(place)
    language = language or language_of(os.environ)
    accept_all_scripts(sys.stdout, sys.stderr)
    who = credentials(account, password_file, certificate)
    people = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    with without_echo(sys.stdin.fileno()) if people else contextlib.nullcontext():
        try:
            code = asyncio.run(_join(address, channel, tls, who, plain, people, language))
        except KeyboardInterrupt:
            code = Exit.INTERRUPTED
    close_quietly(sys.stdout)
    sys.exit(code)


async def _join(
    address: Address,
    channel: str,
    tls: bool | None,
    who: Credentials,
    plain: bool,
    people: bool,
    language: str,
) -> Exit:
    from veche.client.driver import Driver
    from veche.client.errors import UnreachableError
    from veche.client.profile import Profile
    from veche.terminal.return_ticket import ReturnTicket, state_directory
    from veche.terminal.wording import why

    words = words_in(language)
    nick = address.nick or who.account or valid_nick(login())
    # An account needs no other way back.
    guest = people and who == Credentials()
    ticket = ReturnTicket(state_directory(os.environ), str(address), nick) if guest else None
    profile = Profile(
        nick,
        username=valid_nick(login()),
        secret=ticket.secret if ticket else "",
        account=who.account,
        account_password=who.password,
        certificate=who.certificate,
        asks=people,
        unread=True,
    )
    driver = Driver(address, profile, tls=tls, keep=ticket.keep if ticket else None)
    try:
        await driver.connect()
    except UnreachableError as error:
        reason = why(str(error), words)
        click.echo(words.unreachable.format(address=address, reason=reason), err=True)
        return Exit.UNREACHABLE
    if not people:
        return await _talk_through_pipe(driver, channel, words)
    # The full screen is drawn on the standard error, as Textual does.
    drawable = sys.stderr is not None and sys.stderr.isatty()
    if plain or not drawable or os.environ.get("TERM", "dumb") == "dumb":
        return await _talk_in_lines(driver, channel, words)
    # It takes a while to load, and is of use to people only.
    from veche.terminal.screen.app import run

    def leave() -> None:
        driver.client.abort()
        driver.flush()

    _on_signals(leave, *_ENDS)
    try:
        return await run(driver, [channel], language=language)
    finally:
        await driver.close()


def _on_signals(act: Callable[[], None], *names: str) -> None:
    """Let signals be acted upon in the event loop, as far as this system has and can catch them."""
    for name in names:
        if number := getattr(signal, name, None):
            with contextlib.suppress(NotImplementedError):
                asyncio.get_running_loop().add_signal_handler(number, act)


async def _talk_through_pipe(driver: "Driver", channel: str, words: Words) -> Exit:
    from veche.terminal.lines import LineMode
    from veche.terminal.pipe import PipeConsole

    mode = LineMode(driver, PipeConsole(0, sys.stdout, sys.stderr), channel, words)
    # Where it cannot be caught so, KeyboardInterrupt ends it, without a last sentence.
    _on_signals(mode.interrupt, "SIGINT", *_ENDS)
    return await mode.run()


async def _talk_in_lines(driver: "Driver", channel: str, words: Words) -> Exit:
    from veche.terminal.lines import LineMode
    from veche.terminal.prompt import PromptConsole

    with PromptConsole() as console:
        mode = LineMode(driver, console, channel, words)
        _on_signals(mode.interrupt, *_ENDS)
        return await mode.run()


def _read_place(place: tuple[str, ...]) -> tuple[Address, str]:
    address, channel = None, None
    for word in place:
        if word.startswith("#") and channel is None:
            channel = read_channel(word)
        elif address is None and not word.startswith("#"):
            address = read_address(word)
        else:
            raise click.UsageError(f"One server and one channel; {word!r} is too much.")
    return address or Address(), channel or _LOBBY
