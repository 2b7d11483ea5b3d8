"""A column of lines."""

from typing import ClassVar

from textual.app import App, ComposeResult

from tests.terminal.screen.fakes import in_loop
from veche.terminal.screen.listing import Line, Listing


class Column(App[None]):
    """Nothing but a column."""

    CSS = "Listing { width: 12; height: 4; }"
    chosen: ClassVar[list[str]] = []

    def compose(self) -> ComposeResult:
        """The column."""
        yield Listing(id="column")

    def on_listing_chosen(self, event: Listing.Chosen) -> None:
        """Note it."""
        assert event.control is event.listing
        self.chosen.append(event.key)


def shown(app: App[None]) -> list[str]:
    """Return what can be read in the column."""
    column = app.query_one(Listing)
    return [column.render_line(y).text for y in range(column.size.height)]


@in_loop
async def test_lines_are_drawn_in_the_width_there_is() -> None:
    """What is at the right is never cut."""
    app = Column()
    async with app.run_test(size=(40, 10)):
        lines = [Line("#a long name", "a", "12"), Line("你好你好你好", "b"), Line("x", look="dim")]
        app.query_one(Listing).show(lines)
        assert shown(app) == ["#a long … 12", "你好你好你好", "x           ", " " * 12]


@in_loop
async def test_ten_thousand_lines_are_no_matter() -> None:
    """The chosen one is scrolled into view."""
    app = Column()
    async with app.run_test(size=(40, 10)) as pilot:
        lines = [Line(f"line {number}", str(number)) for number in range(10_000)]
        column = app.query_one(Listing)
        column.show(lines, "9000")
        await pilot.pause()
        assert any("line 9000" in text for text in shown(app))
        assert len(column.lines) == 10_000


@in_loop
async def test_a_click_chooses() -> None:
    """A line without a key is nothing to choose."""
    app = Column()
    app.chosen.clear()
    async with app.run_test(size=(40, 10)) as pilot:
        app.query_one(Listing).show([Line("heading"), Line("one", "1")])
        for y in (0, 1, 3):
            await pilot.click(Listing, offset=(2, y))
        await pilot.pause()
    assert app.chosen == ["1"]
