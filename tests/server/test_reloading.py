"""What is read anew while the server runs."""

from collections.abc import Mapping
from pathlib import Path

from tests.certificates import self_signed
from veche.config import ConfigError
from veche.config import Tls as Settings
from veche.server.operators import Operators
from veche.server.reloading import reload
from veche.server.tls import Tls


def test_each_is_tried_whatever_becomes_of_the_other(tmp_path: Path) -> None:
    """And what is wrong is told."""
    cert, key = self_signed(tmp_path, "one")
    tls = Tls(Settings(cert=str(cert), key=str(key)))
    read: list[Mapping[str, str] | None] = [{"alice": "hash"}, None, None]

    def reread() -> Mapping[str, str]:
        found = read.pop(0)
        if found is None:
            raise ConfigError("no file")
        return found

    told: list[str] = []
    operators = Operators({}, reread)
    assert reload(operators, tls, told.append)
    assert operators.encoded("alice") == "hash"
    assert told == []
    before = tls.context
    assert not reload(operators, tls, told.append)
    assert tls.context is not before
    cert.write_text("nonsense")
    assert not reload(operators, tls, told.append)
    assert ["no file" in text for text in told] == [True, True, False]
    assert "one.pem" in told[2]


def test_without_tls() -> None:
    """There is less to do."""
    assert reload(Operators({}, dict), None, print)
