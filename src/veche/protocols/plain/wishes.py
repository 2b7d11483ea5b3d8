"""What a line asks of the door first, and what the door then asks of the core.

Owns the shapes: wishes, payloads of the `Echo` that such a line becomes, to be shown what was said
or to find the message it means; and a request whose outcome the door waits for.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from veche.core.commands import Command, Search
from veche.core.exchange import Done
from veche.core.ids import Id, Mono
from veche.core.rejections import Rejection


class ShowHistory(msgspec.Struct, frozen=True):
    """The last `count` messages of a channel, or with a nick; 0: as many as usual."""

    target: str
    count: int = 0


class Look(msgspec.Struct, frozen=True):
    """What was found, the newest of it."""

    search: Search


class More(msgspec.Struct, frozen=True):
    """What came before that which was shown last."""


class Seek(msgspec.Struct, frozen=True):
    """Do it to a message: the last one in `target` by `nick`; by anybody else, if that is empty;
    or with `own` one's own, without a target wherever that was.

    `make` makes the command, from the place and the message.
    """

    target: str
    make: Callable[[str, Id], Command]
    nick: str = ""
    own: bool = False


Wish = ShowHistory | Look | More | Seek

Then = Callable[[Done | Rejection, Mono], Iterator[bytes]]
"""Given the outcome: what is shown. What changes has changed on return."""


class Wanted(NamedTuple):
    """To be asked; `then` takes the answer, which without it is told as any."""

    command: Command
    then: Then | None = None
