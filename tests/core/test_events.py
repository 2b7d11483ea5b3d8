"""The table of events: complete, unambiguous, in agreement with itself."""

from veche.core.events import Event, ServerStarted, Transient
from veche.core.events import Record as EventRecord

KINDS = [kind for kind in Event.__subclasses__() if kind.__module__.startswith("veche.")]


def test_kinds_are_unambiguous() -> None:
    """One kind each, of letters and hyphens, from version 1."""
    kinds = [event.kind for event in KINDS]
    assert len(set(kinds)) == len(kinds) > 20
    assert all(kind.replace("-", "").isalpha() and kind.islower() for kind in kinds)
    assert all(event.version >= 1 for event in KINDS)


def test_events_are_frozen() -> None:
    """They are handed to every worker."""
    assert all(event.__struct_config__.frozen for event in KINDS)


def test_what_people_wrote_is_in_bodies() -> None:
    """Events hold ids, letters and hashes; names and texts can be erased apart from them."""
    texts = {
        (event.kind, field)
        for event in KINDS
        for field, kind in event.__annotations__.items()
        if kind is str
    }
    assert texts == {
        ("channel-created", "modes"),
        ("joined", "letters"),
        ("returned", "letters"),
        ("reentered", "letters"),
        ("message-sent", "letter"),
        ("message-redacted", "letter"),
        ("reacted", "letter"),
        ("status-opened", "letter"),
        ("tags-sent", "letter"),
    } | {
        ("claim-offered", "digest"),
        ("setting-changed", "key"),
        ("setting-changed", "value"),
        ("access-changed", "letter"),
    }


def test_a_transient_has_no_number() -> None:
    """It has the position that it follows."""
    event = next(kind for kind in KINDS if not kind.durable)
    assert event.durable is False
    transient = Transient(5, EventRecord(1, 0, None, ServerStarted()))
    assert (transient.pos, transient.seq) == (5, None)
