"""The first bytes decide, silence only prompts: "The door" in the architecture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.core.exchange import Answer, Origin
from veche.core.limits import Limits
from veche.protocols.base import Peer, ServerInfo
from veche.protocols.plain.framing import PAUSE_S
from veche.protocols.sniff import Door, SniffingConnection, door_of

PROMPT = b"Enter your username: "
PEER = Peer("127.0.0.1")
SECURE = Peer("192.0.2.1", loopback=False, secure=True)
INFO = ServerInfo(limits=Limits(register_s=30.0))
START = 1000.0

HTTP_WORDS = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI"]
IRC_WORDS = ["CAP", "NICK", "USER", "PASS", "PING", "AUTHENTICATE", "RESUME", "QUIT"]
TABLE = [
    *((word.encode() + b" x", Door.HTTP) for word in HTTP_WORDS),
    *((word.lower().encode() + b" x", Door.HTTP) for word in HTTP_WORDS),
    *((word.encode() + b" x", Door.IRC) for word in IRC_WORDS),
    *((word.title().encode() + b" x", Door.IRC) for word in IRC_WORDS),
    *((word.encode() + b"\n", Door.PLAIN) for word in HTTP_WORDS + IRC_WORDS),
    *((word.encode() + b"\r\n", Door.PLAIN) for word in HTTP_WORDS + IRC_WORDS),
    *((word.encode() + b"s x", Door.PLAIN) for word in HTTP_WORDS + IRC_WORDS),
    (b":server PING x", Door.IRC),
    (b"@a=b NICK x", Door.IRC),
    (b"alice\n", Door.PLAIN),
    (b"bob", Door.PLAIN),
    (b"\n", Door.PLAIN),
    (b" NICK x", Door.PLAIN),
    (b"\r\nGET / HTTP/1.1", Door.PLAIN),
    ("Алиса\n".encode(), Door.PLAIN),
    (b"\xff\xfb\x18", Door.PLAIN),
    (b"\0", Door.PLAIN),
    (b"QUIT\r\n", Door.PLAIN),
]
PREFIXES = [word[:end].encode() for word in HTTP_WORDS + IRC_WORDS for end in range(1, len(word))]


def opened(peer: Peer = PEER, info: ServerInfo = INFO) -> SniffingConnection:
    return SniffingConnection(peer, info, START)


def taken(sniffing: SniffingConnection) -> bytes:
    return b"".join(data for data, _ in sniffing.taken)


@pytest.mark.parametrize(("first", "door"), TABLE)
def test_first_bytes_decide(first: bytes, door: Door) -> None:
    """At once, without a word to the peer, and nothing of what was read is lost."""
    sniffing = opened()
    assert sniffing.receive(first, START) == ()
    assert sniffing.decided is door
    assert taken(sniffing) == first
    assert sniffing.output() == b""
    assert sniffing.deadline is None
    assert not sniffing.prompted


@pytest.mark.parametrize(("first", "door"), TABLE)
def test_split_anywhere(first: bytes, door: Door) -> None:
    """Two reads within a pause decide as one does."""
    for at in range(1, len(first)):
        sniffing = opened()
        sniffing.receive(first[:at], START)
        sniffing.receive(first[at:], START + PAUSE_S / 2)
        assert sniffing.decided is door
        assert taken(sniffing) == first


@pytest.mark.parametrize("prefix", sorted(set(PREFIXES)))
def test_beginning_of_a_word_waits_for_more(prefix: bytes) -> None:
    """Until a pause, which makes it a name."""
    sniffing = opened()
    sniffing.receive(prefix, START)
    assert sniffing.decided is None
    assert sniffing.deadline == START + PAUSE_S
    sniffing.tick(START + PAUSE_S / 2)
    assert sniffing.decided is None
    sniffing.tick(START + PAUSE_S)
    assert sniffing.decided is Door.PLAIN
    assert sniffing.taken == [(prefix, START)]


def test_pause_seen_late_still_parts_two_messages() -> None:
    """A name that begins a word, then a message, with no tick between them."""
    sniffing = opened()
    sniffing.receive(b"pat", START)
    sniffing.receive(b"ch me in", START + 0.1)
    assert sniffing.decided is Door.PLAIN
    assert sniffing.taken == [(b"pat", START), (b"ch me in", START + 0.1)]


def test_end_of_input() -> None:
    """What came is decided on; nothing at all is closed without a word."""
    sniffing = opened()
    sniffing.receive(b"nick", START)
    sniffing.receive(b"", START + 0.01)
    assert sniffing.decided is Door.PLAIN
    assert sniffing.taken == [(b"nick", START), (b"", START + 0.01)]
    silent = opened()
    silent.receive(b"", START)
    assert silent.closing
    assert silent.output() == b""


@pytest.mark.parametrize(("peer", "silence"), [(PEER, 0.25), (SECURE, 1.0)])
def test_silence_prompts_once(peer: Peer, silence: float) -> None:
    """After 250 ms, through TLS after 1 s."""
    sniffing = opened(peer)
    assert sniffing.deadline == START + silence
    sniffing.tick(START + silence - 0.01)
    assert sniffing.output() == b""
    sniffing.tick(START + silence)
    assert sniffing.output() == PROMPT
    assert sniffing.prompted
    sniffing.tick(START + silence + 1)
    assert sniffing.output() == b""
    assert sniffing.decided is None


@pytest.mark.parametrize(("first", "door"), TABLE)
def test_first_bytes_decide_after_the_prompt_too(first: bytes, door: Door) -> None:
    """IRC begins a line of its own; HTTP comes too late."""
    sniffing = opened()
    sniffing.tick(START + 0.25)
    sniffing.output()
    sniffing.receive(first, START + 1)
    if door is Door.HTTP:
        assert sniffing.decided is None
        assert sniffing.closing
        assert taken(sniffing) == b""
    else:
        assert sniffing.decided is door
        assert sniffing.output() == (b"\r\n" if door is Door.IRC else b"")
        assert not sniffing.closing


@pytest.mark.parametrize("prompted", [False, True])
def test_tls_here_is_closed(prompted: bool) -> None:
    """0x16 comes here only where TLS is impossible."""
    sniffing = opened()
    if prompted:
        sniffing.tick(START + 0.25)
        sniffing.output()
    sniffing.receive(b"\x16\x03\x01\x02\x00\x01", START + 1)
    assert sniffing.closing
    assert sniffing.decided is None
    assert sniffing.output().endswith(b"\n")


def test_silence_ends() -> None:
    """Nothing within `register_s` is closed with a sentence."""
    sniffing = opened()
    sniffing.tick(START + 0.25)
    sniffing.output()
    assert sniffing.deadline == START + 30
    sniffing.tick(START + 30)
    assert sniffing.closing
    assert sniffing.output().startswith(b"\nNo name came for 30 seconds")
    sniffing.receive(b"alice\n", START + 31)
    assert sniffing.decided is None


def test_says_goodbye_on_a_line_of_its_own() -> None:
    """The server is stopped before a client has said anything."""
    sniffing = opened()
    assert sniffing.goodbye("Server stops.\r\n") == b"Server stops.  \n"
    sniffing.tick(START + 0.25)
    assert sniffing.goodbye("Server stops.") == b"\nServer stops.\n"


def test_has_nothing_to_do_with_the_hub() -> None:
    """No user, no deliveries, no requests."""
    sniffing = opened()
    sniffing.push(b"alice: hello\n", START)
    assert list(sniffing.answer(Answer(Origin(1, 0, 1), ()), START)) == []
    assert sniffing.requests() == ()
    assert sniffing.output() == b""
    assert sniffing.encoding is None
    assert [sniffing.registered, sniffing.chunked, sniffing.paced] == [False] * 3


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=20))
def test_any_bytes_are_decided_soon(reads: list[bytes]) -> None:
    """After at most as many bytes as the longest word has; whatever was read is handed on."""
    sniffing = opened()
    for data in reads:
        sniffing.receive(data, START)
    sniffing.tick(START + PAUSE_S)
    assert sniffing.closing != (sniffing.decided is not None)
    if sniffing.decided is not None:
        assert taken(sniffing) == b"".join(reads)
        assert door_of(b"".join(reads)) in (sniffing.decided, None)
