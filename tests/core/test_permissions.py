"""The authorization matrix: every command x role x channel modes, through the hub.

Each command that exists has its rows in `matrix_rows.TABLE`, or the test fails. A row says
what the command is refused for, from the role and the channel's modes alone;
None: it is done. Whatever is refused changes nothing and is told to nobody.
"""

from collections.abc import Iterator, Sequence

import pytest

from tests.core.driver import Assembly, picture, results
from tests.core.matrix import INSIDE, MODES, OPERATORS, ROLES, ROOM, SESSIONS, world
from tests.core.matrix_rows import TABLE
from veche.core import commands as c
from veche.core.commands import Command
from veche.core.decide import TABLE as DECISIONS
from veche.core.decide.audit import AUDIT
from veche.core.events import Record, Stored
from veche.core.exchange import Done
from veche.core.ids import Id
from veche.core.permissions import (
    NO_HISTORY,
    Act,
    authorize,
    authorize_audit,
    authorize_past,
    authorize_status,
)
from veche.core.rejections import Code, Rejection
from veche.core.replies import Grant, Granted
from veche.core.state import MEMBER_LETTERS, MEMBER_SIGNS, User


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
            written = len(assembly.state.journal)
            assembly.state.journal.undo()
            outs = list(assembly.hub.committed(batch, _unkept(batch.records)))
            (result,) = results(outs, session)
            code = result.code if isinstance(result, Rejection) else None
            assert code == expected(role, modes), (role, command, result)
            if code is not None:
                assert not written, (role, command)
                assert len(outs) == 1, (role, command)
                assert batch.records == ()
            elif isinstance(result, Done) and isinstance(result.reply, Granted):
                reads = result.reply.grant.conversation == channel.id
                assert reads == (role in INSIDE and result.reply.name == ROOM)
                _only_to_those_who_keep_order(role, result.reply.grant, channel.id)
    assert picture(assembly.state) == before


def _only_to_those_who_keep_order(role: str, grant: Grant, channel: Id) -> None:
    """The audit trail: all of it to operators of the server, else only of the own channel."""
    if grant.conversation == AUDIT and role != "serverop":
        assert role in OPERATORS
        assert grant.about == channel


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


def test_the_audit_trail_is_for_operators_of_the_server() -> None:
    """Nobody else has a grant for it, by no name."""
    assembly = world("")
    for role in ROLES[1:]:
        verdict = authorize_audit(assembly.user(role), AUDIT)
        if role == "serverop":
            assert verdict == Grant(AUDIT)
        else:
            assert verdict == Rejection(Code.NOT_ALLOWED)


@pytest.mark.parametrize("letter", MEMBER_LETTERS)
def test_a_part_of_a_channel_is_for_those_with_the_rank(letter: str) -> None:
    """Who has it now; nobody else, whoever it was said by."""
    assembly = world("")
    channel = assembly.channel(ROOM)
    letters = {"founder": "q", "admin": "a", "operator": "o", "halfop": "h", "voiced": "v"}
    sign = MEMBER_SIGNS[MEMBER_LETTERS.index(letter)]
    assembly.do(2, c.SendMessage(f"{sign}{ROOM}", "secret"))
    for role in ROLES[1:]:
        verdict = authorize_status(assembly.state, assembly.user(role), channel, letter)
        if letters.get(role, "~") in MEMBER_LETTERS[: MEMBER_LETTERS.index(letter) + 1]:
            assert verdict == Grant(channel.statuses[letter]), role
        else:
            assert isinstance(verdict, Rejection), role
    other = "v" if letter != "v" else "o"
    assert authorize_status(assembly.state, assembly.user("founder"), channel, other) == NO_HISTORY


def test_what_is_over_is_for_those_who_had_it() -> None:
    """Nobody else has a grant for it, by its number or by the nick."""
    assembly = world("")
    assembly.do(SESSIONS["holder"], c.SendMessage("una", "secret"))
    conversation = assembly.log[-1].record.conversation or 0
    assembly.do(3, c.Quit())
    assembly.enter(99, "una")
    for role in ("una", *ROLES[1:]):
        verdict = authorize_past(assembly.state, assembly.user(role), conversation)
        assert (verdict == Grant(conversation)) is (role == "holder")
        assert isinstance(verdict, Rejection) is (role != "holder")
