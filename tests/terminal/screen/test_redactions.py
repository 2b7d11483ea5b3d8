"""Messages that are taken back, on the screen."""

from tests.terminal.screen.conversations import conversation, said
from tests.terminal.screen.fakes import AT, in_loop
from tests.terminal.screen.stage import stage
from tests.terminal.screen.test_feed import Scene
from veche.client.events import Invited, Kind, Redacted, Said


def test_the_text_is_gone_and_its_place_is_not() -> None:
    """Wherever it stands; who is called by it is not called any more."""
    entries = conversation(3)
    entries.add(said(3, "alice: psst", msgid="m", mention=True))
    entries.add(said(4))
    assert entries.redact("m", "[gone]")
    assert (entries[3].text, entries[3].mention, len(entries)) == ("[gone]", False, 5)
    assert not entries.redact("other", "[gone]")


def test_in_a_room() -> None:
    """It is said who did it, cleaned; what is nowhere is nothing."""
    scene = Scene()
    scene.take(Said("bob", "#a", "rude words", Kind.TEXT, False, None, "m"))
    scene.take(Redacted("e\x07ve", "#a", "m", ""), Redacted("eve", "#nowhere", "m", ""))
    assert scene.texts("#a")[-1:] == ["[taken back by eve]"]


def test_one_takes_back_what_one_said_last() -> None:
    """And then what was said before that; where nothing is, it is said."""
    entries = conversation(1)
    for number in (1, 2):
        entries.add(said(number, own=True, msgid=f"m{number}"))
    entries.add(said(3, own=True, pending=3))
    assert entries.last_own() == "m2"
    entries.redact("m2", "[gone]")
    assert entries.last_own() == "m1"
    assert conversation(1).last_own() == ""


@in_loop
async def test_redact_typed() -> None:
    """The server is asked; it then says so to everybody."""
    async with stage() as it:
        await it.enter("/redact")
        assert "You have said nothing here" in it.text()
        await it.happen(Said("alice", "#a", "oops", Kind.TEXT, True, AT, "m1"))
        await it.enter("/redact")
        assert it.client.asked_for("command") == [("REDACT", "#a", "m1")]
        await it.happen(Redacted("alice", "#a", "m1", ""))
        assert "oops" not in it.text()


def test_an_invitation_is_told_where_one_looks() -> None:
    """With the command that takes it."""
    scene = Scene()
    scene.take(Invited("bob", "#dev"))
    assert "bob invites you to #dev: /join #dev" in scene.texts("#a")[-1]
