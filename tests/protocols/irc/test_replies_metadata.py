"""Answers about metadata. https://ircv3.net/specs/extensions/metadata"""

from collections.abc import Iterable

from tests.protocols.irc.peer import ALICE, BOB
from veche.core import replies as core
from veche.core.rejections import Code, Rejection
from veche.core.replies.metadata import Telling
from veche.protocols.irc import replies_metadata as metadata
from veche.protocols.irc.capabilities import BATCH, METADATA_2, METADATA_3
from veche.protocols.irc.numerics import Client

TWO = Client(":s", "alice", BATCH | METADATA_2)
THREE = Client(":s", "alice", BATCH | METADATA_3)
ROW = core.MetadataRow("bob", "url", "x y")
BAD = Rejection(Code.BAD_KEY_NAME, "$")


def bare(lines: Iterable[str]) -> list[str]:
    """Without the source."""
    return [line.replace(":s ", "", 1) for line in lines]


def told(client: Client, telling: Telling, *rows: core.MetadataRow) -> list[str]:
    """The lines of such an answer."""
    return bare(metadata.told(client, core.MetadataTold("bob", telling, rows), "9"))


def test_a_change() -> None:
    """One numeric, in no batch."""
    assert told(TWO, Telling.CHANGED, ROW) == ["761 alice bob url * :x y"]
    gone = core.MetadataRow("bob", "url")
    assert told(THREE, Telling.CHANGED, gone) == ["766 alice bob url :That key has no value"]


def test_reading() -> None:
    """A batch with the target, also when it is empty; keys that are none are told in it."""
    fault = core.MetadataRow("bob", "$", fault=BAD)
    assert told(TWO, Telling.READ, ROW, fault) == [
        "BATCH +d9 metadata bob",
        "@batch=d9 761 alice bob url * :x y",
        "@batch=d9 FAIL METADATA KEY_INVALID $ :That cannot be a key",
        "BATCH -d9",
    ]
    assert told(TWO, Telling.READ) == ["BATCH +d9 metadata bob", "BATCH -d9"]
    assert told(Client(":s", "alice", METADATA_2), Telling.READ, ROW) == [
        "761 alice bob url * :x y"
    ]


def test_synchronising() -> None:
    """In the form of the version."""
    assert told(TWO, Telling.SYNCED, ROW)[1] == "@batch=d9 METADATA bob url * :x y"
    assert told(THREE, Telling.SYNCED, ROW)[1] == "@batch=d9 761 alice bob url * :x y"
    assert told(THREE, Telling.SYNCED) == ["BATCH +d9 metadata bob", "BATCH -d9"]


def test_subscriptions() -> None:
    """Keys first, then what is wrong, then what there is; or that there is too much."""
    reply = core.Subscribed(("a", "b"), (BAD,), (ROW,))
    assert bare(metadata.subscribed(TWO, reply)) == [
        "770 alice a b",
        "FAIL METADATA KEY_INVALID $ :That cannot be a key",
        "METADATA bob url * :x y",
    ]
    later = core.Subscribed(("a",), (), None, ("#a", "#b"))
    assert bare(metadata.subscribed(THREE, later)) == [
        "770 alice a",
        "774 alice #a 5",
        "774 alice #b 5",
    ]
    assert bare(metadata.unsubscribed(TWO, core.Unsubscribed(("a",), (BAD,))))[0] == "771 alice a"
    assert bare(metadata.subscriptions(TWO, core.Subscriptions(("a", "b")))) == ["772 alice a b"]
    assert bare(metadata.subscriptions(TWO, core.Subscriptions(()))) == []
    many = tuple(f"key-{number:060}" for number in range(20))
    assert len(list(metadata.subscriptions(TWO, core.Subscriptions(many)))) == 3


def test_on_entry() -> None:
    """Only for those who know it."""
    view = core.ChannelView(1, "#c", False, None, (), 0, (ROW,))
    assert bare(metadata.on_entry(THREE, view)) == ["761 alice bob url * :x y"]
    assert bare(metadata.on_entry(Client(":s", "alice", BATCH), view)) == []
    much = core.ChannelView(1, "#c", False, None, (), 0, None)
    assert bare(metadata.on_entry(TWO, much)) == ["774 alice #c 5"]


def test_whois() -> None:
    """RPL_WHOISKEYVALUE."""
    status = (("status", "at sea"),)
    member = core.Member(BOB, "", "Bob")
    reply = core.Whois(member, "", (), "", 0, 0, False, metadata=status)
    assert bare(metadata.on_whois(TWO, reply)) == ["760 alice bob status * :at sea"]
    assert bare(metadata.on_whois(Client(":s", ALICE.nick), reply)) == []
