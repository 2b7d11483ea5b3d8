"""Several devices of one person, and a person with none: a real server, seen from outside."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.irc import IrcClient, join
from tests.harness import ServerProcess, wait_until

PASSWORD = "correct horse"
LOGIN = base64.b64encode(f"\0anna\0{PASSWORD}".encode()).decode()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path / "data") as server:
        opened(server)
        yield server


def opened(server: ServerProcess) -> None:
    """Anna's account is there, and she in #a."""
    with IrcClient(server.connect()) as client:
        client.send("CAP REQ :draft/account-registration", "NICK anna", "USER a 0 * :Anna")
        client.send("CAP END", f"REGISTER * * :{PASSWORD}", "JOIN #a")
        client.expect(r"\S+ REGISTER SUCCESS")
        client.expect(r"\S+ 366 anna #a")


def device(server: ServerProcess, *caps: str, nick: str = "anna", say: str = "") -> IrcClient:
    """One of Anna's devices, once it is in."""
    client = IrcClient(server.connect())
    client.send(f"CAP REQ :{' '.join(('sasl', *caps))}", *filter(None, [say]))
    client.send("AUTHENTICATE PLAIN", f"AUTHENTICATE {LOGIN}")
    client.expect(r"\S+ 903")
    client.send(f"NICK {nick}", "USER a 0 * :Anna", "CAP END")
    client.expect(r"\S+ (422|376)")
    return client


def test_several_are_one(server: ServerProcess) -> None:
    """One nick, which each of them knows; what one says or marks, the others see."""
    with (
        device(server, "draft/read-marker") as one,
        device(server, "draft/read-marker", nick="other") as two,
        join(server.connect, "boris", "#a") as boris,
    ):
        two.expect(r":anna!\S+ JOIN #a")
        one.send("NICK annette")
        two.expect(r":anna!\S+ NICK annette")
        two.send("LUSERS")
        two.expect(r"\S+ 251 annette ")
        two.say("#a", "from two")
        one.expect(r":annette!\S+ PRIVMSG #a :from two")
        one.say("boris", "psst")
        two.expect(r":annette!\S+ PRIVMSG boris :psst")
        one.send("MARKREAD #a timestamp=2024-01-01T00:00:00.000Z")
        two.expect(r"\S+ MARKREAD #a timestamp=2024-01-01T00:00:00.000Z")
        two.send("MARKREAD #a timestamp=2023-01-01T00:00:00.000Z")
        two.expect(r"\S+ MARKREAD #a timestamp=2024-01-01T00:00:00.000Z")
        one.send("QUIT :one of two")
        one.wait_closed()
        assert not any(" QUIT " in line for line in (*boris.barrier(), *two.barrier()))


def test_what_was_missed_and_nothing_else(server: ServerProcess) -> None:
    """In channels and from people, for a client that cannot ask; and for no other."""
    with join(server.connect, "boris", "#a") as boris:
        with device(server) as anna:
            boris.say("#a", "seen")
            anna.expect(r":boris!\S+ PRIVMSG #a :seen")
        boris.send("WHOIS anna")
        wait_until(lambda: _is_away(boris), what="being away")
        boris.say("#a", "missed")
        boris.say("anna", "missed as well")
        boris.barrier()
        with device(server) as anna:
            anna.expect(r":boris!\S+ PRIVMSG #a :missed")
            anna.expect(r":boris!\S+ PRIVMSG anna :missed as well")
            boris.say("#a", "seen too")
            anna.expect(r":boris!\S+ PRIVMSG #a :seen too")
        wait_until(lambda: _is_away(boris), what="being away again")
        with device(server, "draft/chathistory") as anna:
            told = [line for line in anna.barrier() if "PRIVMSG" in line]
            assert told == []


def _is_away(client: IrcClient) -> bool:
    client.send("WHOIS anna")
    return any(" 301 " in line for line in client.barrier())


def test_it_stays_through_a_crash(tmp_path: Path, server: ServerProcess) -> None:
    """With channels, rank and markers; what was said meanwhile is not lost."""
    with device(server, "draft/read-marker") as anna:
        anna.send("MARKREAD #a timestamp=2024-01-01T00:00:00.000Z")
        anna.expect(r"\S+ MARKREAD #a timestamp=2024")
        server.kill()
    with ServerProcess(tmp_path / "data") as again:
        with join(again.connect, "boris", "#a") as boris:
            assert any("@anna" in line or "~anna" in line for line in boris.lines)
            boris.say("#a", "after the crash")
            boris.barrier()
        with device(again, "draft/read-marker", "draft/persistence") as anna:
            anna.expect(r":anna!\S+ JOIN #a")
            anna.expect(r"\S+ MARKREAD #a timestamp=2024-01-01T00:00:00.000Z")
            anna.expect(r"\S+ 366 ")
            anna.expect(r":boris!\S+ PRIVMSG #a :after the crash")
            assert any(" PERSISTENCE STATUS DEFAULT ON" in line for line in anna.lines)


def test_who_does_not_want_to_stay(server: ServerProcess) -> None:
    """Is seen to quit."""
    with join(server.connect, "boris", "#a") as boris, device(server, "draft/persistence") as anna:
        anna.send("PERSISTENCE SET OFF")
        anna.expect(r"\S+ PERSISTENCE STATUS OFF OFF")
        anna.send("QUIT :bye")
        boris.expect(r"(@\S+ )?:anna!\S+ QUIT :Quit: bye")


def test_away_before_it_is_in(server: ServerProcess) -> None:
    """A program that only fetches does not make anybody present (IRCv3 pre-away)."""
    with join(server.connect, "boris") as boris:
        with device(server, "draft/pre-away", say="AWAY *"):
            assert _is_away(boris)
        with device(server):
            assert not _is_away(boris)


def test_search(server: ServerProcess) -> None:
    """As soon as it is indexed, in any form of the word, and only one's own."""
    with (
        join(server.connect, "boris", "#a", caps=("soju.im/search",)) as boris,
        join(server.connect, "carol", "#c", caps=("soju.im/search",)) as carol,
    ):
        boris.say("#a", "Новые сообщения пришли")
        boris.barrier()

        def found(client: IrcClient) -> bool:
            client.send("SEARCH text=сообщению")
            return any("PRIVMSG #a :Новые сообщения" in line for line in client.barrier())

        wait_until(lambda: found(boris), what="being found")
        assert not found(carol)
