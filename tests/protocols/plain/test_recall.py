"""What is remembered of what was told: never more than all who are there were told."""

from tests.protocols.plain.helpers import who
from veche.core.events import (
    Event,
    Joined,
    MessageRedacted,
    MessageSent,
    Record,
    Stored,
    TagsSent,
    TextBody,
    Transient,
)
from veche.protocols.plain.recall import CONVERSATIONS, MESSAGES, Recall, Said


def told(
    number: int,
    event: Event | None = None,
    text: str = "hello",
    place: int = 7,
    seq: int | None = None,
    name: str = "#tea",
) -> Stored:
    """Message `number`, at that place of the conversation."""
    body = TextBody(who("alice"), name, text)
    record = Record(number, number * 1000, place, event or MessageSent(1), body)
    return Stored(number, number if seq is None else seq, record)


def recalled(recall: Recall, message: int, place: int = 7) -> Said | None:
    """What anything without a number of its own would be told to be about."""
    return recall.of(Transient(1, told(99, place=place).record), message)


def test_who_said_it_and_how_it_began() -> None:
    """On one line, without what would upset a terminal."""
    recall = Recall()
    recall.note(told(1, text="a\nb\x1b[31mc " + "x" * 80))
    assert recalled(recall, 1) == Said("alice", "a bc " + "x" * 35 + "...")
    assert recalled(recall, 2) is None
    assert recalled(recall, 1, place=8) is None


def test_an_edit_is_the_message_now() -> None:
    """Under both ids."""
    recall = Recall()
    recall.note(told(1, text="helo"))
    recall.note(told(2, MessageSent(1, edits=1), "hello"))
    assert recalled(recall, 1) == recalled(recall, 2) == Said("alice", "hello")


def test_what_was_taken_back_is_forgotten() -> None:
    """With its edits; whose it was is told with the taking back, by every encoding."""
    recall = Recall()
    recall.note(told(1))
    recall.note(told(2, MessageSent(1, edits=1)))
    redacted = told(3, MessageRedacted(1, 1, (2,)), "")
    recall.note(redacted)
    assert recall.of(redacted, 1) == Said("alice", "", 3)
    assert recalled(recall, 1) is None
    assert recalled(recall, 2) is None


def test_after_a_gap_nothing_before_is_known() -> None:
    """It may have been taken back in between; the same twice is no gap."""
    recall = Recall()
    recall.note(told(1))
    recall.note(told(1))
    assert recalled(recall, 1) is not None
    recall.note(told(2, Joined(1, 7)))
    recall.note(told(3))
    assert recalled(recall, 1) is not None
    recall.note(told(5))
    assert recalled(recall, 1) is None
    assert recalled(recall, 5) is not None


def test_a_page_has_gaps() -> None:
    """For it holds messages alone."""
    recall = Recall(whole=False)
    recall.note(told(1))
    recall.note(told(5))
    assert recalled(recall, 1) is not None


def test_a_gap_is_seen_at_once() -> None:
    """By the first event after it."""
    recall = Recall()
    recall.note(told(1))
    assert recall.of(told(2), 1) is not None
    assert recall.of(told(3), 1) is None


def test_a_newcomer_is_reminded_of_nothing() -> None:
    """That was said before it came, and which it may not read."""
    recall = Recall()
    recall.note(told(1))
    assert recall.enter(7, whole=False) is None
    assert recalled(recall, 1) is None
    recall.note(told(2))
    assert recalled(recall, 2) is not None
    assert recall.spoken(7) == ("#tea", 2000)


def test_what_a_newcomer_is_shown() -> None:
    """Is known, if all may read it; not what was taken back while it was read."""
    recall = Recall()
    recall.note(told(1))
    memory = recall.enter(7, whole=True)
    assert memory is not None
    recall.note(told(4, Joined(1, 7)))
    recall.note(told(5, MessageRedacted(1, 2), ""))
    recall.note(told(6))
    recall.learn(memory, (told(1), told(2), told(3)))
    assert [message for message in range(1, 7) if recalled(recall, message)] == [1, 3, 6]
    recall.learn(memory, ())


def test_another_newcomer_in_between() -> None:
    """What may not be known any more is not learned."""
    recall = Recall()
    memory = recall.enter(7, whole=True)
    assert memory is not None
    recall.enter(7, whole=False)
    recall.learn(memory, (told(1),))
    assert recalled(recall, 1) is None


def test_it_is_bounded() -> None:
    """In messages and in conversations."""
    recall = Recall()
    for number in range(1, MESSAGES + 3):
        recall.note(told(number))
    assert recalled(recall, 2) is None
    assert recalled(recall, 3) is not None
    for place in range(100, 100 + CONVERSATIONS):
        recall.note(told(1, place=place))
    assert recalled(recall, 3) is None


def test_when_somebody_spoke() -> None:
    """In a channel, under the name that it has now; to somebody, by nick; not to oneself."""
    recall = Recall()
    assert recall.spoken(7) is None
    recall.note(told(1))
    recall.note(told(2, name="#coffee"))
    assert recall.spoken(7) == ("#coffee", 2000)
    recall.note(told(3, MessageSent(1, target=2), place=8, name="bob"))
    recall.note(told(4, MessageSent(2, target=2), place=9, name="bob"))
    assert recall.heard(2) == {"alice": 3000}
    assert recall.heard(1) == {}


def test_what_has_no_place_is_passed_over() -> None:
    """Typing, say."""
    recall = Recall()
    recall.note(Transient(1, Record(1, 0, 7, TagsSent(1, 7), TextBody(who("alice"), "#tea"))))
    assert recalled(recall, 1) is None
