"""Programs that know nothing but a socket: no newline ever, and each recv() is a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.plain.helpers import Client, happened, message, who
from veche.core.commands import Command, Quit, Register, SendMessage
from veche.core.events import Joined, TextBody
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Left, Welcome
from veche.protocols.base import ProtocolError


def in_chunks() -> Client:
    client = Client(prompted=True)
    client.register("bob", chunked=True)
    client.taken()
    return client


def test_a_bare_name() -> None:
    """Known by the pause; the greeting is one message without a newline."""
    client = Client(prompted=True)
    assert client.send(b"bob", wait=2.0) == []
    assert client.pass_time(0.05) == []
    assert client.pass_time(0.01) == [Register("bob", "bob", "bob", "127.0.0.1")]
    assert client.plain.chunked
    assert client.plain.paced
    client.answer(Done(reply=Welcome(7, who("bob"))))
    client.enter("#lobby", "bob")
    client.pass_time(0.1)
    assert client.taken() == [b"You are bob in #lobby, alone so far. /help lists the commands."]


def test_a_bare_name_that_is_taken() -> None:
    """One message with the prompt; the mode stays, also if a newline comes once."""
    client = Client(prompted=True)
    client.send(b"bob")
    client.pass_time(0.06)
    client.answer(Rejection(Code.NICK_TAKEN, "bob"))
    assert client.taken() == [b"The name bob is taken. Choose another.\nEnter your username: "]
    assert client.send(b"bill\n", wait=1.0) == [Register("bill", "bill", "bill", "127.0.0.1")]
    assert client.plain.chunked


def test_history_a_message_each() -> None:
    """The greeting, the old, the new: each in a write of its own."""
    client = Client(prompted=True)
    client.send(b"bob")
    client.pass_time(0.06)
    client.answer(Done(reply=Welcome(7, who("bob"))))
    client.enter("#lobby", "bob", seq=9)
    client.deliver(message("alice", "new"))
    client.show(*(message("alice", str(number)) for number in range(20)))
    client.deliver(message("alice", "newer"))
    client.pass_time(1.0)
    assert client.taken()[1:] == [
        *(b"alice: %d" % number for number in range(20)),
        b"alice: new",
        b"alice: newer",
    ]
    assert client.plain.paced


def test_messages_100_ms_apart() -> None:
    """Each one arrives as it was sent."""
    client = in_chunks()
    commands: list[Command] = []
    for number in range(10):
        commands += client.send(b"message %d" % number, wait=0.1)
    commands += client.pass_time(0.1)
    assert commands == [SendMessage("#lobby", f"message {number}") for number in range(10)]


def test_what_it_is_sent_comes_apart() -> None:
    """Neither merged nor torn, 20 ms between two."""
    client = in_chunks()
    for number in range(5):
        client.deliver(message("alice", f"m{number}"))
    assert client.taken() == [b"alice: m0"]
    client.pass_time(0.019)
    assert client.taken() == []
    client.pass_time(0.002)
    assert client.taken() == [b"alice: m1"]
    client.pass_time(1.0)
    assert client.taken() == [b"alice: m2", b"alice: m3", b"alice: m4"]


def test_comings_and_goings_are_not_messages() -> None:
    """They are not told."""
    client = in_chunks()
    client.deliver(happened(Joined(8, 1), TextBody(who("carol"), "#lobby")))
    client.pass_time(1.0)
    assert client.taken() == []


def test_commands_work() -> None:
    """An answer of many lines is one message."""
    client = in_chunks()
    client.send(b"/help")
    client.pass_time(0.06)
    client.answer(Done(reply=Echoed(("one", "two"))))
    assert client.taken() == [b"one\ntwo"]
    client.send(b"/quit")
    assert client.pass_time(0.06) == [Quit()]
    client.deliver(message("alice", "wait"))
    client.answer(Done(reply=Left("")))
    assert client.plain.closing
    assert client.text().endswith("Bye.")


def test_a_long_chunk() -> None:
    """Is refused once; the next message is whole."""
    client = in_chunks()
    for _ in range(30):
        client.send(b"x" * 1000)
    client.pass_time(1.0)
    assert [type(request.commands[0]).__name__ for request in client.asked] == ["Refuse"]
    client.send(b"ok")
    assert client.pass_time(0.1) == [SendMessage("#lobby", "ok")]


def test_the_last_words_come_after_what_waits() -> None:
    """As one write."""
    client = in_chunks()
    for text in ("a", "b", "c"):
        client.deliver(message("alice", text))
    client.taken()
    assert client.plain.goodbye("Bye.") == b"alice: b\nalice: c\nBye."


@pytest.mark.parametrize("text", ["Привет", "مرحبا بالعالم", "你好，世界", "👩‍👩‍👧 🇺🇦 ❤️"])
def test_text_of_any_script(text: str) -> None:
    """Byte for byte, in both directions."""
    client = in_chunks()
    client.send(text.encode())
    assert client.pass_time(0.1) == [SendMessage("#lobby", text)]
    client.deliver(message("Алиса", text))
    assert client.text() == f"Алиса: {text}"


READS = st.lists(
    st.tuples(st.binary(max_size=40) | st.sampled_from([b"/join #a\n", b"/quit\n", b"\n", b"bob"])),
    max_size=30,
)
ANSWERS = st.sampled_from([Done(), Rejection(Code.NICK_TAKEN, "x\x1b[0m"), Done(reply=Left("x"))])


@given(READS, st.lists(ANSWERS), st.lists(st.floats(0, 0.2), min_size=30, max_size=30))
def test_any_bytes_any_time_any_answers(
    reads: list[tuple[bytes]], answers: list[Done | Rejection], waits: list[float]
) -> None:
    """No exception but a planned one; nothing but newlines controls the terminal."""
    client = Client()
    for (data,), wait in zip(reads, waits, strict=False):
        try:
            client.send(data, wait)
        except ProtocolError:
            break
        if client.asked and answers:
            client.answer(answers.pop())
        elif client.asked and isinstance(client.asked[0].commands[0], Register):
            client.answer(Done(reply=Welcome(7, who("alice"))))
        if client.plain.registered:
            client.deliver(message("a\x07lice", "x\r\n\x1b]0;y\x07"))
    client.pass_time(100.0)
    written = client.text() + client.plain.goodbye("Bye\r\n.").decode()
    assert all(c == "\n" or (ord(c) >= 0x20 and not 0x7F <= ord(c) < 0xA0) for c in written)
