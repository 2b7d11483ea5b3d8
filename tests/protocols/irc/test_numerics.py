"""The head of numerics. https://modern.ircdocs.horse/#numeric-replies"""

from veche.protocols.irc import numerics
from veche.protocols.irc.numerics import Client


def test_head() -> None:
    """Source, number, client, parameters, text."""
    client = Client(":s", "al")
    assert client.numeric(numerics.ERR_NOMOTD) == ":s 422 al :MOTD File is missing"
    assert client.numeric("441", "bob", "#c") == ":s 441 al bob #c :They aren't on that channel"
    assert client.line("221", "+i") == ":s 221 al +i"


def test_numbers_are_numbers() -> None:
    """Every name stands for three digits, and no two for the same."""
    numbers = [v for k, v in vars(numerics).items() if k.startswith(("RPL_", "ERR_"))]
    assert all(len(number) == 3 and number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert set(numerics.TEXTS) <= set(numbers)
