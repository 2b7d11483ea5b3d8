"""What can be a key of metadata. https://ircv3.net/specs/extensions/metadata#keys-and-values"""

import pytest

from veche.core.keys import metadata_key, value_fault
from veche.core.limits import DEFAULT
from veche.core.rejections import Code, Rejection


@pytest.mark.parametrize("name", ["display-name", "soju.im/pinned", "a", "x" * 64, "a:b_c.d/1"])
def test_keys(name: str) -> None:
    """Letters, digits and a few signs; case does not matter."""
    assert metadata_key(name) == name
    assert metadata_key(name.upper()) == name


@pytest.mark.parametrize("name", ["", ":a", "a b", "имя", "$url", "a\n", "x" * 65, "a;b"])
def test_what_is_no_key(name: str) -> None:
    """And says which it was."""
    assert metadata_key(name) == Rejection(Code.BAD_KEY_NAME, name)


def test_values() -> None:
    """Anything in one line, up to the limit in bytes."""
    most = DEFAULT.metadata_value_bytes
    assert value_fault(DEFAULT, "a", "x" * most) is None
    assert value_fault(DEFAULT, "a", "Ж" * (most // 2)) is None
    for value in ("x" * (most + 1), "Ж" * most, "a\nb", "a\rb", "a\0b"):
        fault = value_fault(DEFAULT, "a", value)
        assert fault is not None
        assert (fault.code, fault.subject) == (Code.BAD_VALUE, "a")
