"""How events change channels and memberships."""

import pytest

from tests.core.driver import Assembly, assert_consistent, picture
from veche.core.apply import apply
from veche.core.commands import Invite, Join, Part
from veche.core.events import (
    ChannelExpired,
    Event,
    Joined,
    Kicked,
    ModeChange,
    ModesBody,
    ModesChanged,
    Parted,
    Record,
    TargetBody,
    TextBody,
    TopicSet,
    Who,
)
from veche.core.replies import TopicView

WHO = Who("anna", "user", "host.test")


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) and Boris (2) in #a, Gleb (3) invited."""
    assembly = Assembly()
    assembly.enter(1, "anna", Join("#a"))
    assembly.enter(2, "boris", Join("#a"))
    assembly.enter(3, "gleb")
    assembly.do(1, Invite("gleb", "#a"))
    return assembly


def happen(assembly: Assembly, event: Event, *changes: ModeChange, text: str = "") -> None:
    """Apply the event, and check that it can be taken back and done again."""
    body = ModesBody(WHO, "#a", changes) if changes else TextBody(WHO, "#a", text)
    if isinstance(event, Kicked):
        record = Record(1, assembly.now_ms, None, event, TargetBody(WHO, "#a", "x"))
    else:
        record = Record(1, assembly.now_ms, None, event, body)
    before = picture(assembly.state)
    apply(assembly.state, record)
    after = picture(assembly.state)
    assembly.state.journal.undo()
    assert picture(assembly.state) == before
    apply(assembly.state, record)
    assert picture(assembly.state) == after
    assembly.state.journal.forget()
    assert_consistent(assembly.state)


def test_joining_uses_up_the_invitation(assembly: Assembly) -> None:
    """And brings the letters of the event."""
    channel, gleb = assembly.channel("#a"), assembly.user("gleb")
    assert gleb.invited
    happen(assembly, Joined(gleb.id, channel.id, "v"))
    assert (channel.members[gleb.id], gleb.invited) == ("v", {})


def test_the_last_to_go_leaves_the_time(assembly: Assembly) -> None:
    """By leaving or by being removed; who comes again takes it away."""
    channel, anna, boris = assembly.channel("#a"), assembly.user("anna"), assembly.user("boris")
    assembly.now_ms += 5
    happen(assembly, Parted(anna.id, channel.id))
    assert channel.empty_ms is None
    happen(assembly, Kicked(anna.id, channel.id, boris.id))
    assert channel.empty_ms == assembly.now_ms
    assembly.now_ms += 5
    happen(assembly, Parted(anna.id, channel.id))
    assert channel.empty_ms == assembly.now_ms - 5, "who was not there does not leave"
    happen(assembly, Joined(anna.id, channel.id))
    assert channel.empty_ms is None


def test_an_expired_channel_is_in_nobodys_list(assembly: Assembly) -> None:
    """Also when somebody is still in it; a later one of the same name is not touched."""
    channel = assembly.channel("#a")
    happen(assembly, ChannelExpired(channel.id))
    assert assembly.user("anna").channels == {}
    assert assembly.state.find_channel("#a") is None
    assembly.do(1, Join("#a"))
    happen(assembly, ChannelExpired(channel.id))
    assembly.do(1, Part("#a"))


def test_topics(assembly: Assembly) -> None:
    """Who set it and when; an empty text is none."""
    channel, anna = assembly.channel("#a"), assembly.user("anna")
    happen(assembly, TopicSet(anna.id, channel.id), text="tea")
    assert channel.topic == TopicView("tea", "anna", assembly.now_ms)
    happen(assembly, TopicSet(anna.id, channel.id), text="")
    assert channel.topic is None


def test_all_kinds_of_modes(assembly: Assembly) -> None:
    """Flags, arguments, members, masks: on and off."""
    channel, anna, boris = assembly.channel("#a"), assembly.user("anna"), assembly.user("boris")
    event = ModesChanged(anna.id, channel.id)
    on = [("i", "", 0), ("k", "key", 0), ("v", "boris", boris.id), ("o", "boris", boris.id)]
    on += [("b", "X!*@*", 0), ("e", "y!*@*", 0), ("o", "gleb", assembly.user("gleb").id)]
    happen(assembly, event, *(ModeChange(True, *change) for change in on))
    assert channel.modes == {"n": "", "t": "", "i": "", "k": "key"}
    assert channel.members == {anna.id: "o", boris.id: "ov"}
    assert [list(masks) for masks in channel.masks.values()] == [["x!*@*"], ["y!*@*"]]
    happen(assembly, event, *(ModeChange(False, *change) for change in on))
    assert channel.modes == {"n": "", "t": ""}
    assert channel.members == {anna.id: "o", boris.id: ""}
    assert channel.masks == {"b": {}, "e": {}}
