"""irssi, as a person uses it: in a terminal, by typing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import Screen, screen
from tests.end_to_end.test_conversation import talk
from tests.harness import ServerProcess

# Left to itself irssi sends a command every 2.5 s. A nick that is not ASCII it takes from nowhere
# else than its settings.
SETTINGS = """settings = {{
  core = {{ nick = "{nick}"; }};
  "irc/core" = {{ cmd_queue_speed = "1msec"; cmds_max_at_once = "100"; }};
}};
"""


@contextmanager
def irssi(server: ServerProcess, folder: Path, nick: str) -> Iterator[Screen]:
    """An irssi of its own settings that has registered under `nick`."""
    home = folder / "irssi"
    home.mkdir()
    (home / "config").write_text(SETTINGS.format(nick=nick), encoding="utf-8")
    command = [require_tool("irssi"), "--home", str(home)]
    command += ["-c", server.host, "-p", str(server.port)]
    with screen(require_tool("tmux"), folder, command) as window:
        window.wait_for(f"Welcome to the Veche Network, {nick}!")
        yield window


def test_irssi_talks_with_nc_and_irc(tmp_path: Path) -> None:
    """It joins, says, hears, asks who somebody is and leaves; everybody sees it."""
    with (
        ServerProcess() as server,
        talk(server, "боб") as bob,
        join(server.connect, "carol", "#lobby") as carol,
        irssi(server, tmp_path, "alice") as alice,
    ):
        alice.enter("/join #lobby")
        alice.wait_for("alice [", "has joined #lobby", "Irssi: #lobby: Total of 3 nicks")
        bob.wait_for("alice joined")
        alice.enter("hello from irssi, привет")
        bob.wait_for("alice: hello from irssi, привет\n")
        bob.write("привет, alice\n")
        alice.wait_for("боб> привет, alice")
        alice.enter("/me waves")
        bob.wait_for("* alice waves\n")
        carol.say("#lobby", "\1ACTION nods\1")
        alice.wait_for("* carol nods")
        alice.enter("/whois carol")
        alice.enter("/window 1")
        alice.wait_for("carol [", "End of WHOIS")
        alice.enter("/window 2")
        alice.enter("/topic Новости")
        alice.wait_for("not channel operator")
        alice.enter("/msg carol only you")
        got = carol.messages(1, target="carol")
        assert [(m.nick, m.text) for m in got] == [("alice", "only you")]
        alice.enter("/part #lobby")
        bob.wait_for("alice left")
        alice.enter("/quit")
        carol.expect(r"(@\S+ )?:alice!\S+ PART #lobby")


def test_a_cyrillic_nick_in_irssi(tmp_path: Path) -> None:
    """A name in any script works in a client that was made for ASCII."""
    with (
        ServerProcess() as server,
        talk(server, "bob") as bob,
        irssi(server, tmp_path, "Алиса") as alice,
    ):
        alice.enter("/join #новости")
        alice.wait_for("Irssi: #новости: Total of 1 nicks")
        alice.enter("/topic Сегодня")
        alice.wait_for("Алиса changed the topic of #новости to: Сегодня")
        alice.enter("/join #lobby")
        alice.wait_for("Irssi: #lobby: Total of 2 nicks")
        alice.enter("добрый день")
        bob.wait_for("Алиса: добрый день\n")
        alice.enter("/nick Алёна")
        alice.wait_for("You're now known as Алёна")
        bob.wait_for("Алиса is now called Алёна")
