"""What a line becomes, for the tests of the command handlers."""

from veche.core.commands import Command, Refuse
from veche.core.limits import DEFAULT, Limits
from veche.core.rejections import Code
from veche.protocols.irc.asking import ask
from veche.protocols.irc.reading import read

EVERYTHING = (1 << 30) - 1


def commands_of(line: str, limits: Limits = DEFAULT, caps: int = EVERYTHING) -> list[Command]:
    """The commands in a line of a registered client."""
    message = read(line.encode(), limits)
    assert message is not None
    pending = ask(message, len(line.encode()) + 2, caps, 20, limits)
    return [] if pending is None else list(pending.commands)


def refusal(line: str, limits: Limits = DEFAULT) -> Code:
    """The code of a line that is refused."""
    (command,) = commands_of(line, limits)
    assert isinstance(command, Refuse)
    return command.rejection.code
