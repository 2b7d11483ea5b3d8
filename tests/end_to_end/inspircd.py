"""InspIRCd as a process: another server than ours, for the client library.

Owns its configuration, its port and its process. Knows nothing of the client.
"""

import os
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import require_tool
from tests.harness import wait_until

# What a server of today has switched on.
IRCV3_MODULES = (
    "cap", "ircv3", "ircv3_accounttag", "ircv3_batch", "ircv3_capnotify", "ircv3_chghost",
    "ircv3_ctctags", "ircv3_echomessage", "ircv3_invitenotify", "ircv3_labeledresponse",
    "ircv3_msgid", "ircv3_servertime", "namesx", "uhnames", "monitor", "setname", "chanhistory",
    "md5", "sha1", "websocket",
)  # fmt: skip

_CONFIG = """
<server name="irc.example" description="Test" network="Elsewhere">
<admin name="Nobody" nick="nobody" email="nobody@irc.example">
<connect allow="*" timeout="30" pingfreq="120" recvq="32K" hardsendq="4M" softsendq="64K"
         threshold="1000000" commandrate="1000000" fakelag="no" localmax="100" globalmax="100"
         resolvehostnames="no" useident="no" modes="+i">
<options defaultmodes="not">
<wsorigin allow="*">
"""


class InspIRCd:
    """Use as a context manager; `port` speaks IRC, `web_port` WebSocket if that is loaded."""

    def __init__(self, folder: Path, modules: Sequence[str] = ()) -> None:
        self._command = [require_tool("inspircd")]
        self._folder = folder
        self._modules = modules
        self.host = "127.0.0.1"
        self.port, self.web_port = _free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "InspIRCd":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it on its ports, and wait until it lets clients in."""
        config = self._folder / "inspircd.conf"
        config.write_text(self._config(), encoding="utf-8")
        command = [*self._command, "--config", str(config), "--nofork", "--nopid", "--nolog"]
        if os.geteuid() == 0:
            command.append("--runasroot")
        output = self._folder / "inspircd.txt"
        with output.open("wb") as out:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self._folder
            )
        try:
            wait_until(self._is_ready, 20.0, "InspIRCd's start")
        except AssertionError as error:
            self.kill()
            raise AssertionError(f"{error}: {output.read_text(errors='replace')}") from None

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _config(self) -> str:
        lines = [f'<module name="{name}">' for name in self._modules]
        bind = '<bind address="127.0.0.1" port="{}" type="clients"{}>'
        lines.append(bind.format(self.port, ""))
        if "websocket" in self._modules:
            lines.append(bind.format(self.web_port, ' hook="websocket"'))
        folders = ("configdir", "datadir", "logdir", "runtimedir")
        paths = " ".join(f'{name}="{self._folder}"' for name in folders)
        return "\n".join([_CONFIG, f"<path {paths}>", *lines, ""])

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "it has ended"
        try:
            socket.create_connection(("127.0.0.1", self.port), 1.0).close()
        except OSError:
            return False
        return True


def _free_ports(count: int) -> list[int]:
    """Return ports that are free now, and hopefully still a moment later."""
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports
