"""What /help says."""

from veche.protocols.plain.commands import ALL, parse
from veche.protocols.plain.help import GROUPS, lines, screen


def test_every_command_is_in_one_group() -> None:
    """So that people find it; /help itself is how they look."""
    grouped = [word for words in GROUPS.values() for word in words]
    assert sorted(grouped) == sorted(set(ALL) - {"/help"})


def test_of_one_command() -> None:
    """With or without the slash, in any case, under any name: how it is typed, and what it does."""
    told = ("/leave [CHANNEL]", "    leave it, or the one where you are")
    for subject in ("/leave", "leave", " LEAVE ", "/leave #dev"):
        assert lines(ALL, subject.split()[0]) == told
    assert getattr(parse("/help part", ""), "payload", None) == told
    assert getattr(parse("/help /part", ""), "payload", None) == told


def test_of_a_group() -> None:
    """Each of its commands, in little enough for one screen."""
    for group, words in GROUPS.items():
        found = lines(ALL, group)
        usages = [line for line in found if line.startswith("/")]
        assert [line.split()[0] for line in usages] == list(words)
        assert all(len(line) < 80 for line in found)
        assert len(found) < 24
    assert lines(ALL, "mod") == lines(ALL, "moderators")


def test_of_what_there_is_not() -> None:
    """All there is."""
    assert lines(ALL, "") == lines(ALL, "nothing") == lines(ALL, "m") == screen(ALL)
