"""Programs of scripts, `veche send` and `veche tail`, against a real server."""

import subprocess
import sys
from pathlib import Path

from tests.end_to_end.irc import TAGS, Said, join
from tests.harness import ServerProcess, environment

VECHE = (sys.executable, "-m", "veche")


HOSTILE = "$(touch x) `touch x`; touch x 'a' \"b\" \\ \x1b]0;t\x07 \x9b31m \u202eabc"


def veche(server: ServerProcess, program: str, *args: str) -> list[str]:
    return [*VECHE, program, "--to", f"{server.host}:{server.port}", *args]


def run(
    server: ServerProcess, program: str, *args: str, given: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        veche(server, program, *args),
        env=environment(),
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def history(server: ServerProcess, channel: str) -> list[Said]:
    """All that was ever said in a channel, asked for page by page."""
    caps = (*TAGS, "draft/chathistory")
    with join(server.connect, "historian", channel, caps=caps) as client:
        after, got = "timestamp=2020-01-01T00:00:00.000Z", 0
        while True:
            client.send(f"CHATHISTORY AFTER {channel} {after} 100")
            client.expect(r"(@\S+ )?\S+ BATCH -")
            messages = client.messages()
            if len(messages) == got:
                return messages
            got, after = len(messages), f"msgid={messages[-1].tags['msgid']}"


def count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0
