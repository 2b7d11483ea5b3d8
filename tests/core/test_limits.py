"""The one table of limits."""

import msgspec
import pytest

from veche.core.limits import DEFAULT, Limits


def test_all_are_positive() -> None:
    """A limit of nothing would be another feature."""
    for name in Limits.__struct_fields__:
        value = getattr(DEFAULT, name)
        assert value is True or value > 0, name


def test_those_that_depend_on_each_other() -> None:
    """What one limit allows must not break another."""
    assert DEFAULT.joins_per_line <= DEFAULT.channels_per_user
    assert DEFAULT.plain_line_bytes <= DEFAULT.bytes_under_way <= DEFAULT.outbox_bytes
    assert DEFAULT.ping_s < DEFAULT.silence_s
    assert DEFAULT.topic_chars < DEFAULT.irc_line_bytes
    assert DEFAULT.asks_under_way <= DEFAULT.batch_asks
    assert DEFAULT.bytes_under_way <= DEFAULT.batch_bytes


def test_unknown_limits_are_refused() -> None:
    """A misspelt one must not be silently unlimited."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"nick_char": 5}, Limits)
    assert msgspec.convert({"nick_chars": 5}, Limits).nick_chars == 5
