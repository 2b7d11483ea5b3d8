"""How conversations of two end: who keeps them, and who never gets them."""

import pytest

from tests.core.accounts import key, logged_in, made
from tests.core.driver import (
    Assembly,
    assert_consistent,
    picture,
    reborn,
    register,
    replayed,
)
from veche.core import apply_past
from veche.core import commands as c
from veche.core.commands import Direction, HistoryQuery
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted, GrantedMissed, GrantedSearch, GrantedTargets
from veche.core.state import Past

PAGE = HistoryQuery(Direction.LATEST, 50)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1) has an account; Boris (2) is a guest, and has told her something."""
    assembly = Assembly()
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    assembly.enter(2, "boris", c.SendMessage("anna", "secret"))
    return assembly


def read(assembly: Assembly, session: int, nick: str) -> int | tuple[int, ...] | None:
    """The conversation, or all of them, that the session reads under this nick; 0: an empty one,
    None: refused."""
    result = assembly.one(session, c.ReadHistory(nick, PAGE))
    if isinstance(result, Rejection):
        assert result.code is Code.NO_SUCH_NICK
        return None
    assert isinstance(result.reply, Granted)
    grant = result.reply.grant
    return (grant.conversation, *grant.also) if grant.also else grant.conversation


def everything(assembly: Assembly, session: int) -> list[int]:
    """All conversations that the session may read, by every way there is."""
    targets = assembly.reply(session, c.ReadTargets(0, 1, 99))
    missed = assembly.reply(session, c.ReadMissed(1, 2))
    search = assembly.reply(session, c.Search(9, "x"))
    assert isinstance(targets, GrantedTargets)
    assert isinstance(missed, GrantedMissed)
    assert isinstance(search, GrantedSearch)
    grants = [grant for _, grant in (*targets.conversations, *missed.conversations)]
    also = (conversation for grant in grants for conversation in grant.also)
    return sorted({*also, *(grant.conversation for grant in (*grants, *search.grants))})


def test_an_account_keeps_what_a_guest_has_told(assembly: Assembly) -> None:
    """Under the last nick of the guest, also after a restart, and from a snapshot."""
    secret = assembly.log[-1].record.conversation
    assembly.do(2, c.ChangeNick("Bo"))
    assembly.do(2, c.Quit())
    assert (read(assembly, 1, "bo"), read(assembly, 1, "boris")) == (secret, None)
    assert everything(assembly, 1) == [secret]
    targets = assembly.reply(1, c.ReadTargets(0, 1, 99))
    assert isinstance(targets, GrantedTargets)
    assert [name for name, _ in targets.conversations] == ["Bo"]
    account = assembly.user("anna").account
    past = {secret: Past("Bo", "bo", 0, assembly.now_ms)}
    assert replayed(assembly.log).accounts[account].past == past
    assert reborn(assembly.state, assembly.now_ms)["accounts"][account].past == past
    assembly.start()
    logged_in(assembly, 9, "anna")
    assert read(assembly, 9, "bo") == secret
    assert_consistent(assembly.state)


def test_who_takes_the_nick_later_reads_nothing(assembly: Assembly) -> None:
    """Not by the nick, not by its own, not by any list; and what it says is another matter."""
    secret = assembly.log[-1].record.conversation or 0
    assembly.do(2, c.Quit())
    assembly.enter(3, "boris")
    assert read(assembly, 3, "anna") == 0
    assert read(assembly, 3, "boris") == 0
    assert everything(assembly, 3) == []
    assembly.do(3, c.SendMessage("anna", "who am I?"))
    other = assembly.log[-1].record.conversation or 0
    assert other != secret
    assert (read(assembly, 3, "anna"), everything(assembly, 3)) == (other, [other])
    assert everything(assembly, 1) == sorted((secret, other))
    assert read(assembly, 1, "boris") == (other, secret), "the account knows of both"
    search = assembly.reply(1, c.Search(9, "x", "boris"))
    assert isinstance(search, GrantedSearch)
    assert [grant.conversation for grant in search.grants] == [other, secret]
    targets = assembly.reply(1, c.ReadTargets(0, 1, 99))
    assert isinstance(targets, GrantedTargets)
    assert targets.conversations == (("boris", Grant(other, also=(secret,))),)
    assembly.do(3, c.Quit())
    assembly.enter(4, "boris", secret=b"new")
    assert everything(assembly, 4) == []


def test_who_takes_the_nick_of_an_account_that_left_reads_nothing(assembly: Assembly) -> None:
    """What it said to a guest is kept for that guest and for the account."""
    secret = assembly.log[-1].record.conversation or 0
    assembly.do(1, c.ChangeNick("annette"))
    assembly.do(1, c.SetPersistence(c.Persistence.OFF))
    assembly.do(1, c.Quit())
    assembly.enter(3, "annette")
    assert (read(assembly, 3, "boris"), everything(assembly, 3)) == (0, [])
    assert read(assembly, 2, "annette") == secret
    logged_in(assembly, 4, "anna")
    assert read(assembly, 4, "boris") == secret
    assembly.do(4, c.SendMessage("boris", "again"))
    assert assembly.log[-1].record.conversation != secret, "a guest cannot prove who it was"


def test_who_logs_out_leaves_it_to_the_account(assembly: Assembly) -> None:
    """As a guest it is somebody else, and what it says then the account does not read."""
    secret = assembly.log[-1].record.conversation or 0
    assembly.do(1, c.LogOut())
    assert everything(assembly, 1) == []
    guest = assembly.state.user_of(1)
    assert guest is not None
    assembly.do(2, c.SendMessage(guest.nick, "still you?"))
    later = assembly.log[-1].record.conversation or 0
    assert later != secret
    logged_in(assembly, 3, "anna")
    assert everything(assembly, 3) == [secret]
    assert everything(assembly, 1) == [later]
    assert everything(assembly, 2) == sorted((secret, later))


def test_a_guest_that_becomes_the_account_s(assembly: Assembly) -> None:
    """Takes its own along, and gets the account's; nothing twice."""
    secret = assembly.log[-1].record.conversation or 0
    assembly.do(1, c.Disconnected("gone"))
    assembly.enter(3, "cara", c.SendMessage("boris", "hello"))
    other = assembly.log[-1].record.conversation or 0
    assembly.do(3, key("anna"))
    assert_consistent(assembly.state)
    assert set(everything(assembly, 3)) == {secret, other}
    targets = assembly.reply(3, c.ReadTargets(0, 1, 99))
    assert isinstance(targets, GrantedTargets)
    assert [name for name, _ in targets.conversations] == ["boris"]


