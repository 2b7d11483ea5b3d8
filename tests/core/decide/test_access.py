"""Access lists: ranks that accounts have for good."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.commands import AskedChange
from veche.core.events import ModesBody, ModesChanged
from veche.core.exchange import Done
from veche.core.rejections import Code, Rejection
from veche.core.replies import AccessList, AccessRow


@pytest.fixture
def assembly() -> Assembly:
    """Olga (1), founder of #a by her account; Vera (2) and Tom (3) with accounts in it."""
    assembly = Assembly()
    for session, name in ((1, "olga"), (2, "vera"), (3, "tom")):
        made(assembly, name)
        logged_in(assembly, session, name)
        assembly.do(session, c.Join("#a"))
    return assembly


def rows(assembly: Assembly, session: int = 1) -> list[tuple[str, str]]:
    """The list."""
    reply = assembly.reply(session, c.ReadAccess("#a"))
    assert isinstance(reply, AccessList)
    return [(row.account, row.letter) for row in reply.rows]


def letters(assembly: Assembly, nick: str) -> str:
    """What the member has in #a."""
    return assembly.channel("#a").members[assembly.user(nick).id]


def test_who_makes_a_channel_founds_it(assembly: Assembly) -> None:
    """With an account; and the others see an operator."""
    assert rows(assembly) == [("olga", "q")]
    assert letters(assembly, "olga") == "o"
    assembly.enter(9, "guest", c.Join("#b"))
    assert assembly.reply(9, c.ReadAccess("#b")) == AccessList("#b", ())


def test_a_rank_is_had_at_once_and_again(assembly: Assembly) -> None:
    """All are told, as of the server; on every entry."""
    _, outs = assembly.ask(1, c.ChangeAccess("#a", "VERA", "a"))
    (told,) = deliveries(outs, ModesChanged)
    assert isinstance(told.event.record.body, ModesBody)
    assert told.event.record.body.who.nick == ""
    assert letters(assembly, "vera") == "ao"
    assembly.do(2, c.Part("#a"))
    _, outs = assembly.ask(2, c.Join("#a"))
    assert deliveries(outs, ModesChanged)
    assert letters(assembly, "vera") == "ao"
    assembly.do(1, c.ChangeAccess("#a", "vera"))
    assert letters(assembly, "vera") == ""
    assert rows(assembly) == [("olga", "q")]


def test_it_outlives_everybody(assembly: Assembly) -> None:
    """Who comes first into a founded channel that is empty has no rank by that."""
    for session in (1, 2, 3):
        assembly.do(session, c.Part("#a"))
    assembly.enter(9, "guest", c.Join("#a"))
    assert letters(assembly, "guest") == ""
    assembly.do(1, c.Join("#a"))
    assert letters(assembly, "olga") == "qo"


def test_past_ban_key_and_limit(assembly: Assembly) -> None:
    """Whom the list names is let in."""
    assembly.do(1, c.ChangeAccess("#a", "vera", "v"))
    assembly.do(2, c.Part("#a"))
    closed = [("b", "*!*@*"), ("k", "key"), ("l", "1")]
    changes = tuple(AskedChange(True, letter, argument) for letter, argument in closed)
    assembly.do(1, c.ChangeModes("#a", (*changes, AskedChange(True, "i"))))
    assembly.do(2, c.Join("#a"))
    assembly.do(3, c.Part("#a"))
    assert isinstance(assembly.one(3, c.Join("#a")), Rejection)


@pytest.mark.parametrize(
    ("account", "letter", "allowed"),
    [("tom", "o", True), ("tom", "a", False), ("olga", "", False), ("vera", "", True)],
)
def test_what_admins_may(assembly: Assembly, account: str, letter: str, allowed: bool) -> None:
    """What is below them; and give up their own."""
    assembly.do(1, c.ChangeAccess("#a", "vera", "a"))
    result = assembly.one(2, c.ChangeAccess("#a", account, letter))
    assert isinstance(result, Done) == allowed
    if not allowed:
        assert result == Rejection(Code.OPERATOR_NEEDED, "#a")


def test_a_channel_without_founder(assembly: Assembly) -> None:
    """An operator with an account may name one."""
    assembly.enter(9, "guest", c.Join("#b"))
    assembly.do(2, c.Join("#b"))
    refused = assembly.one(9, c.ChangeAccess("#b", "vera", "q"))
    assert refused == Rejection(Code.OPERATOR_NEEDED, "#b")
    assembly.do(9, c.ChangeModes("#b", (AskedChange(True, "o", "vera"),)))
    reply = assembly.reply(2, c.ChangeAccess("#b", "vera", "q"))
    assert reply == AccessList("#b", (AccessRow("vera", "q"),))


def test_wrong_words(assembly: Assembly) -> None:
    """A rank that is none, an account that is not there."""
    assert assembly.one(1, c.ChangeAccess("#a", "nobody", "v")) == Rejection(
        Code.NO_SUCH_ACCOUNT, "nobody"
    )
    refused = assembly.one(1, c.ChangeAccess("#a", "tom", "x"))
    assert isinstance(refused, Rejection)
    assert refused.code is Code.BAD_ARGUMENT


def test_an_erased_account_has_no_rank(assembly: Assembly) -> None:
    """Its channels are without founder."""
    assembly.serve(c.EraseAccount("olga"))
    assert rows(assembly, 2) == []


def test_a_founded_channel_waits_longer(assembly: Assembly) -> None:
    """Than one of guests; not for ever."""
    assembly.enter(9, "guest", c.Join("#b"))
    for session in (1, 2, 3):
        assembly.do(session, c.Part("#a"))
    assembly.do(9, c.Part("#b"))
    for days, left in (("empty_channel_days", ["#a"]), ("founded_channel_days", [])):
        assembly.now_ms += int(getattr(assembly.limits, days) * 86_400_000) + 1
        assembly.keep_house()
        names = [channel.name for channel in assembly.state.channels.values()]
        assert names == ["#lobby", *left]
