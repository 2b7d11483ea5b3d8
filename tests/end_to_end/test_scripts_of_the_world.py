"""Names, channels and messages in the scripts of the world, unharmed by every door.

Also who looks like somebody else there, and is refused.
"""

import json

import pytest

from tests.conftest import require_tool
from tests.end_to_end.irc import IrcClient, join
from tests.end_to_end.programs import Program
from tests.end_to_end.scripts import run, veche
from tests.end_to_end.websocket import enter, opened
from tests.harness import ServerProcess

# A nick, a channel, a message; and a nick of other letters that looks like the first.
SCRIPTS = {
    "Chinese": ("小明", "#茶馆", "你好，世界！", "⼩明"),
    "Arabic": ("كريم", "#مقهى", "مرحبا بالعالم", "کریم"),
    "emoji": ("🦊fox", "#🍵", "👩‍👩‍👧 👍🏽 🇺🇳", "🦊fоx"),
    "Cyrillic": ("Вера", "#чайная", "Привет, мир", "Bepa"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_all_doors_carry_it(script: str) -> None:
    """Said by each, heard by each: `nc`, IRC, WebSocket, `veche send` and `veche tail`."""
    nick, channel, text, _ = SCRIPTS[script]
    names = [f"{nick}{number}" for number in range(4)]
    with (
        ServerProcess() as server,
        join(server.connect, names[0], channel) as irc,
        enter(server, names[1], channel) as page,
        Program([require_tool("nc"), server.host, str(server.port)]) as plain,
        Program(veche(server, "tail", channel, "--json")) as tail,
    ):
        tail.wait_for(f"Following {channel} as ")
        plain.write(f"{names[2]}\n/join {channel}\n")
        plain.wait_for(f"You are in {channel}")
        irc.say(channel, text)
        for other in (page, irc):
            other.messages(1)
        page.say(channel, text)
        irc.messages(2)
        plain.write(f"{text}\n")
        irc.messages(3)
        sent = run(server, "send", channel, text, "--as", names[3])
        assert (sent.returncode, sent.stderr) == (0, "")
        expected = [(name, text) for name in names]
        for client in (irc, page):
            assert [(said.nick, said.text) for said in client.messages(4)] == expected
        for name in (names[0], names[1], names[3]):
            plain.wait_for(f"[{channel}] {name}: {text}\n")
        tail.wait(lambda: len(tail.lines('"type"')) >= 4, "four messages")
        told = [json.loads(line) for line in tail.lines('"type"')]
        assert [(message["nick"], message["text"]) for message in told] == expected
        assert all(message["channel"] == channel for message in told)


@pytest.mark.parametrize("script", SCRIPTS)
def test_who_looks_like_somebody_else_is_refused(script: str) -> None:
    """By each door; the name itself is taken, too."""
    nick, channel, text, alike = SCRIPTS[script]
    with ServerProcess() as server, join(server.connect, nick, channel) as first:
        for name in (nick, alike):
            for connection in (server.connect(), opened(server)):
                with IrcClient(connection) as client:
                    client.send(f"NICK {name}", "USER u 0 * :u")
                    client.expect(rf":\S+ 433 \* {name} ")
            with Program([require_tool("nc"), server.host, str(server.port)]) as plain:
                plain.write(f"{name}\n")
                plain.wait_for(f"The name {name} is taken")
            refused = run(server, "send", channel, text, "--as", name)
            assert refused.returncode != 0
            assert name in refused.stderr
        first.say(channel, "still the only one")
        assert [said.text for said in first.messages(1)] == ["still the only one"]
