"""What each event changes; one that no longer fits, or has lost its body, harms nothing."""

import pytest

from tests.core.driver import START_MS, Assembly, assert_consistent, picture
from veche.core import commands as c
from veche.core.apply import apply
from veche.core.commands import AskedChange
from veche.core.events import (
    AccessChanged,
    AccountCreated,
    AccountErased,
    AccountSwitched,
    Attempted,
    AuditBody,
    Audited,
    AwayChanged,
    BanBody,
    Body,
    CameOnline,
    ChannelBody,
    ChannelCreated,
    ChannelExpired,
    ChannelMoved,
    ChannelRenamed,
    ClaimOffered,
    Credentials,
    CredentialsBody,
    CredentialsChanged,
    DirectOpened,
    Event,
    HostBody,
    HostChanged,
    HostShown,
    Inherited,
    InviteAnnounced,
    Invited,
    Joined,
    KeysSubscribed,
    Kicked,
    LoggedIn,
    LoggedOut,
    MarkerMoved,
    MessageRedacted,
    MessageSent,
    MetadataBody,
    MetadataSet,
    MetadataShown,
    ModeChange,
    ModesBody,
    ModesChanged,
    NickBody,
    NickChanged,
    NicksWatched,
    Parted,
    PasswordChanged,
    PushBody,
    PushDropped,
    PushDue,
    PushRegistered,
    Reacted,
    RealnameChanged,
    Record,
    Reentered,
    RenamedBody,
    Returned,
    ServerBanLifted,
    ServerBanSet,
    ServerLocked,
    ServerStarted,
    SessionAttached,
    SessionDetached,
    SessionEnded,
    SettingChanged,
    StatusOpened,
    TagsSent,
    TargetBody,
    TextBody,
    TopicSet,
    UserAbsent,
    UserBody,
    UserDetached,
    UserLeft,
    UserModesChanged,
    UserPresent,
    UserRegistered,
    UserResumed,
    WallopsSent,
    Watched,
    WentOffline,
    Who,
)
from veche.core.state import State

GHOST = Who("ghost", "user", "host")
TEXT = TextBody(GHOST, "#gone", "text")
TARGET = TargetBody(GHOST, "#gone", "other")
MODES = ModesBody(GHOST, "#gone", (ModeChange(True, "i"), ModeChange(True, "b", "x!*@*")))

# Of users and channels that are no more.
METADATA = MetadataBody(GHOST, "ghost", "url", "x")
LATE: list[tuple[Event, Body | None]] = [
    (LoggedIn(7, 9), TEXT),
    (Inherited(7, 8), None),
    (LoggedOut(7), TEXT),
    (CredentialsChanged(9), CredentialsBody(Credentials())),
    (AccountSwitched(9), None),
    (AccountErased(9), None),
    (SettingChanged(9, "key", "value"), None),
    (HostChanged(7), HostBody(GHOST, "u", "h")),
    (HostShown(7), HostBody(GHOST, "u", "h")),
    (Reentered(7, 8), None),
    (NickChanged(7), NickBody(GHOST, "new", "new")),
    (UserLeft(7), TEXT),
    (ChannelExpired(8), None),
    (DirectOpened(9, 7, 7), None),
    (Joined(7, 8), TEXT),
    (Parted(7, 8), TEXT),
    (Kicked(7, 8, 7), TARGET),
    (TopicSet(7, 8), TEXT),
    (ModesChanged(7, 8), MODES),
    (MessageSent(7), TEXT),
    (MessageSent(7, 7), TEXT),
    (SessionAttached(5, 0, 7), None),
    (SessionDetached(5), None),
    (SessionEnded(5), TEXT),
    (UserDetached(7), TEXT),
    (UserResumed(7), None),
    (Returned(7, 8), TEXT),
    (AwayChanged(7), TEXT),
    (UserModesChanged(7), MODES),
    (Invited(7, 8, 7), TARGET),
    (TagsSent(7, 8), TEXT),
    (Reacted(7), TEXT),
    (MessageRedacted(7, 5), TEXT),
    (StatusOpened(9, 8, "o"), None),
    (MetadataSet(7, target=7), METADATA),
    (MetadataShown(7), METADATA),
    (KeysSubscribed(5, ("url",)), None),
    (AccessChanged(8, 9, "q"), None),
    (ChannelRenamed(7, 8), RenamedBody(GHOST, "#gone", "#new", "#new")),
    (ChannelMoved(7, 8), None),
    (ServerBanLifted(), BanBody(GHOST, "x!*@*")),
    (Audited(7), AuditBody(GHOST, "kill")),
    (PasswordChanged(7), TEXT),
    (WallopsSent(7), TEXT),
    (MarkerMoved(7, 0, 5), TEXT),
    (UserAbsent(7), TEXT),
    (UserPresent(7), None),
    (RealnameChanged(7), TEXT),
    (NicksWatched(5, (("ghost", "Ghost"),)), None),
    (InviteAnnounced(7, 8, 7), TARGET),
    (PushRegistered(9), PushBody("https://push.example.net/a", b"", b"")),
    (PushDropped(9, (5,)), None),
    (PushDue(5), None),
]


def record(event: Event, body: Body | None = None, at_ms: int = START_MS) -> Record:
    """A record of the event."""
    return Record(1, at_ms, None, event, body)


