"""The hash of an operator's password."""

from argon2 import PasswordHasher
from click.testing import CliRunner

from veche.cli.hash import hash as hash_command


def test_what_is_printed_fits_the_word() -> None:
    """And shows nothing of it."""
    result = CliRunner().invoke(hash_command, input="operpassword\n")
    assert result.exit_code == 0
    encoded = result.output.strip()
    assert encoded.startswith("$argon2id$")
    assert PasswordHasher().verify(encoded, "operpassword")
    assert "operpassword" not in result.output


def test_no_word_no_hash() -> None:
    """As for accounts."""
    result = CliRunner().invoke(hash_command, input="\n")
    assert result.exit_code != 0
