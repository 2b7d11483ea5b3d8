"""An account on a server, and what proves that it is ours, from the command line.

Owns the options, the variables of the environment and the asking. A password is never an argument,
which other users of the machine could see.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click

from veche.client.login import NO_PASSWORD, check_login
from veche.core.secret import Secret

PASSWORD = "VECHE_ACCOUNT_PASSWORD"
# A terminal, whatever the standard input is.
_TERMINAL = "/dev/tty"
_MOST_BYTES = 65_536
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account, "" for none, and what is to prove it."""

    account: str = ""
    password: Secret = NO_PASSWORD
    certificate: str = ""


def account_options(command: _Command) -> _Command:
    """Give a command the options that `credentials` takes."""
    for option in (
        click.option(
            "--certificate",
            metavar="FILE",
            default="",
            envvar="VECHE_ACCOUNT_CERTIFICATE",
            help="Log in with a TLS certificate: PEM, with its key.",
        ),
        click.option(
            "--password-file",
            metavar="FILE",
            default="",
            envvar=f"{PASSWORD}_FILE",
            help="The account's password is its first line.",
        ),
        click.option(
            "--account",
            metavar="NAME",
            default="",
            envvar="VECHE_ACCOUNT",
            help=f"Log in to it; the password is asked for, or in {PASSWORD}.",
        ),
    ):
        command = option(command)
    return command


def credentials(account: str, password_file: str, certificate: str) -> Credentials:
    """Return who to be; asks for a password that is nowhere else. Raises click.UsageError."""
    if not account:
        if password_file and not certificate:
            raise click.UsageError("--password-file is for --account NAME.")
        return Credentials(certificate=certificate)
    password = os.environ.get(PASSWORD, "")
    if password_file:
        password = _first_line(password_file)
    elif not password and not certificate:
        password = _asked(account)
    try:
        check_login(account, password)
    except ValueError as error:
        raise click.UsageError("The account or its password cannot be sent.") from error
    return Credentials(account, Secret(password), certificate)


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            password = file.readline(_MOST_BYTES).rstrip("\r\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise click.UsageError(f"{path!r} cannot be read: {why}.") from error
    if not password:
        raise click.UsageError(f"The first line of {path!r} is no password.")
    return password


def _asked(account: str) -> str:
    if not _somebody_is_there():
        raise click.UsageError(
            f"There is no terminal to ask for the password: --password-file, or {PASSWORD}."
        )
    password: str = click.prompt(f"Password of {account}", hide_input=True, err=True)
    return password


def _somebody_is_there() -> bool:
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
