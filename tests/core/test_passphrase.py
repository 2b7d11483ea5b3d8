"""A secret in its two forms."""

import hashlib

import pytest

from veche.core.passphrase import Passphrase, is_hashed

HASHED = "sha256:" + hashlib.sha256("слово".encode()).hexdigest()


@pytest.mark.parametrize("text", ["слово", HASHED, HASHED.upper().replace("SHA256", "sha256")])
def test_both_forms_match_the_same(text: str) -> None:
    """And nothing else; least of all the hash itself."""
    passphrase = Passphrase(text)
    assert passphrase.matches("слово")
    for wrong in ("", "слов", "слово ", HASHED, "\udcff"):
        assert not passphrase.matches(wrong)


@pytest.mark.parametrize("text", ["sha256:", "sha256:12", "sha256:" + "g" * 64])
def test_a_hash_that_is_none(text: str) -> None:
    """Is not taken for a password."""
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Passphrase(text)


def test_what_a_setting_holds() -> None:
    """Who reads a hash cannot use it."""
    assert is_hashed(HASHED)
    assert not is_hashed("слово")
