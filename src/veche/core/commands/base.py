"""What every command has, and what a door has answered in its place."""

from typing import ClassVar

import msgspec

from veche.core.rejections import Rejection


class Command(msgspec.Struct, frozen=True, gc=False):
    """The base of all commands.

    `slow`: the session's later input waits until this one has been answered.
    `weight`: how many messages it counts as against the rate limit.
    """

    slow: ClassVar[bool] = False
    weight: ClassVar[int] = 1


class Echo(Command, frozen=True, gc=False):
    """Answered with the payload, in order: for what the door answers by itself (PING, CAP)."""

    weight: ClassVar[int] = 0
    payload: object = None


class Refuse(Command, frozen=True, gc=False):
    """Answered with the rejection, in order: for input that the door could not accept."""

    rejection: Rejection
