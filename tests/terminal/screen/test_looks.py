"""The colours of the timeline."""

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from tests.terminal.screen.conversations import contrast
from veche.terminal.screen.looks import ON_DARK, ON_LIGHT, PARTS, Looks, nick_colour
from veche.terminal.screen.pieces import Look, Role


@pytest.mark.parametrize(
    ("theme", "colours"),
    [
        ("textual-dark", ON_DARK),
        ("nord", ON_DARK),
        ("gruvbox", ON_DARK),
        ("textual-light", ON_LIGHT),
        ("solarized-light", ON_LIGHT),
    ],
)
def test_nicks_can_be_read(theme: str, colours: tuple[str, ...]) -> None:
    """Contrast as WCAG 2.2, 1.4.3 asks for: 4.5."""
    generated = BUILTIN_THEMES[theme].to_color_system().generate()
    background = Color.parse(generated["background"])
    contrasts = {each: contrast(background, Color.parse(each)) for each in colours}
    assert {each: found for each, found in contrasts.items() if found < 4.5} == {}


def test_a_nick_keeps_its_colour() -> None:
    """In every session, whatever its case; and not all have the same."""
    assert nick_colour("alice", ON_DARK) == nick_colour("ALICE", ON_DARK) == "#afd7d7"
    assert len({nick_colour(f"nick{n}", ON_DARK) for n in range(200)}) == len(ON_DARK)
    assert nick_colour("\udc80", ON_DARK)


def test_styles() -> None:
    """Parts come from the style sheet; links and what is found have an attribute each."""
    looks = Looks(lambda name: Style(italic=name == PARTS[Role.PENDING]), Style(), dark=True)
    assert looks.style(Look(Role.PENDING)).italic
    assert looks.style(Look(Role.TEXT, link=True)).underline
    assert looks.style(Look(Role.TEXT, found=True)).reverse
    nick = looks.style(Look(Role.NICK, "alice"))
    assert nick.bold
    assert nick.color is not None
    assert nick.color.name == nick_colour("alice", ON_DARK)
    assert looks.style(Look(Role.NICK, "alice")) is nick
