"""The shapes of events."""

import dataclasses
import typing

from veche.client import events


def test_every_event_is_a_frozen_value() -> None:
    """They can be compared, kept and handed to any thread; and none is left out of `Event`."""
    members = typing.get_args(events.Event)
    for kind in members:
        assert dataclasses.is_dataclass(kind)
        parameters = vars(kind)["__dataclass_params__"]
        assert parameters.frozen
    named = {value for value in vars(events).values() if dataclasses.is_dataclass(value)}
    assert named - set(members) == {events.ChannelRow}
