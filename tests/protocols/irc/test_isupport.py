"""ISUPPORT. https://modern.ircdocs.horse/#rplisupport-005"""

from tests.protocols.irc.peer import INFO
from veche.core.limits import Limits
from veche.protocols.base import ServerInfo
from veche.protocols.irc.isupport import isupport, tokens
from veche.protocols.irc.numerics import Client


def test_at_most_13_tokens_a_line() -> None:
    """With client and text that makes 15 parameters; each line fits."""
    lines = list(isupport(Client(":irc.test", "al"), INFO))
    assert len(lines) > 1
    found = []
    for line in lines:
        assert len(line) <= 510
        head, _, text = line.partition(" :")
        assert text == "are supported by this server"
        words = head.split(" ")
        assert words[:3] == [":irc.test", "005", "al"]
        assert 1 <= len(words[3:]) <= 13
        found += words[3:]
    assert found == tokens(INFO)


def test_tokens_follow_the_limits() -> None:
    """What is said is what holds."""
    info = ServerInfo(network="A b", limits=Limits(nick_chars=9, targets_per_line=3))
    told = dict(token.partition("=")[::2] for token in tokens(info))
    assert told["NICKLEN"] == "9"
    assert "PRIVMSG:3" in told["TARGMAX"].split(",")
    assert told["NETWORK"] == "A-b"
    assert told["CHANMODES"] == "beI,k,l,imnst"
    assert told["PREFIX"] == "(ov)@+"
    assert told["UTF8ONLY"] == ""
    assert told["MSGREFTYPES"] == "msgid,timestamp"
