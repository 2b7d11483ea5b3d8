"""Which pages are asked for: https://ircv3.net/specs/extensions/chathistory."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veche.client.catch_up import MAX_PAGES, CatchUp, selector, stamp
from veche.client.events import Kind, Said
from veche.client.history import BEGINNING, Anchor
from veche.client.reports import PageRead

AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC)


def _said(number: int) -> Said:
    return Said("bob", "#a", str(number), Kind.TEXT, own=False, msgid=str(number), past=True)


def _page(numbers: range) -> PageRead:
    said = tuple(map(_said, numbers))
    first = Anchor(said[0].msgid, None) if said else None
    last = Anchor(said[-1].msgid, None) if said else None
    return PageRead("h1", said, len(said), first, last)


def _nothing(_msgid: str) -> bool:
    return False


def _run(
    catch_up: CatchUp, log: range, limit: int = 5, knows: Callable[[str], bool] = _nothing
) -> tuple[list[str], list[str]]:
    """Answer from a log of numbers; return what was asked and what was told."""
    asked, told = [], []
    while not catch_up.done:
        word, _, chosen, count = catch_up.ask()
        asked.append(f"{word} {chosen} {count}")
        most = min(int(count), limit)
        number = int(chosen.removeprefix("msgid=")) if "msgid" in chosen else -1
        if word == "LATEST":
            page = log[-most:]
        elif number not in log:
            page = log[:most] if "1970" in chosen else range(0)
        elif word == "AFTER":
            page = log[log.index(number) + 1 :][:most]
        else:
            page = log[: log.index(number)][-most:]
        told += [said.msgid for said in catch_up.take(_page(page), knows)]
    return asked, told


def test_after_an_anchor_until_a_short_page() -> None:
    """Page after page."""
    catch_up = CatchUp("#a", page=5, anchor=Anchor("3", None))
    asked, told = _run(catch_up, range(12))
    assert asked == ["AFTER msgid=3 5", "AFTER msgid=8 5"]
    assert told == [str(n) for n in range(4, 12)]
    assert catch_up.complete
    assert catch_up.anchor == Anchor("11", None)


def test_a_server_that_does_not_say_how_much_it_gives() -> None:
    """Only an empty page is the last."""
    catch_up = CatchUp("#a", page=0, anchor=Anchor("3", None))
    asked, told = _run(catch_up, range(12), limit=3)
    assert asked[-1] == "AFTER msgid=11 50"
    assert told == [str(n) for n in range(4, 12)]


@pytest.mark.parametrize(("newest", "known"), [(3, False), (4, True)])
def test_an_empty_page_is_looked_into(newest: int, known: bool) -> None:
    """The anchor is the newest there is, or what is newer has been heard since."""
    catch_up = CatchUp("#a", page=5, anchor=Anchor("3", None))
    assert catch_up.take(_page(range(0)), _nothing) == []
    assert catch_up.ask() == ("LATEST", "#a", "*", "1")
    assert catch_up.take(_page(range(newest, newest + 1)), lambda _: known) == []
    assert (catch_up.done, catch_up.complete, catch_up.afresh) == (True, True, False)


def test_what_came_between_two_pages_is_asked_for() -> None:
    """The newest is not known to us because it came while we asked, and too much of it."""
    catch_up = CatchUp("#a", page=5, anchor=Anchor("3", None))
    catch_up.take(_page(range(0)), _nothing)
    assert catch_up.take(_page(range(9, 10)), _nothing) == []
    assert catch_up.ask() == ("AFTER", "#a", "msgid=3", "5")
    told = catch_up.take(_page(range(4, 8)), _nothing)
    assert [said.msgid for said in told] == ["4", "5", "6", "7"]
    assert (catch_up.done, catch_up.complete, catch_up.afresh) == (True, True, False)


def test_an_anchor_that_the_server_does_not_know() -> None:
    """The last messages, and it is said that some are missing."""
    catch_up = CatchUp("#a", page=50, anchor=Anchor("x", None))
    for page in (range(0), range(99, 100), range(0), range(80, 100)):
        assert not catch_up.done
        told = catch_up.take(_page(page), _nothing)
    assert [said.msgid for said in told] == [str(n) for n in range(80, 100)]
    assert (catch_up.complete, catch_up.afresh) == (False, True)


@pytest.mark.parametrize(
    ("backlog", "asked"),
    [
        (0, ["LATEST * 1"]),
        (3, ["LATEST * 3"]),
        (12, ["LATEST * 5", "BEFORE msgid=25 5", "BEFORE msgid=20 2"]),
    ],
)
def test_the_last_messages(backlog: int, asked: list[str]) -> None:
    """As many as wanted, and no more; none is a question for where one stands."""
    catch_up = CatchUp("#a", page=5, backlog=backlog)
    lines, told = _run(catch_up, range(30))
    assert lines == asked
    assert told == [str(n) for n in range(30 - backlog, 30)]
    assert catch_up.anchor == Anchor("29", None)


def test_an_empty_conversation_begins_at_the_beginning() -> None:
    """All that comes is new."""
    catch_up = CatchUp("#a", page=5, backlog=20)
    assert _run(catch_up, range(0)) == (["LATEST * 5"], [])
    assert catch_up.anchor == BEGINNING
    again = CatchUp("#a", page=5, anchor=BEGINNING)
    assert _run(again, range(7))[1] == [str(n) for n in range(7)]


def test_what_is_held_is_not_part_of_the_backlog() -> None:
    """It is told in its turn."""
    catch_up = CatchUp("#a", page=5, backlog=5)
    told = _run(catch_up, range(30), knows=lambda msgid: int(msgid) > 27)[1]
    assert told == ["23", "24", "25", "26", "27"]


def test_before_the_entry_and_since_the_entry() -> None:
    """By time: the backlog ends where we came in; after a loss what followed is asked as well."""
    first = CatchUp("#a", page=5, backlog=3, entered_at=AT)
    assert first.ask() == ("BEFORE", "#a", f"timestamp={stamp(AT)}", "3")
    assert len(first.take(_page(range(3)), _nothing)) == 3
    assert first.done
    again = CatchUp("#a", page=5, backlog=3, entered_at=AT, again=True)
    again.take(_page(range(3)), _nothing)
    assert again.ask() == ("AFTER", "#a", "timestamp=2026-01-02T03:04:05.677Z", "5")
    nothing = CatchUp("#a", page=5, backlog=0, entered_at=AT)
    assert nothing.done
    assert nothing.anchor.at == AT - timedelta(milliseconds=1)


def test_servers_that_take_no_msgid() -> None:
    """By time, a little earlier; without a time there is no way."""
    anchor = Anchor("3", AT)
    by_time = CatchUp("#a", page=5, anchor=anchor, msgids=False)
    assert by_time.ask()[2] == "timestamp=2026-01-02T03:04:05.677Z"
    assert by_time.onward(anchor).ask() == by_time.ask()
    lost = CatchUp("#a", page=5, anchor=Anchor("3", None), msgids=False)
    assert lost.ask() == ("LATEST", "#a", "*", "5")
    assert not lost.complete


def test_moments_are_told_in_utc() -> None:
    """With milliseconds."""
    moment = datetime(2026, 1, 2, 3, 4, 5, 999_999, timezone(timedelta(hours=3)))
    assert selector(Anchor("", moment)) == "timestamp=2026-01-02T00:04:05.999Z"


def test_giving_up_tells_what_there_is() -> None:
    """And that it is not all."""
    catch_up = CatchUp("#a", page=5, backlog=12)
    catch_up.take(_page(range(25, 30)), _nothing)
    assert [said.msgid for said in catch_up.give_up()] == ["25", "26", "27", "28", "29"]
    assert (catch_up.done, catch_up.complete, catch_up.give_up()) == (True, False, [])


PAGES = st.builds(range, st.integers(0, 20), st.integers(0, 40))


@given(
    st.integers(0, 10),
    st.integers(0, 30),
    st.sampled_from((None, BEGINNING, Anchor("3", None))),
    st.booleans(),
    st.lists(PAGES, min_size=1),
)
def test_every_server_is_done_with(
    page: int, backlog: int, anchor: Anchor | None, again: bool, pages: list[range]
) -> None:
    """Whatever it answers, and again and again."""
    catch_up = CatchUp("#a", page=page, backlog=backlog, anchor=anchor, again=again)
    for turn in range(2 * MAX_PAGES):
        if catch_up.done:
            break
        catch_up.ask()
        catch_up.take(_page(pages[turn % len(pages)]), _nothing)
    assert catch_up.done
