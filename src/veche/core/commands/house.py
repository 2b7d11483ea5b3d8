"""The server's own commands."""

from veche.core.commands.base import Command


class Start(Command, frozen=True, gc=False):
    """Made by the hub's shell, once: a new life of the server begins."""


class KeepHouse(Command, frozen=True, gc=False):
    """Made by the hub's shell, now and then: let expire what has expired."""
