"""`veche send`: say something in a channel, or to somebody, from a script.

Owns the command line and where the lines come from. Must not know the protocol.
"""

import os
import random
import re
import stat
import sys
from collections.abc import AsyncIterator

import click

from veche.cli.credentials import Credentials, account_options, credentials
from veche.cli.place import (
    NICK_CHARS,
    accept_all_scripts,
    login,
    read_name,
    read_server,
    read_target,
    valid_nick,
)
from veche.cli.running import run, tell
from veche.client.address import Address
from veche.client.driver import Driver
from veche.client.events import Kind
from veche.client.profile import Profile
from veche.client.translate import is_channel
from veche.terminal.descriptor import read_lines
from veche.terminal.exits import Exit
from veche.terminal.sending import Sending
from veche.terminal.visit import Visit, Wish, spare_names
from veche.terminal.visit_words import visit_words
from veche.terminal.words import language

_LINE_BREAK = re.compile(r"\r\n|[\r\n]")
_STDIN = 0


@click.command(short_help="Say something from a script.")
@click.argument("target", metavar="#CHANNEL|NAME")
@click.argument("words", nargs=-1, metavar="[TEXT]...")
@click.option(
    "--to", "--server", "server", metavar="[NICK@]HOST[:PORT]", help="The server [127.0.0.1:8080]."
)
@click.option("--tls/--no-tls", default=None, help="Encrypt (the default on port 6697).")
@click.option("--as", "name", metavar="NAME", help="Say it under this name, and no other.")
@click.option("--file", "path", metavar="PATH", help="Send the lines of a file; - is the input.")
@click.option("--notice", is_flag=True, help="As notices, which nothing answers by itself.")
@click.option("--action", is_flag=True, help="As what you do: * alice waves.")
@account_options
@click.option("--key", default="", metavar="KEY", help="The key of the channel.")
@click.option("--create", is_flag=True, help="Make the channel if there is none.")
@click.option(
    "--timeout",
    "patience_s",
    type=click.FloatRange(0, 86_400, min_open=True),
    default=30.0,
    metavar="SECONDS",
    help="Give up when nothing is answered for so long [30].",
)
def send(
    target: str,
    words: tuple[str, ...],
    server: str | None,
    tls: bool | None,
    name: str | None,
    account: str,
    password_file: str,
    certificate: str,
    path: str | None,
    notice: bool,
    action: bool,
    key: str,
    create: bool,
    patience_s: float,
) -> None:
    """Send text to a channel or to somebody: TEXT of several lines is one if the server can.

    Without TEXT the lines come from standard input and are sent as they come, each a message;
    blank lines are none. A lost connection is made again, and nothing is said twice. The name is
    that of your login, or one like it if it is taken.

    \b
    veche send '#ops' backup is done
    make 2>&1 | veche send '#build'
    veche send '#ops' --file report.txt --to chat.example:6697
    veche send alice --as cron -- -5 degrees

    \b
    Exit codes: 0 all of it is acknowledged, 2 usage, 3 unreachable, 4 refused,
    5 no such channel, 6 timed out, 130 Ctrl-C.
    """
    target = read_target(target)
    address = read_server(server) if server is not None else Address()
    chosen = read_name(name, address)
    if notice and action:
        raise click.UsageError("A message is a notice or an action, not both.")
    kind = Kind.NOTICE if notice else Kind.ACTION if action else Kind.TEXT
    lines = _lines(words, path)
    who = credentials(account, password_file, certificate)
    accept_all_scripts(sys.stderr)
    wish = Wish(str(address), target if is_channel(target) else "", key, create)
    sys.exit(run(_send(address, tls, chosen, who, wish, target, kind, lines, patience_s)))


async def _send(
    address: Address,
    tls: bool | None,
    chosen: str,
    who: Credentials,
    wish: Wish,
    target: str,
    kind: Kind,
    lines: AsyncIterator[str],
    patience_s: float,
) -> Exit:
    me = valid_nick(login())
    nick = chosen or who.account
    spare = iter(()) if nick else spare_names(me, NICK_CHARS, random.random)
    profile = Profile(
        nick or me,
        username=me,
        account=who.account,
        account_password=who.password,
        certificate=who.certificate,
    )
    driver = Driver(address, profile, tls=tls, connect_s=min(patience_s, 10.0))
    visit = Visit(driver, wish, spare, tell, visit_words(language(os.environ)))
    return await Sending(driver, visit, target, kind, tell, patience_s).run(lines)


def _lines(words: tuple[str, ...], path: str | None) -> AsyncIterator[str]:
    """Return what to send, from wherever it is to come. Raises click.UsageError."""
    if words and path is not None:
        raise click.UsageError("Text and --file: which?")
    if words:
        # What is no UTF-8 came in as lone surrogates (PEP 383).
        text = os.fsencode(" ".join(words)).decode("utf-8", "replace")
        if not text.strip():
            raise click.UsageError("There is nothing to send.")
        return _given("\n".join(_LINE_BREAK.split(text)))
    if path is not None and path != "-":
        return read_lines(_open(path))
    if os.isatty(_STDIN):
        tell(visit_words(language(os.environ)).typing)
    return read_lines(_STDIN)


def _open(path: str) -> int:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise click.UsageError(f"{path!r} cannot be read: {why or error}.") from error
    if stat.S_ISDIR(os.fstat(descriptor).st_mode):
        raise click.UsageError(f"{path!r} is a directory.")
    return descriptor


async def _given(text: str) -> AsyncIterator[str]:
    yield text.strip("\n")
