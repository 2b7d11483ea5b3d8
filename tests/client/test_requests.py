"""Open requests."""

from veche.client.events import Kind, Said
from veche.client.history import Anchor
from veche.client.requests import MAX_PAGE, Paging, Requests, Saying


def test_the_oldest_of_its_kind() -> None:
    """In the order of asking; what is finished is gone."""
    requests = Requests()
    for request in (Paging("h1", "#a"), _saying(1), _saying(2)):
        requests.add(request)
    oldest = requests.oldest(Saying)
    assert oldest is not None
    assert oldest.ticket == 1
    assert requests.finish("m1") is oldest
    assert requests.finish("m1") is None
    assert requests.oldest(Paging) is requests.find("h1")


def _saying(ticket: int) -> Saying:
    return Saying(f"m{ticket}", ticket, "#a", "hi", Kind.TEXT)


def test_a_page_is_counted_and_bounded() -> None:
    """Lines for nobody count as well; a line without msgid is the second of a long message."""
    page = Paging("h1", "#a")
    said = Said("bob", "#a", "hi", Kind.TEXT, own=False, msgid="1")
    page.add(Anchor("1", None), said)
    page.add(Anchor("2", None), None)
    page.add(Anchor("", None), said)
    assert (page.first, page.last) == (Anchor("1", None), Anchor("2", None))
    assert (page.count, len(page.said)) == (3, 2)
    for _ in range(MAX_PAGE + 5):
        page.add(Anchor("3", None), said)
    assert page.count == MAX_PAGE
    assert len(page.said) < MAX_PAGE
