"""Commands of people who have several devices."""

from enum import Enum, unique

from veche.core.commands.base import Command


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
