"""Of what a device is told by push."""

import pytest

from tests.core.accounts import logged_in, made
from tests.core.devices import device
from tests.core.driver import Assembly, deliveries
from veche.core import commands as c
from veche.core.commands import AskedChange
from veche.core.events import Event, Invited, MessageKind, MessageSent, PushDue
from veche.core.exchange import Out


@pytest.fixture
def assembly() -> Assembly:
    """Anna and Vera have accounts and devices, Boris and Gleb neither; all but Gleb are in #a."""
    assembly = Assembly()
    for session, name in enumerate(("anna", "vera"), 1):
        made(assembly, name)
        logged_in(assembly, session, name)
        assembly.do(session, device(name))
    for session, name in enumerate(("boris", "gleb"), 3):
        assembly.enter(session, name)
    for session in (1, 2, 3):
        assembly.do(session, c.Join("#a"))
    return assembly


def told(outs: list[Out], kind: type[Event] = MessageSent) -> list[str]:
    """Whose devices are told; that it is of the event just before is checked."""
    out = deliveries(outs)
    names: list[str] = []
    for at, due in enumerate(out):
        event = due.event.record.event
        if isinstance(event, PushDue):
            before = out[at - 1].event.record
            assert isinstance(before.event, kind)
            assert before.id == event.of
            names += [s.endpoint.rpartition("/")[2] for s in event.to]
    return names


def said(assembly: Assembly, session: int, target: str, text: str) -> list[str]:
    """Whose devices are told of a message."""
    return told(assembly.ask(session, c.SendMessage(target, text))[1])


def test_direct_messages(assembly: Assembly) -> None:
    """To whom they go, not to who wrote them."""
    assert said(assembly, 3, "anna", "hello") == ["anna"]
    assert said(assembly, 1, "boris", "hello") == []
    assert said(assembly, 1, "anna", "note to myself") == []
    assert said(assembly, 1, "vera", "hello") == ["vera"]


def test_mentions(assembly: Assembly) -> None:
    """As a word, in a channel that one is in, by somebody else."""
    assert said(assembly, 3, "#a", "hello all") == []
    assert said(assembly, 3, "#a", "Anna: hello") == ["anna"]
    assert said(assembly, 3, "#a", "anna, vera, boris") == ["anna", "vera"]
    assert said(assembly, 3, "#a", "annabel is no Anna1") == []
    assert said(assembly, 1, "#a", "anna is me") == []
    assembly.do(2, c.Part("#a"))
    assert said(assembly, 3, "#a", "vera left") == []
    assembly.do(1, c.ChangeNick("аня"))
    assert said(assembly, 3, "#a", "anna is nobody, АНЯ is") == ["anna"]


def test_a_nick_with_signs_that_are_no_letters(assembly: Assembly) -> None:
    """Is found as others are, and once."""
    for nick in ("anna\U0001f600", "\u0915\u093f"):
        assembly.do(1, c.ChangeNick(nick))
        assert said(assembly, 3, "#a", f"anna, vera; {nick}: {nick}") == ["vera", "anna"]
        assert said(assembly, 3, "#a", "\u00abanna\u00bb") == []


def test_only_who_may_read_it(assembly: Assembly) -> None:
    """What is for operators is told to operators."""
    assembly.do(1, c.ChangeModes("#a", (AskedChange(True, "v", "boris"),)))
    assert said(assembly, 3, "@#a", "anna, vera: help") == ["anna"]


def test_somebody_who_is_not_connected(assembly: Assembly) -> None:
    """It stays, so it is told."""
    assembly.ask(1, c.Disconnected("gone"))
    assert said(assembly, 3, "anna", "hello") == ["anna"]
    assert said(assembly, 3, "#a", "anna?") == ["anna"]


def test_actions_and_notices(assembly: Assembly) -> None:
    """All that people say."""
    for how in MessageKind:
        outs = assembly.ask(3, c.SendMessage("anna", "hello", how))[1]
        assert told(outs) == ["anna"]


def test_an_edit_is_no_news(assembly: Assembly) -> None:
    """The message was told."""
    (result,), outs = assembly.ask(3, c.SendMessage("anna", "hello"))
    assert told(outs) == ["anna"]
    message = deliveries(outs, MessageSent)[0].event.record.id
    (result,), outs = assembly.ask(3, c.EditMessage("anna", message, "hello again"))
    assert len(deliveries(outs, MessageSent)) == 1, result
    assert told(outs) == []


def test_invitations(assembly: Assembly) -> None:
    """To whom is invited."""
    assembly.do(3, c.Join("#b"))
    assert told(assembly.ask(3, c.Invite("anna", "#b"))[1], Invited) == ["anna"]


def test_a_disabled_account_is_told_nothing(assembly: Assembly) -> None:
    """Even while its user is there still."""
    account = assembly.state.find_account("anna")
    assert account is not None
    account.disabled = True
    assert said(assembly, 3, "anna", "hello") == []


def test_nobody_has_devices() -> None:
    """Then nothing is looked at."""
    assembly = Assembly()
    assembly.enter(1, "anna")
    assembly.enter(2, "boris")
    assert said(assembly, 2, "anna", "hello") == []


def test_many_members(assembly: Assembly) -> None:
    """The shorter way finds the same."""
    for number in range(5):
        assembly.enter(10 + number, f"guest{number}", c.Join("#a"))
    assert said(assembly, 3, "#a", "anna and vera") == ["anna", "vera"]
