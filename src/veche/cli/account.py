"""`veche account`: the accounts of the server on this machine.

Owns its subcommands and their words. The running server is asked by its admin socket; one that is
stopped has its log opened.
"""

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from veche.cli.passwords import new_password
from veche.config import ConfigError, load
from veche.core.commands import (
    AddAccount,
    ChangeCredentials,
    Command,
    EraseAccount,
    ListAccounts,
    SwitchAccount,
)
from veche.core.events import Credentials
from veche.core.names import fold
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts, ListedAccount
from veche.eventlog.base import LogError
from veche.eventlog.personal import personal
from veche.eventlog.reader import SqliteReader
from veche.server.admin_socket import ask_running
from veche.server.administering import AdminError, Told
from veche.server.data_dir import DATABASE, default_path
from veche.server.passwords import hashed, hasher
from veche.server.stopped import ask_stopped

_TOKEN_BYTES = 32
_AT_ONCE = 500  # records: they fit into one line of the admin socket
_SENTENCES = {
    Code.NO_SUCH_ACCOUNT: "There is no account {subject}.",
    Code.ACCOUNT_EXISTS: "There is an account {subject} already.",
    Code.NAME_IN_USE: "Somebody is using the name {subject} just now.",
    Code.BAD_ACCOUNT_NAME: "{subject} cannot be an account's name: {detail}.",
    Code.KEY_IN_USE: "That certificate or token is another account's.",
    Code.READ_ONLY: "The server cannot store anything just now.",
}


@click.group()
@click.option("--data", metavar="DATA", help="Directory of the data (~/.local/share/veche).")
@click.option("--config", metavar="FILE", help="Settings, a TOML file.")
@click.pass_context
def account(ctx: click.Context, data: str | None, config: str | None) -> None:
    """Make, change and list the accounts of the server on this machine."""
    try:
        flags = {("server", "data"): data} if data else {}
        ctx.obj = load(Path(config) if config else None, os.environ, flags)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error


@account.command()
@click.argument("name")
@click.option("--owner", is_flag=True, help="The account owns the server.")
@click.option("--no-password", is_flag=True, help="It is entered by a token or certificate.")
@click.pass_context
def add(ctx: click.Context, name: str, owner: bool, no_password: bool) -> None:
    """Make an account. The password is asked for, or read from standard input."""
    credentials = Credentials()
    if not no_password:
        encoded, scram = hashed(new_password(ctx.obj.limits, name), hasher())
        credentials = Credentials(encoded, scram)
    _ask(ctx, AddAccount(name, credentials, owner))
    click.echo(f"The account {name} is there.")


@account.command()
@click.argument("name")
@click.pass_context
def passwd(ctx: click.Context, name: str) -> None:
    """Give an account another password."""
    encoded, scram = hashed(new_password(ctx.obj.limits, name), hasher())
    _ask(ctx, ChangeCredentials(name, encoded, scram))
    click.echo(f"The password of {name} is changed.")


@account.command()
@click.argument("name")
@click.option("--label", default="token", help="What it is called in the list.")
@click.pass_context
def token(ctx: click.Context, name: str, label: str) -> None:
    """Make a token that a program logs in with, and print it. It is shown this once."""
    made = secrets.token_urlsafe(_TOKEN_BYTES)
    digest = hashlib.sha256(made.encode()).hexdigest()
    _ask(ctx, ChangeCredentials(name, token=(digest, label)))
    click.echo(made)


@account.command()
@click.argument("name")
@click.argument("fingerprint")
@click.pass_context
def certificate(ctx: click.Context, name: str, fingerprint: str) -> None:
    """Let who shows this TLS certificate in (SHA-256 of its DER form, hexadecimal)."""
    given = fingerprint.replace(":", "").lower()
    if len(given) != 64 or not set(given) <= set("0123456789abcdef"):
        raise click.ClickException("A fingerprint has 64 hexadecimal digits.")
    _ask(ctx, ChangeCredentials(name, certificate=given))
    click.echo(f"The certificate is {name}'s.")


@account.command()
@click.argument("name")
@click.argument("what")
@click.pass_context
def revoke(ctx: click.Context, name: str, what: str) -> None:
    """Take away the tokens of this label, or this certificate."""
    _ask(ctx, ChangeCredentials(name, removed=(what,)))
    click.echo(f"{name} cannot use {what} any more.")


@account.command()
@click.argument("name")
@click.pass_context
def disable(ctx: click.Context, name: str) -> None:
    """Let nobody log in to an account, and show out whoever is."""
    _ask(ctx, SwitchAccount(name, True))
    click.echo(f"The account {name} is disabled.")


@account.command()
@click.argument("name")
@click.pass_context
def enable(ctx: click.Context, name: str) -> None:
    """Let an account be used again."""
    _ask(ctx, SwitchAccount(name, False))
    click.echo(f"The account {name} is enabled.")


@account.command()
@click.argument("name")
@click.option("--messages", is_flag=True, help="What it said goes as well.")
@click.confirmation_option(prompt="Erase it for good?")
@click.pass_context
def erase(ctx: click.Context, name: str, messages: bool) -> None:
    """Erase an account for good, and all that is kept of it. Its name is free then.

    What it said stays, under its name, without --messages.
    """
    _ask(ctx, SwitchAccount(name, True))  # so that nothing is added while the log is gone through
    (found,) = (row for row in _listed(ctx) if fold(row.name) == fold(name))
    try:
        with contextlib.closing(SqliteReader(_directory(ctx) / DATABASE)) as reader:
            records = tuple(personal(reader, found.id, found.name, messages=messages))
    except LogError as error:
        raise click.ClickException(str(error)) from error
    last = max(0, len(records) - 1) // _AT_ONCE * _AT_ONCE
    for start in range(0, last, _AT_ONCE):
        _ask(ctx, EraseAccount(name, records[start : start + _AT_ONCE], more=True))
    _ask(ctx, EraseAccount(name, records[last:]))
    click.echo(f"The account {name} is erased.")


@account.command("list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List the accounts: name, since when, and what is to be known of it."""
    for row in _listed(ctx):
        since = datetime.fromtimestamp(row.created_ms / 1000, UTC).date()
        notes = [
            "owner" if row.owner else "",
            "disabled" if row.disabled else "",
            "" if row.password else "no password",
            f"{len(row.certificates)} certificates" if row.certificates else "",
            f"tokens: {', '.join(row.tokens)}" if row.tokens else "",
            f"here as {row.nick}" if row.nick else "",
        ]
        click.echo(f"{row.name:<32} {since}  {'; '.join(filter(None, notes))}".rstrip())


def _listed(ctx: click.Context) -> Sequence[ListedAccount]:
    found = _ask(ctx, ListAccounts())
    assert isinstance(found, Accounts)
    return found.accounts


def _directory(ctx: click.Context) -> Path:
    data = ctx.obj.server.data
    return Path(data).expanduser() if data else default_path()


def _ask(ctx: click.Context, command: Command) -> Told:
    config, directory = ctx.obj, _directory(ctx)
    try:
        try:
            answer = ask_running(directory, command)
        except (FileNotFoundError, ConnectionRefusedError):
            answer = ask_stopped(directory, config.limits, command)
    except AdminError as error:
        raise click.ClickException(str(error)) from error
    if isinstance(answer, Rejection):
        text = _SENTENCES.get(answer.code, "That cannot be done: {detail}.")
        raise click.ClickException(text.format(subject=answer.subject, detail=answer.detail))
    sys.stdout.flush()
    return answer
