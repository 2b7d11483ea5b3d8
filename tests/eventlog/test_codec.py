"""The stored form of every durable event: golden files for ever, upcasters, and damaged rows."""

import json
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.eventlog.samples import ALICE, message, records
from veche.core import events
from veche.core.events import Event, Record, Stored, TagsSent, TextBody, UserBody
from veche.eventlog.base import LogError
from veche.eventlog.codec import CODEC, DURABLE, EVENT_COLUMNS, UPCASTERS, Codec, Fields

GOLDEN = Path(__file__).parent / "golden"
COLUMNS = (*EVENT_COLUMNS, "body")
BLOBS = ("key", "digest")


def golden_files() -> list[Path]:
    return sorted(GOLDEN.glob("*.json"))


def read_row(row: dict[str, Any]) -> tuple[Any, ...]:
    """The row of a golden file: there, BLOBs are in hexadecimal."""
    values = {
        name: bytes.fromhex(value) if name in BLOBS and value is not None else value
        for name, value in row.items()
    }
    return tuple(values[name] for name in COLUMNS)


def described(stored: Stored) -> Any:
    """A stored record as readable JSON, the types of event and body included."""
    record = stored.record
    description = msgspec.to_builtins(stored)
    description["record"]["event"] = {
        type(record.event).__name__: msgspec.to_builtins(record.event)
    }
    if record.body is not None:
        description["record"]["body"] = {
            type(record.body).__name__: msgspec.to_builtins(record.body)
        }
    return json.loads(json.dumps(description))


@pytest.mark.parametrize("file", golden_files(), ids=lambda file: file.stem)
def test_golden_events(file: Path) -> None:
    """What a version once wrote is read for ever; rows in these files never change."""
    golden = json.loads(file.read_text())
    row = golden["row"]
    assert file.stem == f"{row['kind']}.{row['version']}"
    assert described(CODEC.decode(read_row(row))) == golden["expected"]


@pytest.mark.parametrize("event", DURABLE, ids=lambda event: event.kind)
def test_every_durable_event_has_golden_files(event: type[Event]) -> None:
    """One for each version there was; the current one is also written exactly so."""
    files = [GOLDEN / f"{event.kind}.{version}.json" for version in range(1, event.version + 1)]
    assert [file.name for file in files if not file.exists()] == []
    row = read_row(json.loads(files[-1].read_text())["row"])
    stored = CODEC.decode(row)
    columns, body = CODEC.encode(stored.pos, stored.seq, stored.record)
    assert (*columns, body) == row
    missing = [
        version for version in range(1, event.version) if (event.kind, version) not in UPCASTERS
    ]
    assert missing == []


def test_every_golden_file_is_of_a_durable_event() -> None:
    """A kind that is no more would need an upcaster to another, not silence."""
    kinds = {event.kind for event in DURABLE}
    assert {file.stem.rsplit(".", 1)[0] for file in golden_files()} == kinds


def test_durable_events_are_found() -> None:
    """All those of the core, by the attribute that says so; kinds are unique."""
    assert events.MessageSent in DURABLE
    assert TagsSent not in DURABLE
    assert Event not in DURABLE
    assert len({event.kind for event in DURABLE}) == len(DURABLE)


@given(records(), st.integers(1, 1 << 62))
def test_round_trip(record: Record, pos: int) -> None:
    """Every record comes back as it was."""
    seq = None if record.conversation is None else pos
    row, body = CODEC.encode(pos, seq, record)
    assert CODEC.decode((*row, body)) == Stored(pos, seq, record)


def test_what_must_not_be_stored() -> None:
    """A transient event or another kind's body is a mistake of ours, and loud."""
    with pytest.raises(TypeError, match="TagsSent"):
        CODEC.encode(1, None, Record(1, 1, None, TagsSent(1)))
    wrong = Record(1, 1, None, events.MessageSent(1), UserBody(ALICE, "a", "b"))
    with pytest.raises(TypeError, match="UserBody"):
        CODEC.encode(1, None, wrong)
    with pytest.raises(TypeError, match="TextBody"):
        CODEC.encode(1, None, Record(1, 1, None, events.ServerStarted(), TextBody(ALICE)))


class PollOpened(Event, frozen=True):
    """An event of these tests, at version 3."""

    kind: ClassVar[str] = "poll-opened"
    version: ClassVar[int] = 3
    body_type: ClassVar[type[msgspec.Struct] | None] = TextBody
    user: int
    secret: bool


def from_1(event: Fields, body: Fields | None) -> tuple[Fields, Fields | None]:
    """Version 1 called the user `by`, and had the question in the event."""
    return {"user": event["by"]}, body and {"who": body["who"], "name": event["question"]}


def from_2(event: Fields, body: Fields | None) -> tuple[Fields, Fields | None]:
    """Version 2 had no secret polls, and the question in the name."""
    return {**event, "secret": False}, body and {"who": body["who"], "text": body["name"]}


