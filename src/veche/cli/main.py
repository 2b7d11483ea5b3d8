"""`veche`: the group of subcommands, of which `serve` needs no name.

Owns which there are. Each is loaded only when it is used.
"""

import importlib
import sys

import click

from veche import __version__

_DEFAULT = "serve"
_SUBCOMMANDS = {
    "serve": "veche.cli.serve",
    "join": "veche.cli.join",
    "account": "veche.cli.account",
    "hash": "veche.cli.hash",
    "send": "veche.cli.send",
    "tail": "veche.cli.tail",
}
"""The module of each; the command in it has the same name."""


class _Lazy(click.Group):
    """Loads a subcommand when it is called, and takes the default where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _SUBCOMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(module), cmd_name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for param in self.params for name in param.opts} | {"--help", "-h"}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Lazy,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command, `veche` is `veche serve`.",
)
@click.version_option(__version__, prog_name="veche")
def cli() -> None:
    """Veche: a chat server with many doors and one conversation."""


def main() -> None:
    """The entry point. Wrong usage ends with one sentence on stderr and exit code 2."""
    try:
        cli.main(prog_name="veche", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(1)
