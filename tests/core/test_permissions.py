"""The authorization matrix: every command x role x channel modes, through the hub.

Each command that exists has its rows in `TABLE`, or the test fails. A row says
what the command is refused for, from the role and the channel's modes alone;
None: it is done. Whatever is refused changes nothing and is told to nobody.
"""

from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.core.driver import Assembly, picture, register, results
from veche.core import commands as c
from veche.core.commands import AskedChange, Command, Direction, HistoryQuery
from veche.core.decide import TABLE as DECISIONS
from veche.core.events import Record, Stored
from veche.core.exchange import Done
from veche.core.permissions import NO_HISTORY, Act, authorize
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted
from veche.core.state import User

ROLES = ("unregistered", "stranger", "member", "voiced", "operator", "banned", "muted", "invited")
"""`banned` is outside, `muted` is a banned member."""
MODES = ("", "i", "k", "l", "m", "n", "s", "t", "ns", "ms", "is", "nt", "im", "iklmnst")
SESSIONS = {role: number for number, role in enumerate(ROLES, 10)}
INSIDE = ("member", "voiced", "operator", "muted")
ROOM = "#room"

Expected = Callable[[str, str], Code | None]
PAGE = HistoryQuery(Direction.LATEST, 10)


def world(modes: str) -> Assembly:
    """#room with exactly these modes (`l` full), Tom a member, Una outside, and one user a role."""
    assembly = Assembly()
    assembly.enter(1, "olga", c.Join(ROOM))
    assembly.enter(2, "tom", c.Join(ROOM))
    assembly.enter(3, "una")
    for role in ROLES[1:]:
        assembly.enter(SESSIONS[role], role)
        if role in INSIDE:
            assembly.do(SESSIONS[role], c.Join(ROOM))
    asked = [AskedChange(False, "n"), AskedChange(False, "t"), AskedChange(True, "v", "voiced")]
    asked += [AskedChange(True, "o", "operator"), AskedChange(True, "b", "banned")]
    asked += [AskedChange(True, "b", "muted")]
    assembly.do(1, c.ChangeModes(ROOM, tuple(asked)))
    arguments = {"k": "key", "l": "6"}
    set_ = tuple(AskedChange(True, letter, arguments.get(letter)) for letter in modes)
    assembly.do(1, c.ChangeModes(ROOM, set_))
    assembly.do(1, c.Invite("invited", ROOM))
    return assembly


# -- what is expected, from role and modes -------------------------------------------------------


def always(code: Code | None) -> Expected:
    """The same for everybody."""
    return lambda role, modes: code


def registered(expected: Expected) -> Expected:
    """As expected, for those who have a name."""
    return lambda role, modes: (
        Code.NOT_REGISTERED if role == "unregistered" else expected(role, modes)
    )


def seen(expected: Expected) -> Expected:
    """As expected, but a secret channel is not there for those outside."""
    return registered(
        lambda role, modes: (
            Code.NO_SUCH_CHANNEL if "s" in modes and role not in INSIDE else expected(role, modes)
        )
    )


def inside(expected: Expected) -> Expected:
    """As expected, for members."""
    return seen(
        lambda role, modes: expected(role, modes) if role in INSIDE else Code.NOT_IN_CHANNEL
    )


def operators(only_with: str = "") -> Expected:
    """For operators, and with the mode off for all members."""
    return inside(
        lambda role, modes: (
            Code.OPERATOR_NEEDED if only_with in modes and role != "operator" else None
        )
    )


def _joining(key: bool) -> Expected:
    def expected(role: str, modes: str) -> Code | None:
        if role in INSIDE:
            return None
        if role == "banned":
            return Code.BANNED
        if "i" in modes and role != "invited":
            return Code.INVITE_ONLY
        if "l" in modes and role != "invited":
            return Code.CHANNEL_FULL
        return Code.WRONG_KEY if "k" in modes and not key else None

    return registered(expected)


def _speaking(role: str, modes: str) -> Code | None:
    if role in ("operator", "voiced"):
        return None
    outside = role not in INSIDE
    if "m" in modes or role in ("banned", "muted") or (outside and "n" in modes):
        return Code.NO_SUCH_CHANNEL if outside and "s" in modes else Code.CANNOT_SEND
    return None


free = registered(always(None))
speaking = registered(_speaking)
exceptions = seen(lambda role, modes: None if role == "operator" else Code.OPERATOR_NEEDED)

