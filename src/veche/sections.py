"""The sections of the configuration: every setting but the limits, with its default.

Owns names and defaults. Must not know where values come from, or who uses them.
"""

import msgspec


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[server]`."""

    host: str = "127.0.0.1"
    port: int = 8080  # 0: any that is free
    data: str = ""  # empty: ~/.local/share/veche
    workers: int = 0  # 0: as many as serve this machine best
    name: str = "veche.local"
    network: str = "Veche"
    motd: str = ""
    admin: str = ""  # whom to ask about the server: ADMIN tells
    description: str = ""  # of the server, in a line, which LINKS tells
    icon: str = ""  # where clients find the network's picture: https://chat.example.org/icon.svg
    password: str = ""  # nobody comes in without it; as it is, or sha256:HEX
    proxies: str = ""  # addresses whose connections begin with a PROXY header


class Tls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[tls]`: files in PEM form."""

    cert: str = ""
    key: str = ""
    directories: str = ""  # more certificates with their keys; colons between
    names: str = ""  # ours beside those in the certificates, spaces between; *: whatever is asked
    client_certificates: bool = False  # clients are asked for theirs, to log in by it
    sts: bool = False  # IRC clients are told to come through TLS from now on ...
    sts_days: int = 30  # ... and to keep to it for so long; 0: no longer
    sts_port: int = 0  # where they are told to; 0: the port that is listened on


class Webirc(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[webirc]`: gateways that may say whose connection they pass on."""

    gateways: str = ""  # their addresses, spaces between
    password: str = ""  # as it is, or sha256:HEX


class Accounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[accounts]`."""

    registration: bool = True  # anybody may open one; else only `veche account add`


class Http(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[http]`."""

    origins: str = ""  # whose pages may open WebSockets, with spaces between; empty: only our own


class Push(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[push]`: devices that are not connected are told by their push services."""

    enabled: bool = False  # clients may have this server connect to addresses that they name
    contact: str = ""  # mailto: or https:, by which push services reach who runs this server
    hosts: str = ""  # names of push services that may have any address, spaces between


class Files(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[files]`: what people bring by HTTP, to put its address into the chat."""

    enabled: bool = True
    address: str = ""  # where others reach this server by HTTP; empty: where it listens
    keep_days: float = 0.0  # then they are removed; 0: never


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Section `[log]`."""

    format: str = "text"
