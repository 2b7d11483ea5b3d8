"""The style sheet of the full screen.

Owns where things stand and what colours they have. Must not know what they show.
"""

STYLE = """
Screen { layers: base; }
#columns { height: 1fr; }
#rooms { width: 16; border-right: vkey $panel-lighten-1; background: $background; }
#members { width: 16; border-left: vkey $panel-lighten-1; background: $background; }
.-wide #rooms { width: 22; }
.-wide #members { width: 20; }
#middle { width: 1fr; }
#topic { height: 1; background: $panel; padding: 0 1; }
#timeline { height: 1fr; }
#finder { height: 1; display: none; background: $panel; }
#finder Input { width: 1fr; background: $panel; }
#finder #found { width: auto; max-width: 60%; padding: 0 1; color: $text-warning; }
#composer {
    height: 1; box-sizing: content-box; padding: 0 1;
    border: none; border-top: solid $panel-lighten-1;
    background: $background; scrollbar-size-vertical: 1;
}
#composer:focus { border-top: solid $primary; }
#status { height: 1; background: $panel; }
#status.trouble { background: $warning; color: $background; }

ModalScreen { align: center middle; background: $background 60%; }
.dialog {
    width: 80%; max-width: 76; height: auto; max-height: 90%; padding: 0 1;
    background: $surface; border: round $primary;
}
.dialog .title { text-style: bold; width: 1fr; margin: 0 0 1 0; }
.dialog .sample { height: auto; max-height: 8; color: $text-muted; margin: 0 0 1 0; }
.dialog .buttons { height: auto; align-horizontal: right; }
.dialog .buttons Button { margin: 0 1; }
.dialog Input { margin: 0 0 1 0; }
.dialog #choices { height: auto; max-height: 10; min-height: 1; background: $surface; }
.dialog #why { margin: 0 0 1 0; }
.help { height: auto; }
.help Static { height: auto; margin: 0 0 1 0; }
"""


def is_dark(colours: str) -> bool:
    """Read COLORFGBG (rxvt, Konsole ...): "15;0", or with three parts; dark if it says nothing."""
    background = colours.rpartition(";")[2]
    return background not in ("7", "15")
