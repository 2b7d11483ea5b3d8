"""What was read on another device, and what is read here."""

from datetime import datetime, timedelta

from tests.terminal.screen.conversations import START, conversation
from tests.terminal.screen.conversations import said as entry
from tests.terminal.screen.fakes import AT, in_loop
from tests.terminal.screen.stage import stage
from tests.terminal.screen.test_feed import Scene
from veche.client.events import CaughtUp, Joined, Kind, Read, Said
from veche.terminal.screen.entries import EntryKind

LATER = AT + timedelta(minutes=1)


def said(text: str, where: str, at: datetime = AT, *, past: bool = False, msgid: str = "") -> Said:
    """Return what bob said."""
    return Said("bob", where, text, Kind.TEXT, False, at, msgid, past)


def at(number: int) -> object:
    return START + timedelta(minutes=number)


def test_what_was_read_elsewhere_counts_no_more() -> None:
    """The line moves on to what is later; without anything later it goes."""
    entries = conversation(2)
    entries.mark_unread()
    for number, mention in ((2, True), (3, False), (4, True)):
        entries.add(entry(number, mention=mention))
    entries.add(entry(5, own=True))
    entries.read_until(START + timedelta(minutes=2))
    assert (entries.unread, entries.mentions, entries.unread_from) == (2, 1, 3)
    entries.read_until(START)
    assert (entries.unread, entries.unread_from) == (2, 3), "nobody unreads"
    entries.read_until(START + timedelta(minutes=4))
    assert (entries.unread, entries.mentions, entries.unread_from) == (0, 0, None)
    entries.read_until(START)
    assert entries.unread_from is None


def test_the_newest_that_the_server_has_told() -> None:
    """What is pending has no place yet."""
    entries = conversation(0)
    assert entries.newest_at() is None
    entries.add(entry(1, msgid="1"))
    entries.add(entry(2, own=True, pending=7))
    assert entries.newest_at() == at(1)
    assert entries[1].kind is EntryKind.SAID


def test_another_device_reads() -> None:
    """Counts go in the sidebar; the room that is looked at stays as it is."""
    scene = Scene()
    scene.take(said("one", "#b", at=AT), said("two", "#b", at=LATER))
    assert scene.room("#b").entries.unread == 2
    scene.take(Read("#B", AT))
    assert scene.room("#b").entries.unread == 1
    scene.take(Read("#b", LATER), Read("#b", None), Read("#nowhere", AT))
    assert not scene.room("#b").unread
    scene.room("#a").entries.mark_unread()
    scene.take(said("three", "#a", at=AT), Read("#a", LATER))
    assert scene.room("#a").entries.unread_from is not None


def test_at_the_start_only_what_no_device_has_read_is_unread() -> None:
    """The line stands there, in the room that is shown as well."""
    scene = Scene()
    for name in ("#c", "#d"):
        scene.take(Joined("alice", name, own=True), Read(name, AT))
        scene.take(
            said("old", name, at=AT, past=True),
            said("alice: new", name, at=LATER, past=True),
            CaughtUp(name),
        )
        assert scene.room(name).entries.unread_from == 1
        assert (scene.room(name).entries.unread, scene.room(name).mentions) == (1, 1)
    scene.take(Joined("alice", "#e", own=True), Read("#e", None))
    scene.take(said("old", "#e", at=AT, past=True), CaughtUp("#e"))
    assert not scene.room("#e").unread


def test_missed_words_of_somebody_are_unread() -> None:
    """Only what was missed is told of people of whom there is no room."""
    scene = Scene()
    alerts = scene.take(said("psst", "alice", at=AT, past=True), CaughtUp("bob"))
    assert [alert.title for alert in alerts] == ["bob"]
    assert scene.room("bob").mentions == 1


@in_loop
async def test_what_is_looked_at_is_read() -> None:
    """As far as the server has told it; not while nobody looks, nor in the server's room."""
    async with stage() as it:
        session = it.app.session
        await it.happen(said("one", "#a", at=AT, msgid="1"))
        session.mark_read()
        assert ("#a", AT) in it.client.asked_for("read")
        it.client.asked.clear()
        session.look(False)
        assert not session.mark_read()
        session.look(True)
        session.rooms.go(session.rooms.server)
        assert not session.mark_read()
        assert it.client.asked_for("read") == []
