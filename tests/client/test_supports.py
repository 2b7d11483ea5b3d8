"""RPL_ISUPPORT: https://modern.ircdocs.horse/#rplisupport-parameters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.supports import Supports


def _supports(*tokens: str) -> Supports:
    supports = Supports()
    supports.take(tokens)
    return supports


def test_what_holds_where_the_server_says_nothing() -> None:
    """RFC 2811."""
    supports = _supports()
    assert (supports.ranks, supports.rank_of("o"), supports.rank_of("h")) == ("@+", "@", "")
    assert supports.is_channel("#a")
    assert supports.is_channel("&a")
    assert not supports.is_channel("")
    assert (supports.nick_length, supports.history_page, supports.network) == (0, 0, "")
    assert supports.history_by_msgid
    assert supports.history_by_time


def test_what_the_server_says() -> None:
    """And takes back."""
    supports = _supports(
        "PREFIX=(qov)~@+", "NICKLEN=32", "CHATHISTORY=200", "NETWORK=Town", "CHANTYPES=#",
        "MSGREFTYPES=timestamp", "TOPICLEN=390", "CHANNELLEN=64", "SAFELIST",
    )  # fmt: skip
    assert supports.ranks == "~@+"
    assert (supports.nick_length, supports.history_page) == (32, 200)
    assert (supports.topic_length, supports.channel_length) == (390, 64)
    assert supports.network == "Town"
    assert not supports.is_channel("&a")
    assert not supports.history_by_msgid
    supports.take(["-NICKLEN", "PREFIX="])
    assert (supports.nick_length, supports.ranks) == (0, "")


def test_what_is_switched_on() -> None:
    """As the connection has negotiated it."""
    supports = _supports()
    supports.capabilities = frozenset(("batch",))
    assert supports.has("batch")
    assert not supports.has("echo-message")


@pytest.mark.parametrize("value", ["-1", "9" * 20, "", "٣", "1e3"])
def test_numbers_that_are_none(value: str) -> None:
    """Are as if nothing was said."""
    assert _supports(f"NICKLEN={value}").nick_length == 0


@given(st.lists(st.text(max_size=30)), st.text(max_size=3))
def test_nothing_raises(tokens: list[str], letter: str) -> None:
    """Whatever a server says."""
    supports = _supports(*tokens, *(f"PREFIX={token}" for token in tokens))
    supports.rank_of(letter)
    supports.takes_argument(letter, True)
    supports.is_channel(letter)
    assert supports.history_page >= 0