def test_an_erased_account_and_another_of_its_name(assembly: Assembly) -> None:
    """The second one reads nothing of the first."""
    made(assembly, "carl")
    logged_in(assembly, 3, "carl")
    assembly.do(3, c.SendMessage("anna", "hello"))
    assembly.serve(c.EraseAccount("carl"))
    made(assembly, "carl")
    logged_in(assembly, 4, "carl")
    assert (read(assembly, 4, "anna"), everything(assembly, 4)) == (0, [])
    secret = assembly.log[-1].record.conversation
    assembly.do(4, c.SendMessage("anna", "who am I?"))
    assert assembly.log[-1].record.conversation != secret
    assert len(everything(assembly, 4)) == 1


def test_so_many_and_no_more(assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that ended first goes, whatever was decided and taken back in between."""
    monkeypatch.setattr(apply_past, "PAST", 3)
    conversations = []
    for number in range(5):
        assembly.do(10 + number, register(f"guest{number}"))
        assembly.do(10 + number, c.SendMessage("anna", "hello"))
        conversations.append(assembly.log[-1].record.conversation)
        assembly.do(10 + number, c.Quit())
        assembly.now_ms += 1
    account = assembly.state.accounts[assembly.user("anna").account]
    assert list(account.past) == conversations[2:]


def test_many_guests_push_out_no_account(
    assembly: Assembly, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was said with those who have one stays, however long ago."""
    monkeypatch.setattr(apply_past, "PAST", 3)
    made(assembly, "carl")
    logged_in(assembly, 3, "carl")
    assembly.do(3, c.SendMessage("anna", "hello"))
    kept = assembly.log[-1].record.conversation
    assembly.do(3, c.SetPersistence(c.Persistence.OFF))
    assembly.do(3, c.Quit())
    for number in range(5):
        assembly.do(10 + number, register(f"guest{number}"))
        assembly.do(10 + number, c.SendMessage("anna", "hello"))
        assembly.do(10 + number, c.Quit())
    account = assembly.state.accounts[assembly.user("anna").account]
    assert len(account.past) == 3
    assert kept in account.past


def test_an_end_is_taken_back(assembly: Assembly) -> None:
    """With the batch that could not be stored."""
    before = picture(assembly.state)
    assembly.prepare(assembly.make(2, c.Quit()))
    assembly.state.journal.undo()
    assert picture(assembly.state) == before


def test_an_account_that_is_left_for_another_keeps_nothing_of_it(assembly: Assembly) -> None:
    """Whoever has the first one as well reads what was its, and nothing of the second."""
    secret = assembly.log[-1].record.conversation
    made(assembly, "bot")
    assembly.do(1, c.Quit())
    logged_in(assembly, 3, "bot")
    assembly.do(3, c.SendMessage("boris", "beep"))
    beep = assembly.log[-1].record.conversation
    assembly.do(3, key("anna"))
    assert everything(assembly, 3) == [secret]
    logged_in(assembly, 4, "bot", "bot2")
    assert (read(assembly, 4, "boris"), everything(assembly, 4)) == (beep, [beep])
    assert replayed(assembly.log).accounts == assembly.state.accounts
    assert_consistent(assembly.state)


def test_what_an_account_saw_of_channels_stays_with_it(assembly: Assembly) -> None:
    """Whoever logs out reads on from where it is, and of what it has inherited nothing."""
    assembly.enter(9, "operator", c.Join("#a"))
    assembly.do(9, c.ChangeModes("#a", (c.AskedChange(True, "H", "joined"),)))
    assembly.do(1, c.Join("#a"))
    assembly.do(1, c.Quit())
    guest = assembly.enter(3, "guest", c.Join("#a"))
    channel = assembly.channel("#a").id
    (own,) = guest.stays[channel]
    assembly.do(3, key("anna"))
    assert len(guest.stays[channel]) == 2
    assembly.do(3, c.LogOut())
    assert guest.stays == {channel: (own,)}
    assembly.do(3, c.Part("#a"))
    made(assembly, "bot")
    assembly.do(3, key("bot"))
    assembly.do(3, c.LogOut())
    assert guest.stays == {}


def test_words_to_oneself_of_both_are_kept(assembly: Assembly) -> None:
    """Of the account, and of the guest who logs in to it."""
    assembly.do(1, c.SendMessage("anna", "note"))
    note = assembly.log[-1].record.conversation
    assembly.do(1, c.Quit())
    assembly.enter(3, "guest", c.SendMessage("guest", "mine"))
    mine = assembly.log[-1].record.conversation
    assembly.do(3, key("anna"))
    assert (read(assembly, 3, "guest"), read(assembly, 3, "anna")) == (mine, note)


def test_words_to_oneself_go_on(assembly: Assembly) -> None:
    """Where the guest has said none."""
    assembly.do(1, c.SendMessage("anna", "note"))
    note = assembly.log[-1].record.conversation
    assembly.do(1, c.Quit())
    guest = assembly.enter(3, "guest")
    assembly.do(3, key("anna"))
    assert guest.directs[guest.id] == note
    assert note not in assembly.state.past_of(guest)
    assert read(assembly, 3, "guest") == note


def test_words_to_oneself(assembly: Assembly) -> None:
    """Are kept like others."""
    assembly.do(1, c.SendMessage("anna", "note"))
    note = assembly.log[-1].record.conversation
    assembly.do(1, c.SetPersistence(c.Persistence.OFF))
    assembly.do(1, c.Quit())
    logged_in(assembly, 5, "anna")
    assert read(assembly, 5, "anna") == note