POLLS = Codec((PollOpened,), {("poll-opened", 1): from_1, ("poll-opened", 2): from_2})
WHO = '{"who":["alice","al","host.example"]}'


def poll(version: int, payload: str, body: object = WHO) -> tuple[Any, ...]:
    return (1, 2, 3, None, None, "poll-opened", version, payload, None, None, None, body)


def test_old_versions_are_lifted() -> None:
    """Step by step to the current one, event and body."""
    old = POLLS.decode(poll(1, '{"by":5,"question":"tea?"}'))
    assert old.record.event == PollOpened(5, False)
    assert old.record.body == TextBody(ALICE, text="tea?")
    newer = POLLS.decode(poll(2, '{"user":5}', '{"who":["alice","al","host.example"],"name":"?"}'))
    assert newer.record.event == PollOpened(5, False)
    current = POLLS.decode(poll(3, '{"user":5,"secret":true}'))
    assert current.record.event == PollOpened(5, True)


def test_an_erased_old_version_is_lifted() -> None:
    """Without its body."""
    erased = POLLS.decode(poll(1, '{"by":5,"question":"tea?"}', bytes(10)))
    assert erased.record.body is None


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (poll(4, "{}"), "Record 1 .*'poll-opened', version 4.* does not know: start the version"),
        (poll(1, "{}"), "Record 1 .*damaged .*cannot be lifted from version 1: KeyError"),
        (poll(1, "[]"), "Record 1 .*damaged"),
        (poll(2, '{"user":"five"}'), "Record 1 .*damaged"),
        (poll(3, '{"user":5,"secret":true,"x":1}'), "Record 1 .*damaged .*unknown field"),
        (poll(3, '{"user":5,"secret":true}', None), "Record 1 .*damaged .*body is missing"),
        (poll(3, "[" * 100_000), "Record 1 .*damaged"),
        ((*poll(3, "{}"), 1), "Record 1 .*damaged"),
        ((), "Record '\\?' .*damaged"),
    ],
)
def test_rows_that_cannot_be_read(row: tuple[Any, ...], says: str) -> None:
    """One sentence with the position and what to do."""
    with pytest.raises(LogError, match=says) as caught:
        POLLS.decode(row)
    assert "restore a backup" in str(caught.value)


def test_a_step_is_missing() -> None:
    """A version that nobody can lift any more is said to be so."""
    codec = Codec((PollOpened,), {})
    with pytest.raises(LogError, match="no longer known"):
        codec.decode(poll(2, '{"user":5}'))


def test_columns_that_do_not_go_together() -> None:
    """A sequence number without a conversation, a key without an author."""
    row, body = CODEC.encode(1, 1, message(1, key=b"k"))
    for column in ("conversation", "seq", "author", "key", "digest"):
        damaged = [*row, body]
        damaged[COLUMNS.index(column)] = None
        with pytest.raises(LogError, match="do not go together"):
            CODEC.decode(tuple(damaged))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
any_json = anything.map(lambda value: json.dumps(value, default=repr))
any_text = st.text(st.characters(), max_size=40)  # lone surrogates included
known_kinds = st.sampled_from([event.kind for event in DURABLE])


def decodes_or_explains(row: tuple[Any, ...]) -> None:
    sentence = ""
    try:
        assert isinstance(CODEC.decode(row), Stored)
    except LogError as error:
        sentence = str(error)
    assert "\n" not in sentence
    assert len(sentence) < 500


@given(st.lists(anything | any_text, min_size=10, max_size=14).map(tuple))
@example(("\ud800",) * 12)
@example((1 << 70, 1, 1, None, None, "joined", 1, "{}", None, None, None, None))
def test_any_row(row: tuple[Any, ...]) -> None:
    """A value or a LogError, whatever the columns hold."""
    decodes_or_explains(row)


@given(
    known_kinds | any_text, st.integers(-1, 3), any_json | any_text, any_json | any_text | st.none()
)
@example("joined", 1, "\ud800", "\ud800")
@example("a\nb" * 100, 1, "{}", None)
def test_any_payload(kind: str, version: int, payload: str, body: str | None) -> None:
    """The same where only what an older or newer program wrote is strange."""
    decodes_or_explains((1, 2, 3, 4, 5, kind, version, payload, None, None, None, body))


@given(records(), st.data())
def test_any_damage(record: Record, data: st.DataObject) -> None:
    """The same for a good row of which one column is replaced, or one character of the JSON."""
    row, body = CODEC.encode(1, None if record.conversation is None else 1, record)
    columns: list[Any] = [*row, body]
    column = data.draw(st.sampled_from(range(len(columns))))
    value = columns[column]
    if isinstance(value, str) and value and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(value) - 1))
        columns[column] = value[:place] + data.draw(st.characters()) + value[place + 1 :]
    else:
        columns[column] = data.draw(anything)
    decodes_or_explains(tuple(columns))
