"""The page: correct, self-contained, and nothing in it is markup that was not meant."""

from html.parser import HTMLParser

from veche.server.http.page import HEADERS, Address, as_html, as_text

AT = Address("127.0.0.1", 8080)


class Balanced(HTMLParser):
    """Notes tags that are not closed in order, and what is loaded from elsewhere."""

    VOID = ("meta",)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self.loaded += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_says_how_to_connect() -> None:
    """By every door there is, in both forms."""
    for page in (as_html("Veche", AT), as_text("Veche", AT)):
        for words in ("nc 127.0.0.1 8080", "IRC", "veche join 127.0.0.1:8080", "#lobby"):
            assert words in page
    assert "`" not in as_text("Veche", AT)


def test_it_is_whole_and_loads_nothing() -> None:
    """One document."""
    parser = Balanced()
    parser.feed(as_html("Veche", AT))
    parser.close()
    assert (parser.open, parser.loaded) == ([], [])


def test_names_are_no_markup() -> None:
    """Whatever the operator calls the network."""
    assert "<script>" not in as_html("<script>x</script>", AT)


def test_the_headers_allow_only_its_own_style() -> None:
    """By its hash."""
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'sha256-" in policy
    assert "unsafe" not in policy
