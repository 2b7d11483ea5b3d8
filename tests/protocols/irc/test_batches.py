"""Client batches. https://ircv3.net/specs/extensions/multiline and client-batch"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.protocols.irc.peer import Wire, registered
from veche.core.commands import SendLines, SendMessage
from veche.core.events import MessageKind
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection
from veche.protocols.irc.batches import PASSED, Batches
from veche.protocols.irc.capabilities import MULTILINE
from veche.protocols.irc.reading import read

CAPS = "batch draft/multiline echo-message labeled-response message-tags standard-replies"
OPEN = "BATCH +1 draft/multiline #c"
CONCAT = "draft/multiline-concat"


@pytest.fixture
def wire() -> Wire:
    """Alice, who may send batches."""
    return registered(CAPS)


def commands(wire: Wire, *lines: str) -> list[object]:
    """What the lines ask."""
    return [command for request in wire.send(*lines) for command in request.commands]


def fault(wire: Wire, *lines: str) -> str:
    """The FAIL that the lines lead to, without its text."""
    (request,) = wire.send(*lines)
    rejection = request.commands[0].rejection  # type: ignore[attr-defined]
    (line,) = wire.answer(request, rejection)
    return line.partition(" :")[0].removeprefix(":irc.test ")


def test_a_batch_is_one_message(wire: Wire) -> None:
    """Nothing is asked before its end; tags and label are those of its opening."""
    opening = f"@label=x;+a=b;veche/key=k {OPEN}"
    assert wire.send(opening, "@batch=1 PRIVMSG #c hello", "@batch=1 PRIVMSG #c :how ") == []
    assert wire.send("@batch=1 PRIVMSG #c :") == []
    assert wire.send(f"@batch=1;{CONCAT} PRIVMSG #c :you", "@batch=1 PRIVMSG #c :all") == []
    (request,) = wire.send("BATCH -1")
    text = "hello\nhow \nyou\nall"
    assert request.commands == (SendLines("#c", text, tags=(("+a", "b"),)),)
    assert request.key == b"k"


def test_cuts(wire: Wire) -> None:
    """Where a line only went on is known."""
    lines = [OPEN, "@batch=1 PRIVMSG #c :Жу", f"@batch=1;{CONCAT} PRIVMSG #c :к", "BATCH -1"]
    assert commands(wire, *lines) == [SendLines("#c", "Жук", cuts=(2,))]


def test_one_line_is_a_plain_message(wire: Wire) -> None:
    """And NOTICE works the same."""
    assert commands(wire, OPEN, "@batch=1 NOTICE #c :x", "BATCH -1") == [
        SendMessage("#c", "x", MessageKind.NOTICE)
    ]


def test_other_commands_go_on(wire: Wire) -> None:
    """A batch must not keep a client from answering a PING."""
    wire.send(OPEN)
    assert len(commands(wire, "PING x", "PONG y", "JOIN #d")) == 2
    assert commands(wire, "@batch=1 PRIVMSG #c :x", "BATCH -1")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([OPEN, "@batch=2 PRIVMSG #c :x"], "MULTILINE_INVALID"),
        ([OPEN, "PRIVMSG #c :x"], "MULTILINE_INVALID"),
        ([OPEN, "@batch=1 JOIN #c"], "MULTILINE_INVALID"),
        ([OPEN, "@batch=1 PRIVMSG #c :x", "@batch=1 NOTICE #c :x"], "MULTILINE_INVALID"),
        ([OPEN, "@batch=1 PRIVMSG #c :x", f"@batch=1;{CONCAT} PRIVMSG #c :"], "MULTILINE_INVALID"),
        ([OPEN, "@batch=1 PRIVMSG #d :x"], "MULTILINE_INVALID_TARGET #c #d"),
        ([OPEN, "BATCH -1"], "MULTILINE_INVALID"),
        (
            [OPEN, "@batch=1 PRIVMSG #c :", "@batch=1 PRIVMSG #c : ", "BATCH -1"],
            "MULTILINE_INVALID",
        ),
        ([OPEN, OPEN], "MULTILINE_INVALID"),
        ([OPEN, "BATCH -2"], "MULTILINE_INVALID"),
        (["BATCH -1"], "MULTILINE_INVALID"),
        (["BATCH +1 draft/other #c"], "MULTILINE_INVALID"),
        (["BATCH +1 draft/multiline"], "MULTILINE_INVALID"),
        (["BATCH +1 draft/multiline #c,#d"], "MULTILINE_INVALID"),
        (["BATCH"], "MULTILINE_INVALID"),
        (["@batch=1 PRIVMSG #c :x"], "MULTILINE_INVALID"),
        ([OPEN, *["@batch=1 PRIVMSG #c x"] * 101], "MULTILINE_MAX_LINES 100"),
        ([OPEN, *[f"@batch=1 PRIVMSG #c {'x' * 400}"] * 11], "MULTILINE_MAX_BYTES 4096"),
    ],
)
def test_what_cannot_be(wire: Wire, lines: list[str], told: str) -> None:
    """Told at once; then nothing of the batch is left."""
    assert fault(wire, *lines) == f"FAIL BATCH {told}"
    assert commands(wire, "PRIVMSG #c :x") == [SendMessage("#c", "x")]


def test_the_rest_of_a_failed_batch_is_passed_over(wire: Wire) -> None:
    """One fault, one FAIL, with the label of the opening."""
    wire.send(f"@label=x {OPEN}")
    (request,) = wire.send("@batch=1 PRIVMSG #d :x")
    rejection = request.commands[0].rejection  # type: ignore[attr-defined]
    assert wire.answer(request, rejection)[0].startswith("@label=x :irc.test FAIL BATCH")
    assert wire.send("@batch=1 PRIVMSG #c :y", "BATCH -1") == []
    assert fault(wire, "BATCH -1") == "FAIL BATCH MULTILINE_INVALID"


def test_a_line_that_was_lost_ends_the_batch(wire: Wire) -> None:
    """Half a message would be worse than none."""
    wire.send(OPEN)
    (request,) = wire.send(f"@batch=1 PRIVMSG #c :{'x' * 600}")
    assert request.commands[0].rejection == Rejection(Code.LINE_TOO_LONG, "PRIVMSG")  # type: ignore[attr-defined]
    assert wire.send("@batch=1 PRIVMSG #c :y", "BATCH -1") == []


def test_it_must_be_negotiated() -> None:
    """Otherwise the command is unknown, and the tag means nothing."""
    wire = registered("message-tags")
    (request,) = wire.send(OPEN)
    assert request.commands[0].rejection.code is Code.UNKNOWN_COMMAND  # type: ignore[attr-defined]
    assert commands(wire, "@batch=1 PRIVMSG #c :x") == [SendMessage("#c", "x")]


def test_it_must_come_in_time() -> None:
    """client-batch, "Errors"."""
    batches = Batches()
    opening, line = read(OPEN.encode(), DEFAULT), read(b"@batch=1 PRIVMSG #c :x", DEFAULT)
    assert opening is not None
    assert line is not None
    assert batches.take(opening, MULTILINE, DEFAULT, 0.0) is None
    late = batches.take(line, MULTILINE, DEFAULT, DEFAULT.multiline_s + 0.1)
    assert late is not None
    assert late is not PASSED
    assert late.commands[0].rejection.subject == "TIMEOUT 1"  # type: ignore[union-attr]


texts = st.lists(
    st.tuples(st.sampled_from(("", "a", "Ж b", " ")), st.booleans()), min_size=1, max_size=8
)


@given(texts)
def test_all_lines_come_back(lines: list[tuple[str, bool]]) -> None:
    """The message is what the specification says it is: line feeds, but where lines go on."""
    wire = registered(CAPS)
    sent = [OPEN]
    whole = ""
    for number, (text, goes_on) in enumerate(lines):
        joined = goes_on and bool(text)
        tag = f";{CONCAT}" if joined else ""
        sent.append(f"@batch=1{tag} PRIVMSG #c :{text}")
        whole += text if joined or not number else f"\n{text}"
    (command,) = commands(wire, *sent, "BATCH -1")
    if whole.strip():
        assert isinstance(command, SendMessage)
        assert command.text == whole