TABLE: dict[type[Command], tuple[tuple[Command, Expected], ...]] = {
    c.Echo: ((c.Echo(1), always(None)),),
    c.Refuse: ((c.Refuse(Rejection(Code.LINE_TOO_LONG)), always(Code.LINE_TOO_LONG)),),
    c.Register: (
        (
            register("newcomer"),
            lambda role, modes: None if role == "unregistered" else Code.ALREADY_REGISTERED,
        ),
    ),
    c.Quit: ((c.Quit("bye"), always(None)),),
    c.Disconnected: ((c.Disconnected("reset"), always(None)),),
    c.ChangeNick: (
        (c.ChangeNick("other"), free),
        (c.ChangeNick("tom"), registered(always(Code.NICK_TAKEN))),
    ),
    c.SetAway: ((c.SetAway("tea"), free),),
    c.Join: (
        (c.Join(ROOM), _joining(False)),
        (c.Join(ROOM, "key"), _joining(True)),
        (c.Join("#new"), free),
    ),
    c.Part: ((c.Part(ROOM), inside(always(None))),),
    c.PartAll: ((c.PartAll(), free),),
    c.Kick: ((c.Kick(ROOM, "tom"), operators()),),
    c.Invite: ((c.Invite("una", ROOM), operators("i")),),
    c.SetTopic: ((c.SetTopic(ROOM, "tea"), operators("t")),),
    c.ChangeModes: (
        (c.ChangeModes(ROOM, (AskedChange(True, "b", "x"),)), operators()),
        (c.ChangeModes(ROOM, (AskedChange(True, "o", "tom"),)), operators()),
        (c.ChangeModes(ROOM, ()), operators()),
        (c.ChangeModes("tom", (AskedChange(True, "i"),)), registered(always(Code.NOT_YOURSELF))),
    ),
    c.SendMessage: (
        (c.SendMessage(ROOM, "hello"), speaking),
        (c.SendMessage("tom", "hello"), free),
    ),
    c.SendTags: ((c.SendTags(ROOM), speaking), (c.SendTags("tom"), free)),
    c.ReadHistory: (
        (c.ReadHistory(ROOM, PAGE), inside(always(None))),
        (c.ReadHistory("tom", PAGE), free),
    ),
    c.ReadTopic: ((c.ReadTopic(ROOM), seen(always(None))),),
    c.ReadModes: (
        (c.ReadModes(ROOM), seen(always(None))),
        (c.ReadModes("tom"), registered(always(Code.NOT_YOURSELF))),
    ),
    c.ReadMasks: (
        (c.ReadMasks(ROOM, "b"), seen(always(None))),
        (c.ReadMasks(ROOM, "e"), exceptions),
        (c.ReadMasks(ROOM, "I"), exceptions),
    ),
    c.ReadMembers: ((c.ReadMembers(ROOM), free),),
    c.ListChannels: ((c.ListChannels(), free),),
    c.ReadWho: ((c.ReadWho(ROOM), free),),
    c.ReadWhois: ((c.ReadWhois("tom"), free),),
    c.ReadUsers: ((c.ReadUsers(("tom",)), free),),
    c.CountUsers: ((c.CountUsers(), free),),
    c.ListInvites: ((c.ListInvites(), free),),
    c.Start: ((c.Start(), always(Code.UNKNOWN_COMMAND)),),
    c.KeepHouse: ((c.KeepHouse(), always(Code.UNKNOWN_COMMAND)),),
}


def every_command(base: type[Command] = Command) -> Iterator[type[Command]]:
    """All commands that exist, anywhere."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith("veche."):  # other tests make their own
            yield kind
        yield from every_command(kind)


def test_every_command_has_its_row() -> None:
    """Here, and among the decisions."""
    assert set(TABLE) == set(every_command()) == set(DECISIONS)
    for kind, rows in TABLE.items():
        assert rows
        assert all(type(command) is kind for command, _ in rows)


@pytest.mark.parametrize("modes", MODES)
@pytest.mark.parametrize("kind", TABLE, ids=lambda kind: kind.__name__)
def test_the_matrix(kind: type[Command], modes: str) -> None:
    """Every role gets what the table says; refused, it changes nothing."""
    assembly = world(modes)
    channel = assembly.channel(ROOM)
    before = picture(assembly.state)
    for command, expected in TABLE[kind]:
        for role in ROLES:
            session = SESSIONS[role]
            batch = assembly.prepare(assembly.make(session, command))
            after = picture(assembly.state)
            assembly.state.journal.undo()
            outs = list(assembly.hub.committed(batch, _unkept(batch.records)))
            (result,) = results(outs, session)
            code = result.code if isinstance(result, Rejection) else None
            assert code == expected(role, modes), (role, command, result)
            if code is not None:
                assert after == before, (role, command)
                assert len(outs) == 1, (role, command)
                assert batch.records == ()
            elif isinstance(result, Done) and isinstance(result.reply, Granted):
                reads = result.reply.grant.conversation == channel.id
                assert reads == (role in INSIDE and result.reply.name == ROOM)
            assert picture(assembly.state) == before


def _unkept(records: Sequence[Record]) -> list[Stored]:
    """As stored, in a log that is thrown away."""
    return Assembly(started=False).store(records)


# -- authorize itself ----------------------------------------------------------------------------


@pytest.mark.parametrize("modes", MODES)
@pytest.mark.parametrize("act", Act)
def test_grants(act: Act, modes: str) -> None:
    """Only READ_HISTORY gives one, to members alone, of this channel alone."""
    assembly = world(modes)
    channel = assembly.channel(ROOM)
    for role in ROLES[1:]:
        verdict = authorize(assembly.state, assembly.user(role), act, channel)
        if act is Act.READ_HISTORY and role in INSIDE:
            assert verdict == Grant(channel.id)
        else:
            assert isinstance(verdict, Rejection) or verdict == NO_HISTORY


@pytest.mark.parametrize("act", Act)
def test_what_has_no_rule_is_refused(act: Act) -> None:
    """Acts on channels are none on users, and the other way round."""
    assembly = world("")
    actor = assembly.user("operator")
    on_user = act in (Act.SEE_USER, Act.READ_DIRECT)
    user: User = assembly.user("tom")
    refused = isinstance(authorize(assembly.state, actor, act, user), Rejection)
    assert refused != on_user
    if on_user:
        verdict = authorize(assembly.state, actor, act, assembly.channel(ROOM))
        assert verdict == Rejection(Code.NO_SUCH_CHANNEL, ROOM)


def test_direct_grants_are_for_the_two() -> None:
    """Nobody has a grant for what others said to each other."""
    assembly = world("")
    assembly.do(2, c.SendMessage("una", "secret"))
    conversation = assembly.log[-1].record.conversation or 0
    users = list(assembly.state.users.values())
    granted = {
        (one.nick, other.nick)
        for one in users
        for other in users
        if authorize(assembly.state, one, Act.READ_DIRECT, other) == Grant(conversation)
    }
    assert granted == {("tom", "una"), ("una", "tom")}
