"""`veche account`: the accounts of the server on this machine.

Owns its subcommands and their words. The running server is asked by its admin socket; one that is
stopped has its log opened.
"""

import hashlib
import secrets
import sys
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
from veche.core.rejections import Code, Rejection
from veche.core.replies import Accounts
from veche.server.admin_socket import ask_running
from veche.server.administering import AdminError, Told
from veche.server.data_dir import default_path
from veche.server.passwords import hashed, hasher
from veche.server.stopped import ask_stopped

_TOKEN_BYTES = 32
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
        ctx.obj = load(Path(config) if config else None, flags=flags)
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
@click.confirmation_option(prompt="Erase it for good?")
@click.pass_context
def erase(ctx: click.Context, name: str) -> None:
    """Erase an account for good. Its name is free then."""
    _ask(ctx, EraseAccount(name))
    click.echo(f"The account {name} is erased.")


@account.command("list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List the accounts: name, since when, and what is to be known of it."""
    found = _ask(ctx, ListAccounts())
    assert isinstance(found, Accounts)
    for row in found.accounts:
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


def _ask(ctx: click.Context, command: Command) -> Told:
    config = ctx.obj
    data = config.server.data
    directory = Path(data).expanduser() if data else default_path()
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
