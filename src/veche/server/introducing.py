"""A session whose client came through a gateway becomes its client's.

Owns what changes with that: the peer, what counts for its address, its credit.
"""

import msgspec

from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.protocols.webirc import Introduction
from veche.server import credit
from veche.server.door import peer_of
from veche.server.seam import Watch
from veche.server.session import Session


def introduce(
    session: Session, introduction: Introduction, watch: Watch, limits: Limits, now: Mono
) -> str:
    """Take the introduction over, or say why the client cannot be let in.

    It counts as secure only when the way from the gateway is, too (WebIRC, "Options").
    """
    gateway = session.peer
    really = peer_of((introduction.host, introduction.port), gateway.secure and introduction.secure)
    # Nobody on the other side of a gateway is this machine.
    really = msgspec.structs.replace(really, loopback=False)
    refusal = watch.moved(gateway, really)
    if not refusal:
        session.peer = really
        credit.begin(session, limits, now)
    return refusal
