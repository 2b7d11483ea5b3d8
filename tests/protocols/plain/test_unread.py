"""What somebody has missed, and where it stopped."""

from tests.protocols.plain.helpers import ENCODINGS, said
from veche.core.events import Stored
from veche.core.replies import Unread, UnreadPage
from veche.protocols.plain.unread import LINES, since_marker, told

ME = 7
MINUTE_MS = 60_000


def lines(*pages: UnreadPage, recent: tuple[Stored, ...] = (), limit: int = 200) -> list[str]:
    """What user 7 is told, whose text goes to #lobby, in the first hour of 1970."""
    unread = Unread(pages, limit, 60 * MINUTE_MS)
    shown = told(unread, ME, "#lobby", recent, ENCODINGS.get())
    return b"".join(shown).decode().splitlines()


def test_where_it_stopped() -> None:
    """Some of what was read, how much is new and since when, and then that."""
    recent = tuple(said(n, "bob", f"line {n}") for n in range(1, 11))
    page = UnreadPage("#lobby", 8 * MINUTE_MS, recent[8:])
    assert lines(page, recent=recent) == [
        *(f"bob: line {n}" for n in range(4, 9)),
        "-- 2 new messages since 00:08 UTC --",
        "bob: line 9",
        "bob: line 10",
    ]


def test_elsewhere_goes_first() -> None:
    """Other channels, and people; last where text goes to."""
    pages = (
        UnreadPage("#lobby", MINUTE_MS, (said(9, "bob", "here"),)),
        UnreadPage("#tea", MINUTE_MS, (said(2, "bob", "there", name="#tea"),)),
        UnreadPage("bob", 0, (said(3, "bob", "psst", name="alice"),)),
    )
    assert lines(*pages) == [
        "-- 1 new message in #tea since 00:01 UTC --",
        "[#tea] bob: there",
        "-- 1 new message from bob while you were away --",
        "[bob -> alice] psst",
        "-- 1 new message since 00:01 UTC --",
        "bob: here",
    ]


def test_nothing_new() -> None:
    """Is said; what it wrote itself, on another device, is nothing new."""
    mine = said(2, "alice", "mine", user=ME)
    assert lines() == ["-- nothing new --"]
    unsure = told(Unread((), 200, 0), ME, "#lobby", (mine,), ENCODINGS.get(), sure=False)
    assert list(unsure) == [b"alice: mine\n"]
    page = UnreadPage("#lobby", MINUTE_MS, (mine,))
    assert lines(page, recent=(mine,)) == ["alice: mine", "-- nothing new --"]
    assert lines(UnreadPage("#tea", MINUTE_MS, (mine,))) == ["-- nothing new --"]


def test_a_lot() -> None:
    """The newest, and how to see the rest; past the page nobody counts."""
    many = tuple(said(n, "bob", f"line {n}") for n in range(2, 32))
    page = UnreadPage("#lobby", MINUTE_MS, many)
    shown = lines(page)
    assert shown[0] == (
        "-- 30 new messages since 00:01 UTC; the last 20, and /history #lobby 30 shows more --"
    )
    assert shown[1:] == [f"bob: line {n}" for n in range(12, 32)]
    assert lines(page, limit=30)[0].startswith("-- more than 30 new messages since")


def test_coming_in_again() -> None:
    """A page of history says where it stopped, too."""
    page = tuple(said(n, "bob", f"line {n}") for n in range(1, 4))

    def shown(marker_ms: int, page: tuple[Stored, ...] = page) -> list[str]:
        return b"".join(since_marker(page, ME, marker_ms, ENCODINGS.get())).decode().splitlines()

    old = [f"bob: line {n}" for n in range(1, 4)]
    assert shown(0) == shown(3 * MINUTE_MS) == old
    stopped = "-- 2 new messages since 00:01 UTC --"
    assert shown(MINUTE_MS) == [old[0], stopped, *old[1:]]
    assert shown(1) == ["-- 3 new messages since 00:00 UTC --", *old]
    full = tuple(said(n, "bob", "x") for n in range(1, LINES + 1))
    assert shown(1, full)[0] == "-- more than 20 new messages since 00:00 UTC --"
