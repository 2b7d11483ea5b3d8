"""Shapes of what a connection reports."""

import dataclasses
import typing

from veche.client import events, reports


def test_every_report_is_a_frozen_value() -> None:
    """Every event is a report as well, and none is left out of `Report`."""
    members = typing.get_args(reports.Report)
    assert set(typing.get_args(events.Event)) < set(members)
    for kind in members:
        assert vars(kind)["__dataclass_params__"].frozen
    own = {v for v in vars(reports).values() if dataclasses.is_dataclass(v)}
    assert {v for v in own if getattr(v, "__module__", "") == reports.__name__} <= set(members)
