"""Strict Transport Security (IRCv3 sts): clients are told to come through TLS, and to keep to it.

Owns the value of the capability. It is said and never asked for.
"""

from veche.protocols.base import Sts

NAME = "sts"


def offer(policy: Sts | None, secure: bool) -> str:
    """The capability with its value, as who knows values is told it; empty without a policy."""
    if policy is None:
        return ""
    if secure:
        return f"{NAME}=duration={policy.duration_s}"
    return f"{NAME}=port={policy.port}"
