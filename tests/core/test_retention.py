"""How long what was said is kept."""

import msgspec

from tests.core.driver import START_MS, Assembly
from veche.core import commands as c
from veche.core.limits import DEFAULT
from veche.core.rejections import Rejection
from veche.core.retention import Expiry, expiries

DAY_MS = 86_400_000


def test_for_ever_unless_somebody_says_otherwise() -> None:
    """The server for all of it, a channel's operators for theirs."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    assert expiries(assembly.state, DEFAULT, START_MS) == ()
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "E", "7"),)))
    channel = Expiry(assembly.channel("#a").id, START_MS - 7 * DAY_MS)
    assert expiries(assembly.state, DEFAULT, START_MS) == (channel,)
    limits = msgspec.structs.replace(DEFAULT, history_days=0.5)
    server = Expiry(0, START_MS - DAY_MS // 2)
    assert expiries(assembly.state, limits, START_MS) == (server, channel)
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(False, "E"),)))
    assert expiries(assembly.state, DEFAULT, START_MS) == ()


def test_days_are_a_number() -> None:
    """From one to ten years' worth."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    for days in ("0", "-1", "4000", "x", None):
        result = assembly.one(1, c.ChangeModes("#a", (c.AskedChange(True, "E", days),)))
        assert isinstance(result, Rejection) or getattr(result, "reply", None) is not None
        assert "E" not in assembly.channel("#a").modes


def test_what_was_said_to_some_of_a_channel_goes_with_it() -> None:
    """It is a conversation of its own, and the channel's all the same."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), c.SendMessage("@#a", "among us"))
    assembly.do(1, c.ChangeModes("#a", (c.AskedChange(True, "E", "7"),)))
    channel = assembly.channel("#a")
    found = [rule.conversation for rule in expiries(assembly.state, DEFAULT, START_MS)]
    assert found == [channel.id, channel.statuses["o"]]
