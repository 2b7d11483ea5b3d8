"""What one device of a person does, as the person's other devices see it, through real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.irc import TAGS, IrcClient, join
from tests.end_to_end.test_devices import device, opened
from tests.harness import ServerProcess

STAMP = "timestamp=2024-01-01T00:00:00.000Z"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "data") as server:
        opened(server)
        yield server


def _numerics(lines: list[str], channel: str) -> list[str]:
    """The commands of the lines about the channel."""
    found = [line.partition(" ")[2].split(" ") for line in lines if f" {channel}" in f"{line} "]
    return [words[0] for words in found]


def test_all_of_them_enter(server: ServerProcess) -> None:
    """Topic, marker and names follow the JOIN on each, as each has negotiated."""
    with join(server.connect, "boris", "#b") as boris:
        boris.send("TOPIC #b :tea")
        boris.barrier()
        with (
            device(server, "draft/read-marker") as one,
            device(server, "draft/read-marker", "multi-prefix", nick="two") as two,
            device(server, "no-implicit-names", nick="three") as three,
        ):
            one.barrier()
            one.send(f"MARKREAD #b {STAMP}")
            two.expect(rf"\S+ MARKREAD #b {STAMP}")
            for client in (two, three):
                client.barrier()
            one.send("JOIN #b")
            one.expect(r"\S+ 366 anna #b ")
            two.expect(r":anna!\S+ JOIN #b")
            two.expect(r"\S+ 332 anna #b :tea")
            two.expect(r"\S+ 333 anna #b boris ")
            two.expect(rf"\S+ MARKREAD #b {STAMP}")
            assert "anna" in two.expect(r"\S+ 353 anna = #b :(.*)")[1]
            two.expect(r"\S+ 366 anna #b ")
            three.expect(r":anna!\S+ JOIN #b")
            three.expect(r"\S+ 333 anna #b boris ")
            assert _numerics(three.barrier(), "#b") == []
            assert not [line for line in boris.barrier() if " 366 " in line]


def test_a_new_channel_and_many_at_once(server: ServerProcess) -> None:
    """The rank of its maker is known to each device, in whichever order it is told."""
    names = [f"#n{number}" for number in range(20)]
    with device(server) as one, device(server, nick="two") as two:
        two.barrier()
        one.send(f"JOIN {','.join(names)}")
        for name in names:
            one.expect(rf"\S+ 366 anna {name} ")
            assert two.expect(rf"\S+ 353 anna = {name} :(.*)")[1] in ("~anna", "@anna")
            two.expect(rf"\S+ 366 anna {name} ")


def test_leaving_modes_away_and_nick(server: ServerProcess) -> None:
    """Each device is told, and hears nothing more of a channel that another has left."""
    with (
        join(server.connect, "boris", "#b") as boris,
        device(server, "away-notify") as one,
        device(server, "away-notify", nick="two") as two,
    ):
        one.send("JOIN #b")
        two.expect(r"\S+ 366 anna #b ")
        one.send("AWAY :tea")
        two.expect(r":anna!\S+ AWAY :tea")
        one.send("AWAY")
        two.expect(r":anna!\S+ AWAY$")
        one.send("MODE anna +i")
        two.expect(r":anna!\S+ MODE anna :?\+i")
        boris.send("MODE #b +v anna")
        two.expect(r":boris!\S+ MODE #b \+v anna")
        one.send("NICK annette")
        two.expect(r":anna!\S+ NICK :?annette")
        boris.send("TOPIC #b :coffee")
        two.expect(r":boris!\S+ TOPIC #b :coffee")
        one.send("PART #b :gone")
        two.expect(r":annette!\S+ PART #b :?gone")
        boris.say("#b", "nobody is here")
        boris.barrier()
        assert not [line for line in two.barrier() if "nobody is here" in line]
        one.send("JOIN #b")
        two.expect(r"\S+ 366 annette #b ")
        boris.send("KICK #b annette :out")
        two.expect(r":boris!\S+ KICK #b annette :out")


def test_echo_and_label_are_for_the_device_that_spoke(server: ServerProcess) -> None:
    """The others get the message as a plain copy, with the same msgid, in channels and directly."""
    with (
        join(server.connect, "boris", "#b"),
        device(server, *TAGS) as one,
        device(server, *TAGS, nick="two") as two,
        device(server, nick="three") as three,
    ):
        one.send("JOIN #b")
        for client in (two, three):
            client.expect(r"(@\S+ )?\S+ 366 anna #b ")
        for target in ("#b", "boris", "anna"):
            one.say(target, f"to {target}", tags="label=l7")
            line = rf":anna!\S+ PRIVMSG {target} :to {target}$"
            echo = one.expect(rf"@(\S+) {line}")[1].split(";")
            assert "label=l7" in echo
            copy = two.expect(rf"@(\S+) {line}")[1].split(";")
            assert sorted(copy) == sorted(tag for tag in echo if not tag.startswith("label="))
            three.expect(line)
            copies = [text for text in one.barrier() if f"to {target}" in text]
            assert len(copies) == (1 if target == "anna" else 0)
            assert not [text for text in (*two.barrier(), *three.barrier()) if "to " in text]


def test_markers_on_each_device(server: ServerProcess) -> None:
    """Moved on one they move on all; at a JOIN each is told, those without one as well."""
    with (
        device(server, "draft/read-marker") as one,
        device(server, "draft/read-marker", nick="two") as two,
        device(server, nick="three") as three,
    ):
        for client in (one, two, three):
            client.barrier()
        one.send("JOIN #m")
        for client in (one, two):
            client.expect(r"\S+ MARKREAD #m \*")
        one.send(f"MARKREAD #m {STAMP}")
        for client in (one, two):
            client.expect(rf"\S+ MARKREAD #m {STAMP}")
        assert not [line for line in three.barrier() if "MARKREAD" in line]
        with device(server, "draft/read-marker", nick="four") as four:
            four.expect(r":anna!\S+ JOIN #m")
            four.expect(rf"\S+ MARKREAD #m {STAMP}")


def test_the_last_of_them_goes(server: ServerProcess) -> None:
    """With persistence others see AWAY and no QUIT; without it QUIT, and only at the last."""
    with join(server.connect, "boris", "#b", caps=("away-notify",)) as boris:
        with device(server, "draft/persistence") as one, device(server, nick="two") as two:
            one.send("JOIN #b")
            two.expect(r"\S+ 366 anna #b ")
            one.send("QUIT :one")
            one.wait_closed()
            assert not [s for s in boris.barrier() if "QUIT" in s or "AWAY" in s]
            two.send("QUIT :two")
            two.wait_closed()
            boris.expect(r":anna!\S+ AWAY :")
        with device(server, "draft/persistence") as one:
            boris.expect(r":anna!\S+ AWAY$")
            one.send("PERSISTENCE SET OFF")
            one.expect(r"\S+ PERSISTENCE STATUS OFF OFF")
            with device(server, nick="two") as two:
                two.send("QUIT :two")
                two.wait_closed()
            assert not [s for s in boris.barrier() if "anna" in s]
            one.send("QUIT :bye")
            boris.expect(r":anna!\S+ QUIT :Quit: bye")


def _seen(client: IrcClient, nick: str) -> bool:
    client.send(f"ISON {nick}")
    return bool(client.expect(r"\S+ 303 \S+ :(.*)")[1])


def test_a_broken_line_of_who_does_not_stay(server: ServerProcess) -> None:
    """Ends it as well: no ghost is left."""
    with join(server.connect, "boris", "#b") as boris:
        with device(server, "draft/persistence") as one:
            one.send("JOIN #b", "PERSISTENCE SET OFF")
            one.expect(r"\S+ PERSISTENCE STATUS OFF OFF")
            assert _seen(boris, "anna")
        boris.expect(r"(@\S+ )?:anna!\S+ QUIT :")
        assert not _seen(boris, "anna")
