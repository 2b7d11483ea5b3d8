"""HELP. https://modern.ircdocs.horse/#help-message"""

from veche.protocols.irc.commands import TABLE
from veche.protocols.irc.help import TEXTS, lines
from veche.protocols.irc.numerics import Client

CLIENT = Client(":irc.test", "al")


def test_help_of_a_command() -> None:
    """704, 705 and 706, all with the subject."""
    assert list(lines(CLIENT, "whowas")) == [
        ":irc.test 704 al WHOWAS :WHOWAS nick [count]",
        ":irc.test 705 al WHOWAS :Who had the nick lately.",
        ":irc.test 706 al WHOWAS :End of /HELP",
    ]


def test_index() -> None:
    """Every command that there is help for."""
    first, *rest, last = lines(CLIENT, "")
    assert first.startswith(":irc.test 704 al * :")
    assert last == ":irc.test 706 al * :End of /HELP"
    named = " ".join(line.partition(" :")[2] for line in rest).split()
    assert named == list(TEXTS)


def test_unknown() -> None:
    """524."""
    expected = [":irc.test 524 al Nothing :No help available on this topic"]
    assert list(lines(CLIENT, "Nothing")) == expected


def test_help_is_of_commands_that_there_are() -> None:
    """And each line of it fits."""
    assert set(TEXTS) - set(TABLE) <= {"CAP", "OPER", "PASSWD"}
    for subject in ("", *TEXTS):
        assert all(len(line.encode()) <= 510 for line in lines(CLIENT, subject))
