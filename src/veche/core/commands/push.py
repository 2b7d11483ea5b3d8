"""Commands about push: where one's devices are told of messages while they are not connected."""

from veche.core.commands.base import Command
from veche.core.ids import Id


class RegisterPush(Command, frozen=True, gc=False):
    """Tell this device of mine; see `Subscription`."""

    endpoint: str
    public: bytes
    secret: bytes
    capabilities: tuple[str, ...] = ()


class UnregisterPush(Command, frozen=True, gc=False):
    """Tell it no more."""

    endpoint: str


class DropPush(Command, frozen=True, gc=False):
    """The server's own: the push service knows the subscription, which `record` made, no more."""

    account: Id
    record: Id
