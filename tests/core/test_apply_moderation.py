"""What acts of moderation change, and that a restart keeps it."""

from tests.core.driver import START_MS, Assembly
from veche.core import commands as c
from veche.core import snapshot
from veche.core.apply import apply
from veche.core.events import (
    AccessChanged,
    BanBody,
    ChannelRenamed,
    Event,
    Record,
    RenamedBody,
    ServerBanLifted,
    ServerBanSet,
    ServerLocked,
    Who,
)
from veche.core.replies import ServerBan

ANNA = Who("anna", "user", "host.test")


def happens(assembly: Assembly, event: Event, body: object = None) -> None:
    """Apply a record of the event."""
    apply(assembly.state, Record(1, START_MS, None, event, body))  # type: ignore[arg-type]


def test_access() -> None:
    """An entry comes, changes and goes."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    channel = assembly.channel("#a")
    happens(assembly, AccessChanged(channel.id, 5, "q"))
    happens(assembly, AccessChanged(channel.id, 6, "v"))
    happens(assembly, AccessChanged(channel.id, 5))
    assert channel.access == {6: "v"}


def test_a_name_and_those_before_it() -> None:
    """The old name is free; the last four lead members to it; an erased one nobody can take."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"))
    channel = assembly.channel("#a")
    for old, new in zip("abcdef", "bcdefg", strict=True):
        body = RenamedBody(ANNA, f"#{old}", f"#{new}", f"#{new}")
        happens(assembly, ChannelRenamed(7, channel.id), body)
    assert assembly.state.names["#g"] == channel.id
    assert "#a" not in assembly.state.names
    assert list(channel.former) == ["#c", "#d", "#e", "#f"]
    happens(assembly, ChannelRenamed(7, channel.id))
    assert channel.name == f"*{channel.id}"


def test_bans_and_the_lock_are_kept() -> None:
    """Until they are lifted; case apart."""
    assembly = Assembly()
    happens(assembly, ServerBanSet(5), BanBody(ANNA, "Spammer!*@*", "spam"))
    happens(assembly, ServerBanSet(), BanBody(ANNA, "10.0.0.0/8", "net"))
    happens(assembly, ServerLocked(True))
    kept = snapshot.load(snapshot.VERSION, snapshot.dump(assembly.state))
    assert kept.locked
    assert list(kept.bans.values()) == [
        ServerBan("Spammer!*@*", "anna", "spam", START_MS, 5),
        ServerBan("10.0.0.0/8", "anna", "net", START_MS, 0),
    ]
    happens(assembly, ServerBanLifted(), BanBody(ANNA, "SPAMMER!*@*"))
    happens(assembly, ServerLocked(False))
    assert list(assembly.state.bans) == ["10.0.0.0/8"]
    assert not assembly.state.locked
    happens(assembly, ServerBanSet())
    assert len(assembly.state.bans) == 1, "an erased body keeps out nobody"
