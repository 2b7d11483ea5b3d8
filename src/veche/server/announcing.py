"""Where clients are told to bring files: an address of this server, or none.

Owns the choice. A wrong address is worse than none, and one in clear text is nothing for a client
that came through TLS (FILEHOST: "Clients MUST refuse").
"""

from collections.abc import Sequence
from ipaddress import ip_address

from veche.config import Config
from veche.protocols.base import UploadsAt

PATH = "/upload"
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ANY_LABEL = "*"


def uploads_at(config: Config, bound: str, port: int, names: Sequence[str]) -> UploadsAt:
    """For clients in clear text and through TLS. `bound` is the address that is listened on,
    `names` are those in our certificates.

    `[files] address` says it. Without it: the host that is listened on, unless that is "all of
    them"; for TLS the first name that a certificate vouches for.
    """
    files, host = config.files, config.server.host
    if not files.enabled:
        return UploadsAt()
    if files.address:
        secure = files.address if files.address.startswith("https:") else ""
        return UploadsAt(_path(files.address), _path(secure))
    named = [name for name in names if not name.startswith(_ANY_LABEL)]
    own = host if host in named else next(iter(named), "")
    secure = _url("https", own, port) if own else ""
    plain = "" if ip_address(bound).is_unspecified else _url("http", host or bound, port)
    return UploadsAt(_path(plain or secure), _path(secure))


def _path(base: str) -> str:
    return f"{base}{PATH}" if base else ""


def _url(scheme: str, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}" + ("" if port == _DEFAULT_PORTS[scheme] else f":{port}")
