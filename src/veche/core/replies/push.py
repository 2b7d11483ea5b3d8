"""Answers about push."""

import msgspec


class PushChanged(msgspec.Struct, frozen=True, gc=False):
    """What is at the endpoint is told from now on; `on` is False: no more."""

    endpoint: str
    on: bool
