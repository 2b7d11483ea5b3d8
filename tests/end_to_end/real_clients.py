"""irssi and WeeChat that log in to an account: what both can do, by one set of words.

Owns their settings for that, and reading their logs. Knows no test.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from tests.conftest import require_tool
from tests.end_to_end.programs import UTF8, Program, Screen, screen
from tests.end_to_end.test_weechat import WeeChat
from tests.harness import ServerProcess, wait_until

TIMEOUT_S = 20.0

# Both wait much longer before they connect again if they are left to themselves.
IRSSI = """servers = (
  {{ address = "{host}"; port = "{port}"; chatnet = "veche"; autoconnect = "yes"; }}
);
chatnets = {{ veche = {{
  type = "IRC"; sasl_mechanism = "PLAIN"; sasl_username = "{nick}"; sasl_password = "{password}";
}}; }};
settings = {{
  core = {{ nick = "{nick}"; server_reconnect_time = "1s"; }};
  "fe-common/core" = {{ autolog = "yes"; autolog_path = "{logs}/$0.log"; }};
  "irc/core" = {{ cmd_queue_speed = "1msec"; cmds_max_at_once = "100"; }};
}};
"""
WEECHAT = (
    "/set logger.file.flush_delay 0",
    "/set logger.file.path ${weechat_data_dir}/logs",
    "/set weechat.signal.sigusr1 /reload alias\\;/typed",
    # What TLS is called, and whether it is on by itself, changed between versions.
    "/set irc.server.veche.ssl off",
    "/set irc.server.veche.tls off",
    "/set irc.server.veche.autoreconnect_delay 1",
    "/set irc.server.veche.sasl_mechanism plain",
    "/set irc.server_default.capabilities *",
)
_RANK = "~&@%+ "


class RealClient(Protocol):
    """A program of somebody else that a person chats with."""

    def join(self, channel: str) -> None:
        """Enter a channel, and wait until it shows that."""

    def say(self, channel: str, text: str) -> None:
        """Say a text in a channel. Wait for the outcome before the next."""

    def heard(self, channel: str) -> list[tuple[str, str]]:
        """What it shows in the channel so far: who said what."""


def wait_heard(client: RealClient, channel: str, *expected: tuple[str, str]) -> None:
    """Wait until it shows each of these in the channel."""
    try:
        wait_until(lambda: set(expected) <= set(client.heard(channel)), TIMEOUT_S, str(expected))
    except AssertionError as error:
        raise AssertionError(f"{error}; it shows {client.heard(channel)}") from None


class Irssi:
    """irssi in a terminal, read through the logs that it writes."""

    def __init__(self, window: Screen, logs: Path) -> None:
        self._window = window
        self._logs = logs

    def _lines(self, channel: str) -> list[str]:
        path = self._logs / f"{channel}.log"
        whole = path.read_bytes().rpartition(b"\n")[0] if path.exists() else b""
        return whole.decode().split("\n")

    def join(self, channel: str) -> None:
        """Enter a channel, and wait until it shows that."""
        self._window.enter(f"/join {channel}")
        wait_until(
            lambda: any(f"has joined {channel}" in line for line in self._lines(channel)),
            TIMEOUT_S,
            f"irssi in {channel}",
        )

    def say(self, channel: str, text: str) -> None:
        """Say a text in a channel."""
        self._window.enter(f"/msg {channel} {text}")

    def heard(self, channel: str) -> list[tuple[str, str]]:
        """What it has logged of the channel: who said what."""
        found = [re.fullmatch(r"\S+ <(.\S+)> (.*)", line) for line in self._lines(channel)]
        return [(said[1].lstrip(_RANK), said[2]) for said in found if said]


class WeeChatClient:
    """WeeChat without its screen."""

    def __init__(self, program: WeeChat) -> None:
        self._program = program

    def join(self, channel: str) -> None:
        """Enter a channel, and wait until it shows that."""
        self._program.enter("server.veche", f"/join {channel}")
        self._program.wait_shown(f"irc.veche.{channel}", "-->", "has joined")

    def say(self, channel: str, text: str) -> None:
        """Say a text in a channel."""
        self._program.enter("server.veche", f"/msg {channel} {text}")

    def heard(self, channel: str) -> list[tuple[str, str]]:
        """What it has logged of the channel: who said what, and notices by their sign."""
        shown = self._program.shown(f"irc.veche.{channel}")
        return [(prefix.lstrip(_RANK), text) for prefix, text in shown]


@contextmanager
def irssi(server: ServerProcess, folder: Path, nick: str, password: str) -> Iterator[RealClient]:
    """An irssi that has come in as this account, and comes back by itself."""
    home, logs = folder / "irssi", folder / "irssi-logs"
    home.mkdir()
    settings = {"host": server.host, "port": server.port, "logs": logs}
    text = IRSSI.format(nick=nick, password=password, **settings)
    (home / "config").write_text(text, encoding="utf-8")
    command = [require_tool("irssi"), "--home", str(home)]
    with screen(require_tool("tmux"), folder, command) as window:
        window.wait_for("SASL authentication succeeded", f"Welcome to the Veche Network, {nick}!")
        yield Irssi(window, logs)


@contextmanager
def weechat(server: ServerProcess, folder: Path, nick: str, password: str) -> Iterator[RealClient]:
    """A WeeChat that has come in as this account, and comes back by itself."""
    command = [require_tool("weechat-headless"), "--dir", str(folder / "weechat")]
    for line in (
        f"/server add veche {server.host}/{server.port} -nicks={nick} -username={nick}",
        *WEECHAT,
        f"/set irc.server.veche.sasl_username {nick}",
        f"/set irc.server.veche.sasl_password {password}",
        "/connect veche",
        "/alias add typed /print",
    ):
        command += ["--run-command", line]
    with Program(command, env=UTF8) as program:
        client = WeeChat(program, folder / "weechat")
        client.wait_shown("irc.server.veche", "--", f"Welcome to the Veche Network, {nick}!")
        yield WeeChatClient(client)


Start = Callable[[ServerProcess, Path, str, str], AbstractContextManager[RealClient]]