@pytest.fixture
def assembly() -> Assembly:
    """Anna (1), with a secret, and Boris (2) in #a, acquainted."""
    assembly = Assembly()
    assembly.enter(1, "anna", c.Join("#a"), secret=b"anna")
    assembly.enter(2, "boris", c.Join("#a"), c.SendMessage("anna", "hello"))
    return assembly


@pytest.mark.parametrize(("event", "body"), LATE, ids=lambda x: type(x).__name__)
def test_what_comes_too_late_changes_nothing(
    assembly: Assembly, event: Event, body: Body | None
) -> None:
    """Its user, channel or session has gone."""
    before = picture(assembly.state)
    apply(assembly.state, record(event, body))
    assert picture(assembly.state) == before


def test_every_event_is_known() -> None:
    """Those above, those that make something, and those that are only told."""
    made = {ServerStarted, UserRegistered, ChannelCreated, AccountCreated, Attempted, ClaimOffered}
    made |= {ServerBanSet, ServerLocked}
    made |= {CameOnline, WentOffline, Watched}
    known = {type(event) for event, _ in LATE} | made
    assert known == {k for k in Event.__subclasses__() if k.__module__.startswith("veche.")}


def test_all_fits_half_gone(assembly: Assembly) -> None:
    """One of two is still there: nothing is left pointing at the other."""
    anna, channel = assembly.user("anna").id, assembly.channel("#a").id
    for event, body in (
        (Joined(7, channel), TEXT),
        (Joined(anna, 8), TEXT),
        (Parted(anna, 8), TEXT),
        (Kicked(anna, channel, 7), TARGET),
        (DirectOpened(9, anna, 7), None),
        (Invited(7, 8, anna), TARGET),
        (ModesChanged(7, channel), ModesBody(GHOST, "#a", (ModeChange(True, "o", "ghost", 7),))),
    ):
        before = picture(assembly.state)
        apply(assembly.state, record(event, body))
        assert picture(assembly.state) == before, event
        assert_consistent(assembly.state)


def test_erased_bodies_can_be_replayed() -> None:
    """What people wrote may be gone from the log: the names are then some that nobody can take."""
    state = State()
    for event in (
        UserRegistered(7, b"secret"),
        UserRegistered(6),
        ChannelCreated(8, "nt"),
        Joined(7, 8, "o"),
        NickChanged(7),
        TopicSet(7, 8),
        ModesChanged(7, 8),
        MessageSent(7),
        Kicked(7, 8, 6),
    ):
        apply(state, record(event))
        assert_consistent(state)
    assert state.users[7].channels == {8: None}
    assert state.channels[8].topic is None
    apply(state, record(UserLeft(7)))
    apply(state, record(ChannelExpired(8)))
    assert_consistent(state)


def test_time_only_rises() -> None:
    """The time of the last record is the latest there was, also when it was taken back."""
    state = State()
    apply(state, record(ServerStarted(), None, 500))
    apply(state, record(ServerStarted(), None, 400))
    assert state.last_ms == 500
    state.journal.undo()
    assert state.last_ms == 500


def test_a_new_life(assembly: Assembly) -> None:
    """No session is left: who can return waits unseen, the others are gone."""
    invisible = c.ChangeModes("anna", (AskedChange(True, "i"),))
    assembly.do(1, invisible)
    assembly.do(1, c.SetAway("tea"))
    before = picture(assembly.state)
    apply(assembly.state, record(ServerStarted(), None, START_MS + 5))
    state = assembly.state
    assert (list(state.nicks), state.sessions, state.most_users) == (["anna"], {}, 0)
    (anna,) = state.users.values()
    assert (anna.detached_ms, anna.away, anna.modes) == (START_MS + 5, "", "")
    assert anna.directs == {}
    assert list(assembly.channel("#a").members) == [anna.id]
    assert_consistent(state)
    state.journal.undo()
    assert picture(state) == before


def test_who_leaves_leaves_nothing(assembly: Assembly) -> None:
    """Not in channels, nor sessions, nor acquaintances, nor among the invisible."""
    anna = assembly.user("anna")
    assembly.do(1, c.ChangeModes("anna", (AskedChange(True, "i"),)))
    before = picture(assembly.state)
    apply(assembly.state, record(UserLeft(anna.id), TEXT))
    assert str(anna.id) not in str(picture(assembly.state))
    assert_consistent(assembly.state)
    assembly.state.journal.undo()
    assert picture(assembly.state) == before


def test_the_most_there_were(assembly: Assembly) -> None:
    """Counted when somebody comes or returns."""
    assembly.do(1, c.Disconnected())
    assembly.enter(3, "gleb")
    assert assembly.state.most_users == 2
    assembly.do(4, c.Register("", "", "", "", resume=b"anna"))
    assert assembly.state.most_users == 3


def test_a_name_that_was_free_is_taken() -> None:
    """UserRegistered and ChannelCreated fill both tables."""
    state = State()
    apply(state, record(UserRegistered(7), UserBody(GHOST, "ghost", "real")))
    apply(state, record(ChannelCreated(8, "s", True), ChannelBody("#X", "#x")))
    assert (state.nicks, state.names) == ({"ghost": 7}, {"#x": 8})
    channel = state.channels[8]
    assert (channel.modes, channel.kept, channel.empty_ms) == ({"s": ""}, True, START_MS)
