"""A view of rows whose number changes all the time."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from textual.app import App, ComposeResult
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip

from veche.terminal.screen.quiet import QuietScrollView, thumb_of

BACK, BAR = Color.parse("#000000"), Color.parse("#999999")


class View(QuietScrollView):
    """Rows that say their number."""

    DEFAULT_CSS = "View { overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }"

    def render_line(self, y: int) -> Strip:
        """Return the row."""
        return Strip.blank(self.size.width).crop(0, 1)


class Screen(App[None]):
    """Nothing but the view."""

    def compose(self) -> ComposeResult:
        """Make it."""
        yield View()


def test_the_scroll_bar_follows() -> None:
    """It comes when there are too many rows, knows how many, and goes."""

    async def run() -> None:
        app = Screen()
        async with app.run_test(size=(20, 10)) as pilot:
            view = app.query_one(View)
            view.take_height(19, 10)
            await pilot.pause()
            assert not view.show_vertical_scrollbar
            view.take_height(19, 11)
            await pilot.pause()
            assert view.show_vertical_scrollbar
            view.take_height(19, 500)
            view.scroll_to(y=100, animate=False)
            bar = view.vertical_scrollbar
            assert (bar.window_virtual_size, bar.window_size, bar.position) == (500, 10, 100)
            view.take_height(19, 3)
            await pilot.pause()
            assert not view.show_vertical_scrollbar

    asyncio.run(run())


@given(st.integers(5, 60), st.integers(1, 3000), st.data())
def test_equal_thumbs_look_equal(in_sight: int, more: int, data: st.DataObject) -> None:
    """So that a scroll bar that is not painted anew shows nothing wrong."""
    rows = in_sight + more
    tops = [data.draw(st.integers(0, more)) for _ in range(2)]
    one, other = (_drawn(rows, in_sight, top) for top in tops)
    if thumb_of(rows, in_sight, tops[0]) == thumb_of(rows, in_sight, tops[1]):
        assert one == other


def _drawn(rows: int, in_sight: int, top: int) -> list[tuple[str, bool]]:
    segments = ScrollBarRender.render_bar(
        in_sight, rows, in_sight, top, back_color=BACK, bar_color=BAR
    )
    return [
        (segment.text, bool(segment.style and segment.style.reverse))
        for segment in segments.segments
    ]
