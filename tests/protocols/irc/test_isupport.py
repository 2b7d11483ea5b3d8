"""ISUPPORT. https://modern.ircdocs.horse/#rplisupport-005"""

from tests.protocols.irc.peer import INFO, Wire
from veche.core.limits import Limits
from veche.protocols.base import ServerInfo, UploadsAt
from veche.protocols.irc.capabilities import BATCH, EXTENDED_ISUPPORT, SECURE
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


def test_long_names_leave_less_room() -> None:
    """No line is longer than 510 bytes, and no token is lost."""
    lines = list(isupport(Client(f":{'s' * 60}", "я" * 32), INFO))
    assert all(len(line.encode()) <= 510 for line in lines)
    found = [word for line in lines for word in line.partition(" :")[0].split(" ")[3:]]
    assert found == tokens(INFO)


def test_one_batch_for_those_who_know_it() -> None:
    """draft/isupport, with batch alone (IRCv3 extended-isupport)."""
    first, *lines, last = isupport(Client(":s", "al", EXTENDED_ISUPPORT | BATCH), INFO)
    assert (first, last) == (":s BATCH +isupport draft/isupport", ":s BATCH -isupport")
    assert all(line.startswith("@batch=isupport :s 005 al ") for line in lines)
    plain = list(isupport(Client(":s", "al", EXTENDED_ISUPPORT), INFO))
    assert [f"@batch=isupport {line}" for line in plain] == lines


def test_tokens_follow_the_limits() -> None:
    """What is said is what holds."""
    info = ServerInfo(network="A b", limits=Limits(nick_chars=9, targets_per_line=3))
    told = dict(token.partition("=")[::2] for token in tokens(info))
    assert told["NICKLEN"] == "9"
    assert "PRIVMSG:3" in told["TARGMAX"].split(",")
    assert told["NETWORK"] == "A-b"
    assert told["CHANMODES"] == "beI,k,EHWfl,CMRSUimnpst"
    assert told["PREFIX"] == "(qaohv)~&@%+"
    assert told["EXTBAN"] == ",am"
    assert told["UTF8ONLY"] == ""
    assert told["MSGREFTYPES"] == "msgid,timestamp"


def test_where_files_are_brought() -> None:
    """Under both names; a client that came through TLS gets only what it may use."""
    plain, secure = "http://chat.test:8080/upload", "https://chat.test/upload"
    info = ServerInfo(uploads=UploadsAt(plain, secure))
    for caps, at in ((0, plain), (SECURE, secure)):
        text = "\n".join(isupport(Client(":s", "al", caps), info))
        assert f" draft/FILEHOST={at} soju.im/FILEHOST={at} :" in text
    nowhere = ServerInfo(uploads=UploadsAt(plain))
    assert "FILEHOST" not in "".join(isupport(Client(":s", "al", SECURE), nowhere))
    assert "FILEHOST" not in "".join(isupport(Client(":s", "al"), ServerInfo()))


def test_the_picture_of_the_network() -> None:
    """Where it is, with what an ISUPPORT value cannot hold escaped; nothing where there is none.

    https://modern.ircdocs.horse/#rplisupport-005, IRCv3 network-icon
    """
    info = ServerInfo(icon="https://chat.test/icon?a=b", uploads=UploadsAt("http://chat.test/up"))
    (token,) = [found for found in tokens(info) if found.startswith("draft/ICON")]
    assert token == r"draft/ICON=https://chat.test/icon?a\x3Db"
    text = "\n".join(isupport(Client(":s", "al"), info))
    assert f" {token} " in text
    assert not any("ICON" in found for found in tokens(ServerInfo()))


def test_tokens_are_in_order() -> None:
    """Alphabetically, so that they are found."""
    info = ServerInfo(icon="https://a.test/i", uploads=UploadsAt("http://a.test/up"), push_key="k")
    names = [token.partition("=")[0] for token in tokens(info)]
    assert names == sorted(names)


def test_before_registration() -> None:
    """For those who have asked for it; others are not registered."""
    wire = Wire()
    assert wire.send("CAP LS 302", "ISUPPORT") == ()
    assert wire.output()[-1] == ":irc.test 451 * :You have not registered"
    wire.send("CAP REQ :draft/extended-isupport batch", "ISUPPORT")
    _, first, *lines, last = wire.output()
    assert first == ":irc.test BATCH +isupport draft/isupport"
    assert all(line.startswith("@batch=isupport :irc.test 005 * ") for line in lines)
    assert last == ":irc.test BATCH -isupport"
