"""irssi and WeeChat as accounts: login, what was missed, a crash, every script, many lines."""

from pathlib import Path

import pytest

from tests.end_to_end import real_clients
from tests.end_to_end.irc import TAGS, IrcClient, join
from tests.end_to_end.real_clients import RealClient, Start, wait_heard
from tests.end_to_end.test_accounts import arriving, enter, plain, shell
from tests.end_to_end.test_conversation import talk
from tests.end_to_end.websocket import enter as enter_by_websocket
from tests.harness import ServerProcess, wait_until

PASSWORD = "пароль-世界"
SCRIPTS = (
    "Съешь же ещё этих мягких французских булок",
    "مرحبا بالعالم، كيف الحال؟",
    "敏捷的棕色狐狸 すばやい 다람쥐",
    "🙂 👩🏽‍💻 🏳️‍🌈 🇺🇳 ❤️",
)
both = pytest.mark.parametrize("start", [real_clients.irssi, real_clients.weechat])


def account(server: ServerProcess, name: str, *channels: str) -> None:
    """An account, which is then in these channels with nobody attached."""
    shell(server, "add", name, text=f"{PASSWORD}\n")
    with arriving(server) as client:
        plain(client, name, PASSWORD)
        enter(client, name)
        for channel in channels:
            client.send(f"JOIN {channel}")
            client.expect(rf"(@\S+ )?\S+ 366 {name} {channel} ")


def attached(watcher: IrcClient, nick: str) -> bool:
    """Whether a client of this account is there, as others see it."""
    watcher.send(f"WHOIS {nick}")
    lines = watcher.barrier()
    return any(" 330 " in line for line in lines) and not any(" 301 " in line for line in lines)


def said(client: RealClient, channel: str, nick: str) -> list[str]:
    """What it shows that this person said, in order."""
    return [text for who, text in client.heard(channel) if who == nick]


@both
def test_login_and_what_was_missed(tmp_path: Path, start: Start) -> None:
    """By SASL PLAIN, under a Cyrillic name: in its channels, with all that was said meanwhile."""
    with ServerProcess(tmp_path / "data") as server:
        account(server, "Вера", "#вече")
        with join(server.connect, "борис", "#вече") as boris:
            wait_until(lambda: not attached(boris, "Вера"), what="being away")
            for text in SCRIPTS:
                boris.say("#вече", text)
            boris.messages(len(SCRIPTS))
            with start(server, tmp_path, "Вера", PASSWORD) as vera:
                wait_heard(vera, "#вече", *(("борис", text) for text in SCRIPTS))
                assert attached(boris, "Вера")
                boris.send("WHOIS Вера")
                boris.expect(r"\S+ 330 борис Вера Вера :")
                boris.say("#вече", "live")
                wait_heard(vera, "#вече", ("борис", "live"))
                assert said(vera, "#вече", "борис") == [*SCRIPTS, "live"]


@both
def test_it_comes_back_after_a_crash(tmp_path: Path, start: Start) -> None:
    """By itself: the same nick, the same channel with its rank, nothing twice and nothing lost."""
    with ServerProcess(tmp_path / "data") as server:
        account(server, "Вера")
        with start(server, tmp_path, "Вера", PASSWORD) as vera:
            vera.join("#вече")
            with join(server.connect, "борис", "#вече") as boris:
                boris.say("#вече", "до сбоя")
                wait_heard(vera, "#вече", ("борис", "до сбоя"))
                server.kill()
            server.start()
            with join(server.connect, "борис", "#вече") as boris:
                names = next(line for line in boris.lines if " 353 " in line)
                assert {"@Вера", "~Вера"} & set(names.rpartition(":")[2].split()), names
                boris.say("#вече", "после сбоя")
                wait_heard(vera, "#вече", ("борис", "после сбоя"))
                wait_until(lambda: attached(boris, "Вера"), what="coming back")
                vera.say("#вече", "я снова здесь")
                boris.expect(r"(@\S+ )?:Вера!\S+ PRIVMSG #вече :я снова здесь$")
                assert said(vera, "#вече", "борис") == ["до сбоя", "после сбоя"]


def test_every_script_on_every_door(tmp_path: Path) -> None:
    """What any of them says, all the others read as it was: plain door, WebSocket, and both."""
    with ServerProcess(tmp_path / "data") as server:
        account(server, "Вера")
        account(server, "надежда")
        with (
            talk(server, "любовь") as nc,
            enter_by_websocket(server, "софия", "#lobby", protocol="text.ircv3.net") as web,
            real_clients.irssi(server, tmp_path, "Вера", PASSWORD) as vera,
            real_clients.weechat(server, tmp_path, "надежда", PASSWORD) as hope,
        ):
            vera.join("#lobby")
            hope.join("#lobby")
            for client, nick in ((vera, "Вера"), (hope, "надежда")):
                for text in SCRIPTS:
                    client.say("#lobby", text)
                    web.expect(rf"(@\S+ )?:{nick}!\S+ PRIVMSG #lobby :{text}$")
            for text in SCRIPTS:
                nc.write(f"{text}\n")
                web.say("#lobby", text)
            for client in (vera, hope):
                for nick in ("Вера", "надежда", "софия", "любовь"):
                    wait_heard(client, "#lobby", *((nick, text) for text in SCRIPTS))
                    assert said(client, "#lobby", nick) == list(SCRIPTS)
            for nick in ("Вера", "надежда", "софия"):
                for text in SCRIPTS:
                    nc.wait_for(f"{nick}: {text}\n")
            web.expect(rf"(@\S+ )?:любовь!\S+ PRIVMSG #lobby :{SCRIPTS[-1]}$")
            assert [m.text for m in web.messages() if m.nick == "любовь"] == list(SCRIPTS)


@both
def test_many_lines_arrive_as_lines(tmp_path: Path, start: Start) -> None:
    """At a client that knows no message of many lines: each line once, in order."""
    with ServerProcess(tmp_path / "data") as server:
        account(server, "Вера")
        with (
            start(server, tmp_path, "Вера", PASSWORD) as vera,
            join(server.connect, "борис", "#вече", caps=(*TAGS, "draft/multiline")) as boris,
        ):
            vera.join("#вече")
            boris.send("BATCH +1 draft/multiline #вече")
            boris.send(*(f"@batch=1 PRIVMSG #вече :{text}" for text in SCRIPTS), "BATCH -1")
            wait_heard(vera, "#вече", *(("борис", text) for text in SCRIPTS))
            assert said(vera, "#вече", "борис") == list(SCRIPTS)
