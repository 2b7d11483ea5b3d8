"""Who comes, goes and was here, as a client on the wire sees it."""

from tests.end_to_end.irc import join
from tests.harness import ServerProcess


def test_a_friend_is_watched() -> None:
    """MONITOR tells of coming, other names, being away and going, with no channel in common."""
    with (
        ServerProcess() as server,
        join(server.connect, "anna", "#a", caps=("extended-monitor", "away-notify")) as anna,
    ):
        anna.send("MONITOR + boris,вера")
        anna.expect(r":\S+ 731 anna :boris,вера$")
        with join(server.connect, "Boris", "#b") as boris:
            anna.expect(r":\S+ 730 \* :Boris!\S+$")
            boris.send("AWAY :lunch")
            anna.expect(r":Boris!\S+ AWAY :lunch$")
            boris.send("NICK Вера")
            anna.expect(r":\S+ 731 \* :Boris$")
            anna.expect(r":\S+ 730 \* :Вера!\S+$")
        anna.expect(r":\S+ 731 \* :Вера$")
        anna.send("WHOWAS boris")
        anna.expect(r":\S+ 314 anna Boris \S+ \S+ \* :Boris$")
        anna.expect(r":\S+ 369 anna boris ")


def test_a_name_is_not_taken_in_other_letters() -> None:
    """What looks like a name that is here is refused; what only has letters of its own is not."""
    with (
        ServerProcess() as server,
        join(server.connect, "evan", "#a"),
        join(server.connect, "Алиса", "#a") as alice,
    ):
        alice.send("NICK еvаn")
        alice.expect(r":\S+ 433 Алиса еvаn ")
        alice.send("NICK Иван")
        alice.expect(r"(@\S+ )?:Алиса!\S+ NICK :?Иван$")
