"""Devices that are told by push, as tests need them.

Owns the keys, which are those of the example in RFC 8291 section 5, and the shortcut.
"""

import base64

from tests.core.driver import Assembly
from veche.core import commands as c

ENDPOINT = "https://push.example.net/abc"


def decoded(text: str) -> bytes:
    """The bytes in URL-safe base64 without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


PUBLIC = decoded(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
PRIVATE = decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")
SECRET = decoded("BTBZMqHH6r4Tts7J_aSIgg")


def device(name: str = "abc", **fields: tuple[str, ...]) -> c.RegisterPush:
    """The command by which a device is told from now on."""
    return c.RegisterPush(f"https://push.example.net/{name}", PUBLIC, SECRET, **fields)


def endpoints(assembly: Assembly, account: str) -> list[str]:
    """Where the account's devices are told, the oldest first: the last part of each."""
    found = assembly.state.find_account(account)
    assert found is not None
    return [endpoint.rpartition("/")[2] for endpoint in found.subscriptions]
