"""What is written, when, and what waits for history."""

from veche.protocols.plain.pacing import GAP_S
from veche.protocols.plain.voice import Voice


def chunks() -> Voice:
    voice = Voice(prompted=True)
    voice.chunked = True
    return voice


def test_a_sentence_does_not_stand_behind_the_prompt() -> None:
    """Unless a line came, which ended the prompt's on the peer's screen."""
    voice = Voice(prompted=True)
    voice.now("Too late.", 0.0)
    assert voice.take(everything=False) == b"\nToo late.\n"
    voice.prompt("Another.", 0.0)
    voice.heard()
    voice.prompt("Again.", 0.0)
    assert voice.take(everything=False) == (
        b"Another.\nEnter your username: Again.\nEnter your username: "
    )
    assert voice.last("Bye.") == b"\nBye.\n"


def test_a_refused_name_is_one_message_in_chunks() -> None:
    """With the prompt as its last line."""
    voice = chunks()
    voice.prompt("Taken.", 0.0)
    assert voice.take(everything=False) == b"Taken.\nEnter your username: "


def test_answers() -> None:
    """Line by line, or in chunks in one write without a final newline."""
    voice = Voice(prompted=False)
    assert list(voice.lines(("a", "b\x07"), 0.0)) == [b"a\n", b"b\n"]
    paced = chunks()
    assert list(paced.lines(("a", "b\x07"), 0.0)) == []
    assert list(paced.lines((), 0.0)) == []
    assert paced.take(everything=False) == b"a\nb"


def test_messages() -> None:
    """In chunks one write each."""
    voice = Voice(prompted=False)
    assert list(voice.messages((b"a\n", b"b\n"), 0.0)) == [b"a\n", b"b\n"]
    paced = chunks()
    assert list(paced.messages((b"a\n", b"b\n"), 0.0)) == []
    assert paced.take(everything=False) == b"a"
    assert paced.deadline == GAP_S
    paced.tick(GAP_S)
    assert paced.take(everything=False) == b"b"


def test_deliveries_that_come_joined_are_parted() -> None:
    """A write of the worker may carry several lines."""
    voice = chunks()
    voice.push(b"a\nb\n", 0.0)
    assert voice.take(everything=False) == b"a"
    assert voice.take(everything=True) == b"b"


def test_deliveries_wait_for_history() -> None:
    """First the greeting, then history, then what came meanwhile."""
    voice = Voice(prompted=False)
    voice.hold(("Hello.",))
    voice.push(b"bob: new\n", 0.0)
    assert voice.holding
    assert voice.held_bytes == 9
    assert voice.take(everything=False) == b""
    assert list(voice.release((b"bob: old\n",), 0.0)) == [b"Hello.\n", b"bob: old\n", b"bob: new\n"]
    assert not voice.holding
    assert voice.held_bytes == 0
    voice.push(b"bob: newer\n", 0.0)
    assert voice.take(everything=False) == b"bob: newer\n"


def test_deliveries_wait_for_the_history_of_two_channels() -> None:
    """Both are shown before anything live."""
    voice = Voice(prompted=False)
    voice.hold(("A.",))
    voice.hold(("B.",))
    voice.push(b"live\n", 0.0)
    assert list(voice.release((b"a\n",), 0.0)) == []
    assert list(voice.release((b"b\n",), 0.0)) == [b"A.\n", b"B.\n", b"a\n", b"b\n", b"live\n"]


def test_last_words_in_chunks() -> None:
    """After all that waits, as one write."""
    voice = chunks()
    assert voice.last("Bye.") == b"Bye."
    voice.push(b"a\nb\n", 1.0)
    assert voice.last("Bye.") == b"a\nb\nBye."
