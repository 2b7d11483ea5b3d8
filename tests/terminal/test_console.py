"""The interface of a console."""

import io

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from veche.terminal.console import Console
from veche.terminal.pipe import PipeConsole
from veche.terminal.prompt import PromptConsole


def test_both_consoles_are_consoles() -> None:
    """The type checker sees to the rest."""
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        consoles: list[Console] = [PipeConsole(0, io.StringIO(), io.StringIO()), PromptConsole()]
    assert [console.interactive for console in consoles] == [False, True]
    assert not any(console.closed for console in consoles)
