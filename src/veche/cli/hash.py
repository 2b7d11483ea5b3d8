"""`veche hash`: the hash of an operator's password, for `[operators]` in the configuration.

Owns what is asked and printed. The password itself is kept nowhere.
"""

import click

from veche.cli.passwords import new_password
from veche.core.limits import DEFAULT
from veche.server.passwords import hasher


@click.command()
def hash() -> None:
    """Hash an operator's password, typed twice or piped in, for the configuration.

    \b
    [operators]
    alice = "$argon2id$..."
    """
    click.echo(hasher().hash(new_password(DEFAULT, "")))
