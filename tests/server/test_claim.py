"""The code of a server without an owner."""

import hashlib
from contextlib import closing
from pathlib import Path

from tests.core.accounts import made
from tests.core.driver import Assembly
from veche.core.commands import OfferClaim
from veche.server import claim
from veche.server.data_dir import DataDir


def test_a_code_until_there_is_an_owner(tmp_path: Path) -> None:
    """In a file for us alone, another in each life; the hub knows its hash."""
    assembly = Assembly()
    made(assembly, "Alice")
    with closing(DataDir(tmp_path / "data")) as data:
        path, asks = claim.offer(assembly.state, data)
        assert path is not None
        assert path.stat().st_mode & 0o777 == 0o600
        code = path.read_text().strip()
        digest = hashlib.sha256(code.encode()).hexdigest()
        assert [ask.commands for ask in asks] == [(OfferClaim(digest),)]
        claim.offer(assembly.state, data)
        assert path.read_text().strip() != code
        made(assembly, "Bob", owner=True)
        assert claim.offer(assembly.state, data) == (None, ())
        assert not path.exists()
