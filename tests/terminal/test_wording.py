"""How events read, in each language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.test_sanitise import HOSTILE, faults
from veche.client.events import (
    Acknowledged,
    AwayChanged,
    CaughtUp,
    ChannelList,
    ChannelRow,
    Disconnected,
    Ended,
    Event,
    How,
    Invited,
    Joined,
    JoinRefused,
    Kind,
    Left,
    LoggedIn,
    LoginRefused,
    Members,
    NickRefused,
    Page,
    Problem,
    Redacted,
    Refused,
    Registered,
    Renamed,
    Said,
    Told,
    TopicSet,
)
from veche.client.hearing import MAY_HAVE_BEEN_SENT, NEVER_SENT
from veche.client.login import Fault
from veche.terminal.wording import Line, stamp, why, word
from veche.terminal.words import Words
from veche.terminal.words.english import ENGLISH
from veche.terminal.words.russian import RUSSIAN


def _said(text: str, where: str = "#a", kind: Kind = Kind.TEXT, *, own: bool = False) -> Said:
    return Said("alice", where, text, kind, own=own)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (_said("hello"), "alice: hello"),
        (_said("waves", kind=Kind.ACTION), "* alice waves"),
        (_said("beep", kind=Kind.NOTICE), "-alice- beep"),
        (_said("hi", "#B"), "[#B] alice: hi"),
        (_said("hi", "@#a"), "[@#a] alice: hi"),
        (_said("psst", "me"), "[private] alice: psst"),
        (_said("psst", "bob", own=True), "[to bob] alice: psst"),
        (_said("\x1b[2Jx\u202e"), "alice: x"),
        (replace(_said("x\x07y"), edits="1"), "alice: xy (edited)"),
        (Joined("bob", "#A", own=False), "* bob joined"),
        (Joined("bob", "#b", own=False), "* bob joined #b"),
        (Joined("me", "#a", own=True), "You joined #a"),
        (Left("bob", "#a", "", "", own=False), "* bob left"),
        (Left("bob", "", "gone\n", "", own=False), "* bob left (gone )"),
        (Left("bob", "#b", "", "eve", own=False), "* bob was removed from #b by eve"),
        (Left("me", "#a", "out", "eve", own=True), "You were removed from #a by eve (out)"),
        (Left("me", "#a", "", "", own=True), "You left #a"),
        (Renamed("bob", "rob", own=False), "* bob is now rob"),
        (Renamed("me", "I", own=True), "You are now I"),
        (TopicSet("#a", "tea", "bob"), "* bob set the topic: tea"),
        (TopicSet("#b", "tea", ""), "Topic of #b: tea"),
        (TopicSet("#b", "tea", "bob"), "* bob set the topic of #b: tea"),
        (TopicSet("#a", "", "bob"), "* bob removed the topic"),
        (Registered("alice"), "You are alice"),
        (Registered("alice", again=True), "Connected again, as alice"),
        (CaughtUp("#a", complete=False), "Messages may be missing here"),
        (CaughtUp("#b", complete=False), "Messages may be missing in #b"),
        (CaughtUp("bob", complete=False), "Messages from bob may be missing"),
        (Page("#a", (), True), "Nothing was said before that in #a"),
        (Members("#a", ("bob", "Алиса")), "In #a: bob, Алиса"),
        (Members("#a", ()), "In #a: nobody"),
        (Told("hello\x07"), "hello"),
        (Invited("bob", "#x\x07"), "* bob invites you to #x: /join #x"),
        (Redacted("bob", "#a", "1", ""), "* bob took back a message"),
        (Redacted("bob", "eve", "1", ""), "* bob took back a message in eve"),
        (LoggedIn("a\x07"), "You are logged in to a"),
        (LoginRefused("a", Fault.LOCKED, "no", "x\x07"), "Not logged in to a: no (x)"),
        (Problem("482", "no"), "no"),
        (Refused(1, "#a", "text", "no"), "Not sent: text (no)"),
        (Refused(1, "#a", "text", NEVER_SENT), "Not sent: text"),
        (
            Refused(1, "#a", "text", MAY_HAVE_BEEN_SENT),
            "Perhaps not sent: text (the connection was lost before the answer)",
        ),
        (Page("#a", (), False), "What was said before in #a cannot be had just now"),
        (ChannelList(()), "No channels"),
        (ChannelList((ChannelRow("#a", "3", "tea"),)), "#a (3)  tea"),
    ],
)
def test_words(event: Event, words: str) -> None:
    """One clean line, for a person who talks in #a."""
    assert [line.plain() for line in word(event, "#a", ENGLISH)] == [words]


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (_said("psst", "me"), "[лично] alice: psst"),
        (_said("psst", "bob", own=True), "[для bob] alice: psst"),
        (Joined("bob", "#b", own=False), "* bob входит в #b"),
        (
            LoginRefused("a", Fault.REFUSED, Fault.REFUSED.value),
            "Войти в учётную запись a не удалось: неверное имя или пароль",
        ),
        (Left("bob", "#a", "дела", "", own=False), "* bob выходит (дела)"),
        (Left("me", "#a", "out", "eve", own=True), "eve удаляет вас из #a (out)"),
        (TopicSet("#a", "чай", "bob"), "* bob меняет тему: чай"),
        (Members("#a", ()), "В #a: никого"),
        (Refused(1, "#a", "text", "Connection refused"),
         "Не отправлено: text (в соединении отказано)"),
    ],
)  # fmt: skip
def test_words_in_russian(event: Event, words: str) -> None:
    """Of the same events."""
    assert [line.plain() for line in word(event, "#a", RUSSIAN)] == [words]


