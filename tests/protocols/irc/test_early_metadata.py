"""METADATA before registration. https://ircv3.net/specs/extensions/metadata (before-connect)"""

from collections.abc import Sequence

from tests.protocols.irc.peer import ALICE, COUNTS, Wire
from veche.core import commands as c
from veche.core import replies as core
from veche.core.exchange import Done
from veche.core.limits import DEFAULT
from veche.core.replies.metadata import Telling
from veche.protocols.base import Request


def early(wire: Wire, line: str) -> list[str]:
    """What is said at once."""
    assert not wire.send(line)
    return [told.removeprefix(":irc.test ") for told in wire.output()]


def begun() -> Wire:
    """A client that has negotiated."""
    wire = Wire()
    wire.send("CAP LS 302", "CAP REQ :batch draft/metadata-3")
    wire.output()
    return wire


def register(wire: Wire) -> Sequence[Request]:
    """Get in; the requests that follow."""
    (request,) = wire.send("NICK alice", "USER al 0 * :Real Name", "CAP END")
    wire.output()
    wire.answer(request, Done(reply=core.Welcome(user=1, who=ALICE)), Done(reply=COUNTS))
    return wire.connection.requests()


def test_it_is_told_to_the_core_later() -> None:
    """Checked and answered at once; then all of it is one command, answered with a batch."""
    wire = begun()
    assert early(wire, "METADATA * SET URL :a b") == ["761 * * url * :a b"]
    assert early(wire, "METADATA * SET avatar :x") == ["761 * * avatar * :x"]
    assert early(wire, "METADATA * SET avatar") == ["766 * * avatar :That key has no value"]
    assert early(wire, "METADATA * SUB url color") == ["770 * url color"]
    assert early(wire, "METADATA * UNSUB color") == ["771 * color"]
    assert early(wire, "METADATA * SUBS") == ["772 * url"]
    (request,) = register(wire)
    assert request.commands == (c.IntroduceMetadata((("url", "a b"),), ("url",)),)
    rows = (core.MetadataRow("alice", "url", "a b"),)
    told = wire.answer(request, Done(reply=core.MetadataTold("alice", Telling.SYNCED, rows)))
    assert told[0].startswith(":irc.test BATCH +d")
    assert told[0].endswith(" metadata alice")
    assert told[1].endswith(" :irc.test 761 alice alice url * :a b")


def test_reading_it() -> None:
    """What was said so far."""
    wire = begun()
    early(wire, "METADATA * SET url :x")
    assert [line.partition(" ")[2] for line in early(wire, "METADATA * GET url other $")[1:-1]] == [
        ":irc.test 761 * * url * :x",
        ":irc.test 766 * * other :That key has no value",
        ":irc.test FAIL METADATA INVALID_KEY $ :That cannot be a key",
    ]
    assert len(early(wire, "METADATA * LIST")) == 3
    assert len(early(wire, "METADATA * CLEAR")) == 3
    assert len(early(wire, "METADATA * LIST")) == 2


def test_what_cannot_be() -> None:
    """As after registration."""
    wire = begun()
    assert early(wire, "METADATA bob SET url :x")[0].startswith("FAIL METADATA INVALID_TARGET bob ")
    assert early(wire, "METADATA * SET $ :x")[0].startswith("FAIL METADATA INVALID_KEY $ ")
    assert early(wire, f"METADATA * SET url :{'x' * 301}")[0].startswith(
        "FAIL METADATA INVALID_VALUE url "
    )
    assert early(wire, "METADATA * DESTROY")[0].startswith("FAIL METADATA SUBCOMMAND_INVALID ")
    assert early(wire, "METADATA *")[0].startswith("461 ")
    assert early(wire, "METADATA * SET")[0].startswith("461 ")
    for number in range(DEFAULT.metadata_keys):
        early(wire, f"METADATA * SET k{number} :x")
    assert early(wire, "METADATA * SET more :x")[0].startswith("FAIL METADATA LIMIT_REACHED ")
    for number in range(DEFAULT.metadata_subscriptions):
        early(wire, f"METADATA * SUB k{number}")
    assert early(wire, "METADATA * SUB more $")[0].startswith("FAIL METADATA TOO_MANY_SUBS more ")


def test_only_when_it_was_negotiated() -> None:
    """Others are told to register first, and get no batch then."""
    wire = Wire()
    assert early(wire, "METADATA * SET url :x")[0].startswith("451 ")
    (request,) = wire.send("NICK alice", "USER al 0 * :Real Name")
    wire.answer(request, Done(reply=core.Welcome(user=1, who=ALICE)), Done(reply=COUNTS))
    assert not wire.connection.requests()


def test_negotiated_later() -> None:
    """The batch comes then."""
    wire = Wire()
    wire.register("batch")
    wire.local("CAP REQ draft/metadata-2")
    (request,) = wire.connection.requests()
    assert request.commands == (c.IntroduceMetadata(),)
