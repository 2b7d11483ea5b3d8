"""What the doors say and want to know of the server, made of the settings.

Owns the translation. Must not know what a door does with it.
"""

import time
from collections.abc import Sequence

import msgspec

from veche import __version__
from veche.config import Config
from veche.core.networks import Networks
from veche.core.passphrase import Passphrase
from veche.protocols.base import ServerInfo, Sts
from veche.protocols.webirc import Gateways
from veche.server.announcing import uploads_at

_DAY_S = 86_400


def server_info(config: Config, secret: bytes) -> ServerInfo:
    """All but what needs the port. `secret` is the server's own."""
    settings, webirc = config.server, config.webirc
    gateways = Networks(webirc.gateways)
    return ServerInfo(
        name=settings.name,
        network=settings.network,
        version=__version__,
        started_ms=time.time_ns() // 1_000_000,
        motd=texts(config)[0],
        admin=texts(config)[1],
        description=" ".join(settings.description.split()),
        icon=settings.icon,
        limits=config.limits,
        registration=config.accounts.registration,
        secret=secret,
        password=Passphrase(settings.password) if settings.password else None,
        gateways=Gateways(gateways, Passphrase(webirc.password)) if gateways else None,
    )


def texts(config: Config) -> tuple[tuple[str, ...], str]:
    """What is told of the server and may change while it runs: the lines of the message of the
    day, and whom to ask."""
    return tuple(config.server.motd.splitlines()), config.server.admin


def listening(
    info: ServerInfo, config: Config, at: tuple[str, int], names: Sequence[str], push_key: str
) -> ServerInfo:
    """The rest. `at` is the address and port that is listened on; `names` as for `uploads_at`."""
    return msgspec.structs.replace(
        info,
        sts=sts(config, at[1]),
        uploads=uploads_at(config, *at, names),
        push_key=push_key,
    )


def sts(config: Config, port: int) -> Sts | None:
    """Where and how long clients are to use TLS; `port` is the one that is listened on."""
    tls = config.tls
    return Sts(tls.sts_port or port, tls.sts_days * _DAY_S) if tls.sts else None


def trusted(config: Config) -> tuple[Networks, Networks]:
    """Who brings others: proxies, and gateways."""
    return Networks(config.server.proxies), Networks(config.webirc.gateways)
