"""An IRCv3 client: state machines without I/O, and asyncio around them.

`Chat` is for bots and scripts, `Driver` for programs with a loop of their own, `Client` for those
who bring their own sockets. Needs nothing of the server, and works with other IRC servers as well.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from veche.client.address import Address, parse_address
    from veche.client.chat import Chat, Message
    from veche.client.client import Client, State
    from veche.client.driver import Driver
    from veche.client.errors import (
        ClientError,
        EndedError,
        LoginFailedError,
        NoSuchChannelError,
        NotLetInError,
        RefusedError,
        UnreachableError,
    )
    from veche.client.events import Event, How, Kind, Said
    from veche.client.profile import Profile

__all__ = [
    "Address",
    "Chat",
    "Client",
    "ClientError",
    "Driver",
    "EndedError",
    "Event",
    "How",
    "Kind",
    "LoginFailedError",
    "Message",
    "NoSuchChannelError",
    "NotLetInError",
    "Profile",
    "RefusedError",
    "Said",
    "State",
    "UnreachableError",
    "parse_address",
]

# Each is loaded when it is first used, so that a part costs no more than itself (PEP 562).
_MODULES = {
    "address": ("Address", "parse_address"),
    "chat": ("Chat", "Message"),
    "client": ("Client", "State"),
    "driver": ("Driver",),
    "errors": (
        "ClientError",
        "EndedError",
        "LoginFailedError",
        "NoSuchChannelError",
        "NotLetInError",
        "RefusedError",
        "UnreachableError",
    ),
    "events": ("Event", "How", "Kind", "Said"),
    "profile": ("Profile",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # else every name would be there for type checkers

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
