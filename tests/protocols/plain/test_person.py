"""What people say of themselves and ask of the server, and what they are told."""

import pytest

from tests.protocols.plain.helpers import INFO, happened, who
from veche.core import commands as c
from veche.core.events import (
    AwayChanged,
    Body,
    Event,
    Joined,
    LoggedOut,
    RealnameChanged,
    SettingChanged,
    TextBody,
)
from veche.core.rejections import Code, Rejection
from veche.core.replies import Counts, Persisting, Time, WasHere, Whowas
from veche.core.state import PERSISTENCE
from veche.protocols.base import ServerInfo
from veche.protocols.plain.commands import parse
from veche.protocols.plain.person import own, server, told

ALICE = who("alice")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/away at lunch", c.SetAway("at lunch")),
        ("/away", c.SetAway()),
        ("/realname Alice A", c.ChangeRealname("Alice A")),
        ("/stay", c.ReadPersistence()),
        ("/stay on", c.SetPersistence(c.Persistence.ON)),
        ("/stay Off", c.SetPersistence(c.Persistence.OFF)),
        ("/whowas bob", c.ReadWhowas(("bob",), 5)),
        ("/time", c.ReadTime()),
        ("/server", c.CountUsers()),
        ("/stay maybe", c.Refuse(Rejection(Code.NEED_MORE, "/stay"))),
        ("/realname", c.Refuse(Rejection(Code.NEED_MORE, "/realname"))),
        ("/whowas", c.Refuse(Rejection(Code.NEED_MORE, "/whowas"))),
    ],
)
def test_what_is_typed(line: str, command: c.Command) -> None:
    """In no channel as well."""
    assert parse(line, "") == command


@pytest.mark.parametrize(
    ("reply", "lines"),
    [
        (Time(0), ["It is 1970-01-01 00:00 UTC."]),
        (Whowas(()), ["Nobody had that name lately."]),
        (
            Whowas((WasHere(ALICE, "Alice A", 0),)),
            ["alice (Alice A) was here until 1970-01-01 00:00 UTC"],
        ),
        (
            Persisting(c.Persistence.DEFAULT, True),
            ["You stay in your channels when you go, and see what you missed when you return."],
        ),
        (Persisting(c.Persistence.OFF, False), ["You leave your channels when you go."]),
    ],
)
def test_answers(reply: Whowas | Time | Persisting, lines: list[str]) -> None:
    """As sentences."""
    assert list(told(reply)) == lines


@pytest.mark.parametrize(
    ("event", "body", "line"),
    [
        (AwayChanged(1), TextBody(ALICE, "", "tea"), "You are away: tea"),
        (AwayChanged(1), TextBody(ALICE), "You are not away any more."),
        (AwayChanged(1, 7), TextBody(ALICE, "", "tea"), ""),
        (RealnameChanged(1), TextBody(ALICE, "", "A"), "Your real name is A now."),
        (LoggedOut(1), TextBody(ALICE), "You are a guest now."),
        (SettingChanged(1, PERSISTENCE, "off"), None, "You leave your channels when you go."),
        (SettingChanged(1, "other", "off"), None, ""),
        (Joined(1, 1), TextBody(ALICE, "#dev"), ""),
    ],
)
def test_own_acts(event: Event, body: Body | None, line: str) -> None:
    """That are not told to others, or in other words."""
    assert own(happened(event, body)) == line


def test_the_server() -> None:
    """What it is, who is asked about it, and what it wants to be known."""
    assert list(server(INFO, Counts(1, 0, 2, 1))) == ["Veche, veche.local: 1 person, 2 channels."]
    info = ServerInfo(version="1.2", admin="olga@chat.example", motd=("Be kind.",))
    assert list(server(info, Counts(2, 0, 1, 2))) == [
        "Veche, veche.local (Veche 1.2): 2 people, 1 channel.",
        "Whom to ask about it: olga@chat.example",
        "Be kind.",
    ]
