"""A new password from the person at the terminal, or from a pipe.

Owns the asking; the password is never an argument, which other users of the machine could see.
"""

import sys

import click

from veche.core.decide.accounts import password_fault
from veche.core.limits import Limits


def new_password(limits: Limits, account: str) -> str:
    """Asked for twice on a terminal, else the first line. Raises click.ClickException."""
    if sys.stdin.isatty():
        password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    fault = password_fault(limits, account, password)
    if fault is not None:
        raise click.ClickException(f"That cannot be the password: {fault.detail}.")
    return password
