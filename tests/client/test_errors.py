"""The exceptions of the client."""

import inspect

import pytest

from veche.client import errors
from veche.client.errors import ClientError, NoSuchChannelError, RefusedError

ALL = [value for _, value in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", ALL)
def test_one_base_catches_them_all(kind: type[Exception]) -> None:
    """And the text is what is shown."""
    assert issubclass(kind, ClientError)
    assert str(kind("the reason")) == "the reason"


def test_a_channel_that_is_not_there_is_a_refusal() -> None:
    """Who does not care why, catches one."""
    assert len(ALL) > 5
    assert issubclass(NoSuchChannelError, RefusedError)
