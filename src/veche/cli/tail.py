"""`veche tail`: follow a channel from a script or in a terminal.

Owns the command line and where messages go. Must not know the protocol.
"""

import os
import random
import sys
from collections.abc import Mapping
from datetime import datetime

import click

from veche.cli.credentials import account_options, credentials
from veche.cli.place import (
    NICK_CHARS,
    accept_all_scripts,
    login,
    read_channel,
    read_name,
    read_server,
    valid_nick,
)
from veche.cli.running import run, tell
from veche.client.address import Address
from veche.client.driver import Driver
from veche.client.profile import Profile
from veche.terminal.exits import Exit
from veche.terminal.output import Output
from veche.terminal.runner import PATIENCE_S, Runner
from veche.terminal.since import parse_since
from veche.terminal.tailing import Tailing, Taker
from veche.terminal.takers import CommandTaker, JsonShower, TextShower
from veche.terminal.visit import Visit, Wish, spare_names
from veche.terminal.visit_words import VisitWords, visit_words
from veche.terminal.words import language

_STDOUT = 1
_ENDING = "-tail"
_BACKLOG = 10
_SECONDS = click.FloatRange(0, 86_400, min_open=True)


@click.command(short_help="Follow a channel.")
@click.argument("channel", metavar="#CHANNEL")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--since", metavar="AGE|TIME|MSGID", help="From then on: 1h30m, 2025-01-02T03:04, an id."
)
@click.option(
    "-n", "count", type=click.IntRange(0, 1_000), metavar="COUNT",
    help=f"Begin with the last COUNT messages [{_BACKLOG}].",
)  # fmt: skip
@click.option("--poll", is_flag=True, help="Tell what is there, and end.")
@click.option("--exec", "command", metavar="COMMAND", help="Run it for each message instead.")
@click.option(
    "--exec-timeout", "command_s", type=_SECONDS, default=PATIENCE_S, metavar="SECONDS",
    help=f"How long COMMAND may take each time [{PATIENCE_S:.0f}].",
)  # fmt: skip
@click.option(
    "--to", "--server", "server", metavar="[NICK@]HOST[:PORT]", help="The server [127.0.0.1:8080]."
)
@click.option("--tls/--no-tls", default=None, help="Encrypt (the default on port 6697).")
@click.option("--as", "name", metavar="NAME", help="Be there under this name, and no other.")
@account_options
@click.option("--key", default="", metavar="KEY", help="The key of the channel.")
@click.option("--create", is_flag=True, help="Make the channel if there is none.")
@click.option(
    "--timeout", "patience_s", type=_SECONDS, default=30.0, metavar="SECONDS",
    help="Give up, on the way in, when nothing comes for so long [30].",
)  # fmt: skip
def tail(
    channel: str,
    as_json: bool,
    since: str | None,
    count: int | None,
    poll: bool,
    command: str | None,
    command_s: float,
    server: str | None,
    tls: bool | None,
    name: str | None,
    account: str,
    password_file: str,
    certificate: str,
    key: str,
    create: bool,
    patience_s: float,
) -> None:
    """Follow a channel: messages on standard output, all else on standard error.

    A lost connection is made again, and no message is missed or told twice. --exec runs COMMAND
    by the shell, for one message after another: the message is on its standard input as JSON, and
    in VECHE_NICK, VECHE_TEXT, VECHE_TIME, VECHE_MSGID ...; put them in quotes.

    \b
    veche tail '#ops'
    veche tail '#ops' --json --since 1h | jq -r .text
    veche tail '#ops' --poll --json --since aab3kq5uaaaba      what came after that message
    veche tail '#ops' -n 0 --exec 'notify-send "$VECHE_NICK" "$VECHE_TEXT"'

    \b
    Exit codes: 0 told, or nobody reads any more, 2 usage, 3 unreachable, 4 refused,
    5 no such channel, 6 timed out, 130 Ctrl-C.
    """
    channel = read_channel(channel)
    address = read_server(server) if server is not None else Address()
    chosen = read_name(name, address)
    if since is not None and count is not None:
        raise click.UsageError("--since and -n: which?")
    if as_json and command is not None:
        raise click.UsageError("--json and --exec: COMMAND gets JSON anyway, and nothing is shown.")
    backlog = _BACKLOG if count is None else count
    wish = Wish(str(address), channel, key, create, _read_since(since), backlog)
    words = visit_words(language(os.environ))
    who = credentials(account, password_file, certificate)
    accept_all_scripts(sys.stderr)

    async def work() -> Exit:
        me = valid_nick(login(), NICK_CHARS - len(_ENDING)) + _ENDING
        nick = chosen or who.account
        spare = iter(()) if nick else spare_names(me, NICK_CHARS, random.random)
        profile = Profile(
            nick or me,
            username=valid_nick(login()),
            account=who.account,
            account_password=who.password,
            certificate=who.certificate,
        )
        driver = Driver(address, profile, tls=tls, connect_s=min(patience_s, 10.0))
        visit = Visit(driver, wish, spare, tell, words)
        taker = _taker(channel, command, command_s, words, as_json=as_json)
        return await Tailing(driver, visit, taker, tell, patience_s, follow=not poll).run()

    sys.exit(run(work()))


def _read_since(text: str | None) -> datetime | str | None:
    if text is None:
        return None
    try:
        return parse_since(text, datetime.now().astimezone())
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error


def _taker(
    channel: str, command: str | None, command_s: float, words: VisitWords, *, as_json: bool
) -> Taker:
    if command is not None:
        return CommandTaker(Runner(command, tell, command_s, words), channel)
    output = Output(_STDOUT)
    if as_json:
        return JsonShower(output, channel)
    terminal = os.isatty(_STDOUT)
    encoding = sys.stdout.encoding or "utf-8"
    colour = terminal and has_colour(os.environ)
    return TextShower(output, channel, encoding, terminal=terminal, colour=colour)


def has_colour(environment: Mapping[str, str]) -> bool:
    """Return whether a terminal is to be given colours (no-color.org)."""
    return not environment.get("NO_COLOR") and environment.get("TERM", "dumb") != "dumb"
