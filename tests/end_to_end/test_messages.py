"""Messages of many lines, taken back, edited and reacted to; metadata: over the wire."""

from collections.abc import Iterator

import pytest

from tests.end_to_end.irc import TAGS, IrcClient, join
from tests.harness import ServerProcess, wait_until

CAPS = (*TAGS, "draft/multiline", "draft/message-redaction", "draft/chathistory")


@pytest.fixture(scope="module")
def server() -> Iterator[ServerProcess]:
    """One for all tests here."""
    with ServerProcess() as server:
        yield server


def msgid(client: IrcClient, text: str) -> str:
    """Of the message with this text that comes next."""
    return client.expect(rf"@\S*msgid=([^; ]+)\S* :\S+ PRIVMSG \S+ :{text}$")[1]


def test_many_lines_are_one_message(server: ServerProcess) -> None:
    """A batch for those who know it, lines for the others; in history one message again."""
    with (
        join(server.connect, "anna", "#many", caps=CAPS) as anna,
        join(server.connect, "boris", "#many", caps=()) as boris,
    ):
        anna.send("@label=x BATCH +1 draft/multiline #many")
        anna.send("@batch=1 PRIVMSG #many :one", "@batch=1 PRIVMSG #many :", "BATCH -1")
        assert anna.expect(r"@label=x;\S+ :anna!\S+ BATCH \+(\S+) draft/multiline #many$")
        anna.expect(r":anna!\S+ BATCH -")
        anna.send("BATCH +2 draft/multiline #many", "@batch=2 PRIVMSG #many :two")
        anna.send("@batch=2 PRIVMSG #many :three", "BATCH -2")
        assert [m.text for m in boris.messages(3, "#many")] == ["one", "two", "three"]
        anna.expect(r":anna!\S+ BATCH -")
        anna.send("CHATHISTORY LATEST #many * 1")
        outer = anna.expect(r":\S+ BATCH \+(\S+) chathistory #many$")[1]
        inner = anna.expect(rf"@batch={outer};\S+ :anna!\S+ BATCH \+(\S+) draft/multiline")[1]
        anna.expect(rf"@batch={inner} :anna!\S+ PRIVMSG #many :two$")
        anna.expect(rf"@batch={inner} :anna!\S+ PRIVMSG #many :three$")


def test_what_is_taken_back_is_nowhere(server: ServerProcess) -> None:
    """Not in history, and not in any file."""
    secret = "a-word-that-nobody-says"
    with (
        join(server.connect, "anna", "#back", caps=CAPS) as anna,
        join(server.connect, "boris", "#back", caps=CAPS) as boris,
    ):
        boris.say("#back", secret)
        message = msgid(boris, secret)
        boris.send(f"REDACT #back {message} :a slip")
        boris.expect(rf"@\S+ :boris!\S+ REDACT #back {message} :a slip$")
        anna.expect(rf"@\S+ :boris!\S+ REDACT #back {message} :a slip$")
        anna.send("CHATHISTORY LATEST #back * 10")
        assert not any(secret in line for line in anna.barrier())

        def nowhere() -> bool:
            files = [path for path in server.data.rglob("*") if path.is_file()]
            return not any(secret.encode() in path.read_bytes() for path in files)

        wait_until(nowhere, what="the erasure")


def test_metadata_outlives_a_restart() -> None:
    """A channel's does."""
    with ServerProcess() as server:
        with join(server.connect, "anna", "#meta", caps=("batch", "draft/metadata-3")) as anna:
            anna.send("METADATA #meta SET url :https://example.org/")
            anna.expect(r":\S+ 761 anna #meta url \* :https://example.org/$")
        server.stop()
        server.start()
        with join(server.connect, "boris", caps=("batch", "draft/metadata-3")) as boris:
            boris.send("METADATA * SUB url")
            boris.expect(r":\S+ 770 boris url$")
            boris.send("JOIN #meta")
            boris.expect(r":\S+ 761 boris #meta url \* :https://example.org/$")
