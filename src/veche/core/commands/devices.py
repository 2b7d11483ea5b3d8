"""Commands of people who have several devices."""

from enum import Enum, unique
from typing import ClassVar

from veche.core.commands.base import Command


class ReadEntry(Command, frozen=True, gc=False):
    """What does somebody see who enters the channel? For a device of a user that another device
    of its has brought in. Answered with nothing to strangers."""

    slow: ClassVar[bool] = True
    weight: ClassVar[int] = 0
    channel: str


class ReadMarker(Command, frozen=True, gc=False):
    """Up to when have I read the channel or the nick?"""

    target: str


class MoveMarker(Command, frozen=True, gc=False):
    """I have read the channel or the nick up to this time, Unix milliseconds."""

    target: str
    at_ms: int


@unique
class Persistence(Enum):
    """What somebody has said of staying without a session."""

    ON = "on"
    OFF = "off"
    DEFAULT = ""


class ReadPersistence(Command, frozen=True, gc=False):
    """Do I stay?"""


class SetPersistence(Command, frozen=True, gc=False):
    """I want to stay, or not."""

    setting: Persistence
