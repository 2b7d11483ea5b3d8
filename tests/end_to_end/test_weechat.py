"""WeeChat without its screen, told by a signal what to type and read through its log files."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import require_tool
from tests.end_to_end.irc import join
from tests.end_to_end.programs import UTF8, Program
from tests.end_to_end.test_conversation import talk
from tests.harness import ServerProcess, wait_until


class WeeChat:
    """A running WeeChat; `folder` holds all that it writes."""

    def __init__(self, program: Program, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._logs = folder / "logs"
        self.wait_shown("core.weechat", "", 'Alias "typed"')

    def enter(self, buffer: str, text: str) -> None:
        """Type a line in one of its buffers.

        It has no keyboard, and its FIFO is in a package of its own. On this
        signal it reads its aliases anew and carries out the one named `typed`.
        Wait for the outcome before the next.
        """
        command = f"/command -buffer irc.{buffer} * /input send {text}"
        aliases = f'[cmd]\ntyped = "{command}"\n\n[completion]\n'
        (self._folder / "alias.conf").write_text(aliases, encoding="utf-8")
        self._program.signal(signal.SIGUSR1)

    def shown(self, buffer: str) -> list[Sequence[str]]:
        """What its buffer shows: a prefix (the nick, or what kind of notice) and a text."""
        path = self._logs / f"{buffer}.weechatlog"
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").splitlines()
        return [line.split("\t")[1:] for line in lines if line.count("\t") == 2]

    def wait_shown(self, buffer: str, prefix: str, text: str) -> None:
        """Wait until a line with this prefix and a part of this text is there."""
        try:
            wait_until(
                lambda: any(p == prefix and text in t for p, t in self.shown(buffer)),
                15,
                f"{prefix} {text}",
            )
        except AssertionError as error:
            raise AssertionError(f"{error}; {buffer} shows {self.shown(buffer)[-20:]}") from None


@contextmanager
def weechat(server: ServerProcess, folder: Path, nick: str) -> Iterator[WeeChat]:
    """A WeeChat of its own settings that connects under `nick`."""
    address = f"{server.host}/{server.port}"
    commands = [
        "/set logger.file.flush_delay 0",
        "/set logger.file.path ${weechat_data_dir}/logs",
        "/set weechat.signal.sigusr1 /reload alias\\;/typed",
        f"/server add veche {address} -nicks={nick} -username={nick}",
        # What TLS is called, and whether it is on by itself, changed between versions.
        "/set irc.server.veche.ssl off",
        "/set irc.server.veche.tls off",
        "/set irc.server_default.capabilities *",
        "/connect veche",
        "/alias add typed /print",
    ]
    command = [require_tool("weechat-headless"), "--dir", str(folder / "weechat")]
    for line in commands:
        command += ["--run-command", line]
    with Program(command, env=UTF8) as program:
        yield WeeChat(program, folder / "weechat")


def test_weechat_talks_with_nc_and_irc(tmp_path: Path) -> None:
    """With every capability that both know: nothing is shown twice, nothing is missing."""
    with (
        ServerProcess() as server,
        talk(server, "боб") as bob,
        join(server.connect, "carol", "#lobby") as carol,
        weechat(server, tmp_path, "alice") as alice,
    ):
        alice.wait_shown("irc.server.veche", "--", "Welcome to the Veche Network, alice!")
        alice.enter("server.veche", "/join #lobby")
        alice.wait_shown("irc.veche.#lobby", "-->", "has joined #lobby")
        bob.wait_for("alice joined")
        alice.enter("veche.#lobby", "hello from WeeChat, привет")
        bob.wait_for("alice: hello from WeeChat, привет\n")
        bob.write("привет, alice\n")
        alice.wait_shown("irc.veche.#lobby", "боб", "привет, alice")
        alice.enter("veche.#lobby", "/me waves")
        bob.wait_for("* alice waves\n")
        carol.say("#lobby", "last")
        alice.wait_shown("irc.veche.#lobby", "carol", "last")
        texts = [text for _, text in alice.shown("irc.veche.#lobby")]
        for said in ("hello from WeeChat, привет", "привет, alice", "alice waves", "last"):
            assert texts.count(said) == 1, texts
        alice.enter("veche.#lobby", "/quit see you")
        carol.expect(r"(@\S+ )?:alice!\S+ QUIT :.*see you")
