"""Exit codes are an interface."""

from veche.terminal.exits import Exit


def test_the_numbers_are_those_that_are_documented() -> None:
    """Scripts rely on them."""
    assert {code.name: int(code) for code in Exit} == {
        "DONE": 0,
        "USAGE": 2,
        "UNREACHABLE": 3,
        "REFUSED": 4,
        "NO_CHANNEL": 5,
        "TIMED_OUT": 6,
        "INTERRUPTED": 130,
    }
