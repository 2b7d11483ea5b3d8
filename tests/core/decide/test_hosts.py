"""Who has others see a user under another username and host, and what may stand there."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.driver import Assembly, deliveries, picture, replayed
from veche.core import commands as c
from veche.core import snapshot
from veche.core.commands import AskedChange
from veche.core.events import AuditBody, Audited, HostBody, HostChanged, Who
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import Ordered, Users, Whois

CLOAK = c.ChangeHost("TOM", "~t", "staff/tom")


@pytest.fixture
def assembly() -> Assembly:
    """Olga (1), an operator, and Tom (2), in #a, which is Olga's."""
    assembly = Assembly(Limits(username_chars=5, host_chars=20))
    assembly.enter(1, "olga", c.Join("#a"))
    assembly.enter(2, "tom", c.Join("#a"), secret=b"tom")
    assembly.follow(1, c.OperatorChecked("olga", True))
    return assembly


def acts(assembly: Assembly) -> list[tuple[str, str, str]]:
    """What stands on the audit trail."""
    trail = [s.record.body for s in assembly.log if isinstance(s.record.event, Audited)]
    return [(b.act, b.target, b.text) for b in trail if isinstance(b, AuditBody)]


def test_it_is_kept_and_on_the_trail(assembly: Assembly) -> None:
    """With the user as it was seen before, and under its nick."""
    (result,), outs = assembly.ask(1, CLOAK)
    assert getattr(result, "reply", None) == Ordered("chghost", "tom")
    (changed,) = deliveries(outs, HostChanged)
    before = Who("tom", "user", "host.test")
    assert changed.event.record.body == HostBody(before, "~t", "staff/tom")
    assert assembly.user("tom").who == Who("tom", "~t", "staff/tom")
    assert acts(assembly)[-1] == ("chghost", "tom", "~t@staff/tom")


def test_nothing_new_changes_nothing(assembly: Assembly) -> None:
    """It is answered all the same."""
    assembly.do(1, CLOAK)
    known = len(assembly.log)
    assert assembly.reply(1, CLOAK) == Ordered("chghost", "tom")
    assert len(assembly.log) == known
    for one in (c.ChangeHost("tom", "t", "staff/tom"), c.ChangeHost("tom", "t", "other")):
        known = len(assembly.log)
        assembly.do(1, one)
        assert len(assembly.log) == known + 2


def test_for_operators_alone(assembly: Assembly) -> None:
    """Not even oneself."""
    assert assembly.one(2, CLOAK) == Rejection(Code.NOT_ALLOWED)
    assert assembly.one(1, c.ChangeHost("x", "t", "h")) == Rejection(Code.NO_SUCH_NICK, "x")
    assembly.do(1, c.ChangeHost("olga", "o", "staff/olga"))
    assert assembly.user("olga").host == "staff/olga"


@pytest.mark.parametrize(
    ("username", "host", "good"),
    [
        ("tommy", "a", True),
        ("~tommy", "h" * 20, True),
        ("tommys", "a", False),
        ("t", "h" * 21, False),
        ("._-~", "A9.b-c_d:e/f", True),
        ("t", "2001:db8::1", True),
        ("t", "::1", False),
        ("t", ".a", False),
        ("", "a", False),
        ("t", "", False),
        ("t t", "a", False),
        ("t", "a b", False),
        ("t!x", "a", False),
        ("t", "a@b", False),
        ("t", "a\n", False),
        ("t\0", "a", False),
        ("т", "a", False),
        ("t", "хост", False),
        ("*", "a", False),
        ("t", "a*", False),
    ],
)
def test_what_may_stand_there(assembly: Assembly, username: str, host: str, good: bool) -> None:
    """Nothing that a line or a mask would take for something else; neither too long."""
    result = assembly.one(1, c.ChangeHost("tom", username, host))
    assert isinstance(result, Rejection) != good
    if isinstance(result, Rejection):
        assert result.code is Code.BAD_ARGUMENT
        assert assembly.user("tom").came_as is None


def test_masks_see_it(assembly: Assembly) -> None:
    """Of a channel's bans; what it was before fits no more."""
    assembly.do(1, CLOAK)
    for mask, spoken in (("*!*@host.test", True), ("*!~t@staff/*", False)):
        assembly.do(1, c.ChangeModes("#a", (AskedChange(True, "b", mask),)))
        assert isinstance(assembly.one(2, c.SendMessage("#a", "hello")), Rejection) != spoken


def test_questions_see_it(assembly: Assembly) -> None:
    """WHOIS and USERHOST, whoever asks."""
    assembly.do(1, CLOAK)
    for session in (1, 2):
        whois = assembly.reply(session, c.ReadWhois("tom"))
        assert isinstance(whois, Whois)
        assert whois.member.who == Who("tom", "~t", "staff/tom")
        users = assembly.reply(session, c.ReadUsers(("tom",)))
        assert isinstance(users, Users)
        assert users.members[0].who.host == "staff/tom"


def test_what_was_said_before_stays(assembly: Assembly) -> None:
    """Each message under the mask that it was said under."""
    assembly.do(2, c.SendMessage("#a", "before"))
    assembly.do(1, CLOAK)
    assembly.do(2, c.SendMessage("#a", "after"))
    hosts = {
        body.text: body.who.host
        for stored in assembly.log
        if (body := stored.record.body) is not None and hasattr(body, "text")
        if hasattr(body, "who")
    }
    assert (hosts["before"], hosts["after"]) == ("host.test", "staff/tom")


def test_it_outlives_the_server(assembly: Assembly) -> None:
    """For who stays: an account's user, and a guest who comes back; by log and by snapshot."""
    made(assembly, "vera")
    logged_in(assembly, 3, "vera")
    assembly.do(1, c.ChangeHost("vera", "v", "staff/vera"))
    assembly.do(1, CLOAK)
    assembly.start()
    assert assembly.user("vera").who == Who("vera", "v", "staff/vera", "vera")
    assembly.do(4, c.Register("x", "x", "x", "elsewhere", b"tom", b"tom"))
    tom = assembly.user("tom")
    assert (tom.host, tom.origin.host) == ("staff/tom", "host.test")
    loaded = snapshot.load(snapshot.VERSION, snapshot.dump(assembly.state))
    for state in (loaded, replayed(assembly.log)):
        user = state.users[tom.id]
        assert (user.host, user.came_as) == ("staff/tom", ("user", "host.test"))


def test_while_nothing_can_be_written(assembly: Assembly) -> None:
    """It is refused, and nobody is told."""
    before = picture(assembly.state)
    outs = assembly.read_only(assembly.make(1, CLOAK))
    assert [getattr(out, "results", None) for out in outs] == [(Rejection(Code.READ_ONLY),)]
    assert picture(assembly.state) == before
