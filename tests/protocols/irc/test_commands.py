"""The table. https://modern.ircdocs.horse/#client-messages"""

import pytest

from tests.protocols.irc.handlers import commands_of, refusal
from veche.core.commands import Refuse
from veche.core.rejections import Code
from veche.protocols.irc.commands import TABLE


@pytest.mark.parametrize("word", [word for word, row in TABLE.items() if row.minimum])
def test_too_few_parameters(word: str) -> None:
    """461 names the command; an empty first parameter is none."""
    assert refusal(word) is Code.NEED_MORE
    assert refusal(f"{word} :") is Code.NEED_MORE
    if TABLE[word].minimum > 1:
        assert refusal(f"{word} x") is Code.NEED_MORE


@pytest.mark.parametrize("word", TABLE)
def test_no_command_is_without_answer(word: str) -> None:
    """Even with a label each becomes something that is answered."""
    assert commands_of(f"@label=1 {word} #a b c d")


@pytest.mark.parametrize("word", [word for word, row in TABLE.items() if row.needs])
def test_what_a_capability_brings(word: str) -> None:
    """Without it the command is unknown."""
    (command,) = commands_of(f"{word} #a", caps=0)
    assert isinstance(command, Refuse)
    assert command.rejection.code is Code.UNKNOWN_COMMAND


def test_unknown() -> None:
    """421 repeats the command."""
    assert refusal("FROBNICATE x") is Code.UNKNOWN_COMMAND
