"""How somebody becomes the owner of a server that has none: by a code in its data directory.

Owns the code and its file. Must not know who claims.
"""

import hashlib
import secrets
from pathlib import Path

from veche.core.commands import OfferClaim
from veche.core.exchange import Ask, Origin
from veche.core.state import State
from veche.server.data_dir import DataDir

NAME = "owner.code"
_BYTES = 24


def offer(state: State, data: DataDir) -> tuple[Path | None, tuple[Ask, ...]]:
    """The file with a new code, and what the hub is asked then; None where there is an owner.

    The code of an earlier life counts no more. Raises OSError.
    """
    if any(account.owner for account in state.accounts.values()):
        (data.path / NAME).unlink(missing_ok=True)
        return None, ()
    code = secrets.token_urlsafe(_BYTES)
    digest = hashlib.sha256(code.encode()).hexdigest()
    path = data.write_private(NAME, code)
    return path, (Ask(Origin(0, -1, 0), (OfferClaim(digest),)),)
