"""What was said, page by page: /history, /search and /more."""

from tests.protocols.plain.helpers import Client, said
from veche.core.commands import Command, Direction, HistoryQuery, ReadHistory, Search
from veche.core.events import Stored
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import Echoed, Found, HistoryPage
from veche.protocols.plain import pages, sentences
from veche.protocols.plain.reading import FOUND

MORE = "-- /more shows what came before --"


def inside() -> Client:
    """Alice, who has seen the lobby."""
    client = Client()
    client.register("alice")
    client.taken()
    return client


def found(client: Client, *events: Stored) -> list[str]:
    """Answer the search that waits, and return what is shown."""
    client.answer(Done(reply=Found(events)))
    return client.text().splitlines()


def more(client: Client) -> list[Command]:
    """Ask for more, which comes back in its turn."""
    (echo,) = client.send(b"/more\n")
    return client.answer(Done(reply=Echoed(getattr(echo, "payload", None))))


def test_history() -> None:
    """With days and times, and what came before."""
    client = inside()
    query = HistoryQuery(Direction.LATEST, 2)
    assert client.send(b"/history 2\n") == [ReadHistory("#lobby", query)]
    client.show(said(7, "bob", "zero"), said(8, "bob", "one"), said(9, "bob", "two\nthree"))
    assert client.text().splitlines() == [
        "1970-01-01 00:08 [#lobby] bob: one",
        "1970-01-01 00:09 [#lobby] bob: two",
        "1970-01-01 00:09 [#lobby] bob: three",
        MORE,
    ]
    older = HistoryQuery(Direction.BEFORE, 2, msgid=8)
    assert more(client) == [ReadHistory("#lobby", older)]
    client.show(said(7, "bob", "zero"))
    assert client.text() == "1970-01-01 00:07 [#lobby] bob: zero\n"
    assert more(client) == []
    assert client.text() == f"{pages.NO_MORE}\n"


def test_history_goes_no_further() -> None:
    """A page that was full may have been all there was."""
    client = inside()
    client.send(b"/history bob 1\n")
    client.show(said(8, "bob", "one", name="alice"))
    more(client)
    client.text()
    client.show()
    assert client.text() == f"{pages.NO_MORE}\n"


def test_no_history() -> None:
    """Nothing was said, or it may not be read."""
    client = inside()
    client.send(b"/history #tea\n")
    client.answer(Done(reply=HistoryPage("#tea", ())))
    assert client.text() == "Nothing was said in #tea.\n"
    client.send(b"/history bob\n")
    client.answer(Done(reply=HistoryPage("bob", ())))
    assert client.text() == "Nothing was said with bob.\n"
    rejection = Rejection(Code.NOT_IN_CHANNEL, "#tea")
    client.send(b"/history #tea\n")
    client.answer(rejection)
    assert client.text() == f"{sentences.sentence(rejection)}\n"


def test_search() -> None:
    """A part is shown, oldest first, and then what came before, as far as it was found already."""
    client = inside()
    assert client.send(b"/search tea from:bob\n") == [Search(FOUND, "tea", author="bob")]
    shown = found(client, *(said(n, "bob", f"tea {n}", name="#tea") for n in range(1, 26)))
    assert shown[0] == "-- The newest that was found: --"
    assert shown[1] == "1970-01-01 00:06 [#tea] bob: tea 6"
    assert shown[-2:] == ["1970-01-01 00:25 [#tea] bob: tea 25", MORE]
    assert more(client) == []
    shown = client.text().splitlines()
    assert (shown[0], len(shown)) == ("-- Found: --", 6)
    assert more(client) == []
    assert client.text() == f"{pages.NO_MORE}\n"


def test_search_goes_on() -> None:
    """Before the oldest; what was said at the same time is not lost, and not shown twice."""
    client = inside()
    client.send(b"/search tea\n")
    events = [said(n, "bob", f"tea {n}") for n in range(1, FOUND + 1)]
    found(client, *events)
    for _ in range(4):
        assert more(client) == []
    client.text()
    oldest = events[0].record.at_ms
    assert more(client) == [Search(FOUND, "tea", before_ms=oldest + 1)]
    same = Stored(0, 1, said(1, "bob", "tea 0").record)
    assert found(client, same, events[0]) == [pages.NO_MORE]
    client.send(b"/search tea\n")
    found(client, *events)
    for _ in range(5):
        more(client)
    client.text()
    other = said(0, "bob", "tea 0")
    assert found(client, other, events[0]) == [
        "-- Found: --",
        "1970-01-01 00:00 [#lobby] bob: tea 0",
    ]


def test_nothing_found() -> None:
    """Is said, with what may help; and so is why nothing could be looked for."""
    client = inside()
    client.send(b"/search tea\n")
    assert found(client) == [pages.NOTHING_FOUND]
    rejection = Rejection(Code.NO_SUCH_CHANNEL, "#tea")
    client.send(b"/search in:#tea x\n")
    client.answer(rejection)
    assert client.text() == f"{sentences.sentence(rejection)}\n"


def test_more_of_nothing() -> None:
    """What it goes on with is said."""
    client = inside()
    assert more(client) == []
    assert client.text() == f"{pages.NOTHING_SHOWN}\n"


def test_nothing_reaches_the_terminal_but_text() -> None:
    """Whatever somebody said."""
    client = inside()
    client.send(b"/search tea\n")
    assert found(client, said(1, "bob", "\x1b]0;owned\x07\x1b[2Jtea\x9b31m")) == [
        "-- Found: --",
        "1970-01-01 00:01 [#lobby] bob: tea",
    ]