def test_a_page_is_told_after_a_heading() -> None:
    """The oldest first."""
    lines = word(Page("#a", (_said("one"), _said("two")), False), "#a", ENGLISH)
    assert [line.plain() for line in lines] == ["Before that in #a:", "alice: one", "alice: two"]


def test_a_reason_of_the_client_is_translated() -> None:
    """Any other stays as it is, clean."""
    assert why("Connection refused", RUSSIAN) == "в соединении отказано"
    assert why("Banned\x07", RUSSIAN) == "Banned"
    assert why("Connection refused", ENGLISH) == "Connection refused"


def _events(text: st.SearchStrategy[str]) -> st.SearchStrategy[Event]:
    """Every kind of event, with `text` wherever a server says something."""
    flag = st.booleans()
    said = st.builds(Said, text, text, text, st.sampled_from(Kind), flag)
    rows = st.lists(st.builds(ChannelRow, text, text, text), max_size=3).map(tuple)
    return st.one_of(
        said,
        st.builds(Page, text, st.lists(said, max_size=3).map(tuple), flag),
        st.builds(Registered, text, flag, flag),
        st.builds(Disconnected, text, st.just(1.0), st.just(1)),
        st.builds(NickRefused, text, flag, text),
        st.builds(Joined, text, text, flag),
        st.builds(JoinRefused, text, text, text),
        st.builds(CaughtUp, text, flag),
        st.builds(Left, text, text, text, text, flag),
        st.builds(Renamed, text, text, flag),
        st.builds(AwayChanged, text, st.none() | text),
        st.builds(TopicSet, text, text, text),
        st.builds(Members, text, st.lists(text, max_size=3).map(tuple)),
        st.builds(ChannelList, rows),
        st.builds(Told, text),
        st.builds(Problem, text, text),
        st.builds(Acknowledged, st.just(1), text),
        st.builds(Refused, st.just(1), text, text, text),
        st.builds(Ended, st.sampled_from(How), text),
    )


@given(_events(HOSTILE), HOSTILE, st.sampled_from([ENGLISH, RUSSIAN]))
def test_every_event_is_clean(event: Event, here: str, words: Words) -> None:
    """Whatever stands in it, and in every language; one line stays one line."""
    for line in word(event, here, words):
        assert faults(line.plain()) == []


@pytest.mark.parametrize("words", [ENGLISH, RUSSIAN])
def test_braces_are_only_text(words: Words) -> None:
    """What arrives is not taken for a place to fill."""
    [line] = word(TopicSet("#a", "{who}{0}", "{by}"), "#a", words)
    assert "{who}{0}" in line.plain()
    assert "{by}" in line.plain()


def test_only_what_was_said_is_no_status() -> None:
    """In a pipe the two go different ways."""
    assert [line.status for line in word(_said("x"), "#a", ENGLISH)] == [False]
    assert [line.status for line in word(Joined("b", "#a", own=False), "#a", ENGLISH)] == [True]
    assert word(Acknowledged(1), "#a", ENGLISH) == []


def test_long_lists_are_cut() -> None:
    """With a word about the rest."""
    [names] = word(Members("#a", tuple(f"n{n}" for n in range(100))), "#a", ENGLISH)
    assert names.plain().endswith(" and 70 more")
    rows = tuple(ChannelRow(f"#{n}", "1", "") for n in range(100))
    assert word(ChannelList(rows), "#a", ENGLISH)[-1].plain() == "and 50 more"


NOW = datetime(2026, 5, 6, 12, 0, tzinfo=timezone(timedelta(hours=3)))


def test_the_time_is_local() -> None:
    """With a date where it is not today's; none where a hostile clock has no local time."""
    assert stamp(datetime(2026, 5, 6, 8, 1, tzinfo=UTC), NOW) == "11:01 "
    assert stamp(datetime(2026, 5, 5, 8, 1, tzinfo=UTC), NOW) == "2026-05-05 11:01 "
    assert stamp(datetime(9999, 12, 31, 23, 59, tzinfo=UTC), NOW) == ""


def test_colours() -> None:
    """The same name always in the same colour; status dim; without colours the words alone."""
    at = datetime(2026, 5, 6, 8, 1, tzinfo=UTC)
    line = Line("* ", "alice", " waves", at)
    assert line.coloured(NOW) == line.coloured(NOW)
    assert "\x1b[" in line.coloured(NOW)
    assert line.timed(NOW) == "11:01 * alice waves"
    status = Line(rest="You left", at=at, status=True)
    assert status.coloured(NOW) == "\x1b[2mYou left\x1b[0m"
    assert status.timed(NOW) == "You left"


def test_a_message_of_several_lines() -> None:
    """Those after the first stand indented, so that nobody else is taken to have said them."""
    said = _said("one\n\nbob: two\x1b[2J\r\nthree\n")
    lines = word(said, "#a", ENGLISH)
    assert [line.plain() for line in lines] == ["alice: one", "", "    bob: two", "    three"]
    now = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert [line.coloured(now) for line in lines[1:]] == ["", "    bob: two", "    three"]
    page = word(Page("#a", (said, _said("four")), oldest=True), "#a", ENGLISH)
    assert [line.plain() for line in page[1:]] == [*(line.plain() for line in lines), "alice: four"]
    edited = word(replace(said, edits="1"), "#a", ENGLISH)
    assert edited[-1].plain() == "    three (edited)"
