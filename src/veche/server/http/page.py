"""The page that says what this is and how to connect.

Owns its text, as HTML and for `curl`. Pure.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape

import msgspec


class Address(msgspec.Struct, frozen=True):
    """Where people connect."""

    host: str
    port: int


STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;"
    "color:#1b1b1f;background:#fcfcfa}code{font-size:.95em;background:#eee;padding:.1em .3em;"
    "border-radius:.2em}dt{font-weight:600;margin-top:1rem}dd{margin:0}"
    "@media(prefers-color-scheme:dark){body{color:#e6e6ea;background:#17171a}code{background:#333}}"
)

_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Server": "Veche",
}
"""Of every answer: nothing is loaded, nothing is guessed, nobody frames us."""


def as_html(network: str, at: Address) -> str:
    """The page for a browser: one document that loads nothing."""
    name = escape(network)
    rows = "".join(f"<dt>{escape(way)}</dt><dd>{_html(how)}</dd>" for way, how in _ways(at))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{name}: a Veche chat server</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{name}</h1><p>This is a Veche chat server: many doors, one conversation. "
        f"Everybody meets in <code>#lobby</code>.</p><dl>{rows}</dl></main></body></html>\n"
    )


def as_text(network: str, at: Address) -> str:
    """The same for a terminal."""
    rows = "".join(f"  {way:<22} {how.replace('`', '')}\n" for way, how in _ways(at))
    return (
        f"{network}: a Veche chat server. Many doors, one conversation.\n"
        f"Everybody meets in #lobby.\n\n{rows}"
    )


def _ways(at: Address) -> tuple[tuple[str, str], ...]:
    return (
        ("With nothing installed", f"`nc {at.host} {at.port}`"),
        ("With an IRC client", f"server `{at.host}`, port `{at.port}`"),
        ("With Veche installed", f"`veche join {at.host}:{at.port}`"),
    )


def _html(text: str) -> str:
    parts = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(parts))
