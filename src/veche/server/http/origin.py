"""Which web pages may open a WebSocket here.

Owns the rule. Browsers let any page connect anywhere, with the reader's
cookies and from the reader's machine, so the server must refuse (RFC 6455
10.2). Programs send no `Origin`, and may. Pure.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOCAL = "localhost"


class Asker(msgspec.Struct, frozen=True):
    """What a request says of the page it comes from: three headers, None where there is none.

    `secure`: it came through TLS.
    """

    origin: str | None
    host: str | None
    fetch_site: str | None = None
    secure: bool = False


class OriginRule(msgspec.Struct, frozen=True):
    """`listed` origins are allowed, and no others if there are any.

    Otherwise only pages of this very server are: their origin is what the
    request's `Host` says. A name in it must be `localhost` or `own`, the host
    that the server was told to listen on: any page can have its own name lead
    to this machine (DNS rebinding), but not with an address in it.
    """

    listed: tuple[str, ...] = ()
    own: str = ""

    def refusal(self, asker: Asker) -> str:
        """Empty when it may connect, else a sentence for whoever runs the server."""
        origin = asker.origin
        if origin is None:
            # A browser would not leave it out; if one did, this header would tell.
            return "" if asker.fetch_site in (None, "none", "same-origin") else _CROSS_SITE
        if self.listed:
            return "" if origin in self.listed else _refused(origin)
        if asker.fetch_site == "cross-site":
            return _CROSS_SITE
        return "" if self._is_ours(origin, asker) else _refused(origin)

    def _is_ours(self, origin: str, asker: Asker) -> bool:
        scheme = origin.partition("://")[0]
        # In front of a server without TLS there may be a proxy that has it; never the reverse.
        if scheme != "https" and (scheme != "http" or asker.secure):
            return False
        page, here = _place(origin), _place(f"{scheme}://{asker.host or ''}")
        return page is not None and page == here and self._is_safe(page[0])

    def _is_safe(self, host: str) -> bool:
        if host in (_LOCAL, self.own.lower()):
            return True
        try:
            ip_address(host)
        except ValueError:
            return False
        return True


_CROSS_SITE = "A page of another site may not connect here."


def _refused(origin: str) -> str:
    shown = origin if origin.isprintable() and len(origin) < 200 else "this page"
    return f"Pages of {shown} may not connect here. The setting `[http] origins` lists who may."


def _place(origin: str) -> tuple[str, int] | None:
    """Host and port; None for what is no origin (RFC 6454 6.2: scheme, host and port alone)."""
    try:
        parts = urlsplit(origin)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or port is None or origin != f"{parts.scheme}://{parts.netloc}":
        return None
    return (parts.hostname, port) if "@" not in parts.netloc else None
