"""Random commands of a small world, where names meet often."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from veche.core import commands as c
from veche.core.commands import AskedChange, Command, Direction, HistoryQuery
from veche.core.events import Credentials, MessageKind

ACCOUNTS = ("Anna", "olga")
NICKS = ("anna", "Boris", "вера", "gleb")
CHANNELS = ("#lobby", "#a", "#Ā", "#б")
SECRETS = (b"", b"1", b"2", b"3")

nicks = st.sampled_from((*NICKS, "", "9", "ANNA"))
channels = st.sampled_from((*CHANNELS, "#ā", "#", "none"))
texts = st.sampled_from(("", "hello", "до свидания", "a\nb", "a\0b"))
targets = st.one_of(nicks, channels)
tags = st.sampled_from(((), (("+typing", "active"),), (("bad", ""),)))

changes = st.builds(
    AskedChange,
    st.booleans(),
    st.sampled_from("imnstklbeIovx"),
    st.one_of(st.none(), st.sampled_from((*NICKS, "1", "2", "*!*@*", "anna!*@*", "key"))),
)


def registrations(nicks: SearchStrategy[str] = nicks) -> SearchStrategy[Command]:
    """Comings, and returnings with a secret that may be known."""
    secret = st.sampled_from(SECRETS)
    return st.builds(
        c.Register, nicks, st.just("user"), texts, st.just("host.test"), secret, secret
    )


def conversation() -> SearchStrategy[Command]:
    """What a user may ask, but registration and questions."""
    return st.one_of(
        st.builds(c.ChangeNick, nicks),
        st.builds(c.SetAway, texts),
        st.builds(c.Join, channels, texts),
        st.builds(c.Join, channels),
        st.builds(c.Part, channels, texts),
        st.builds(c.PartAll),
        st.builds(c.Kick, channels, nicks, texts),
        st.builds(c.Invite, nicks, channels),
        st.builds(c.SetTopic, channels, texts),
        st.builds(c.ChangeModes, targets, st.lists(changes, max_size=4).map(tuple)),
        st.builds(c.SendMessage, targets, texts, st.sampled_from(MessageKind), tags),
        st.builds(c.SendTags, targets, tags),
        st.builds(c.ChangeRealname, texts),
        st.builds(c.WatchNicks, st.lists(nicks, max_size=3).map(tuple)),
        st.builds(c.UnwatchNicks, st.lists(nicks, max_size=3).map(tuple)),
        st.builds(c.Quit, texts),
        st.builds(c.Disconnected, texts),
    )


def questions() -> SearchStrategy[Command]:
    """What changes nothing."""
    page = HistoryQuery(Direction.LATEST, 10)
    return st.one_of(
        st.builds(c.Echo, st.integers()),
        st.builds(c.ReadHistory, targets, st.just(page)),
        st.builds(c.ReadTopic, channels),
        st.builds(c.ReadModes, targets),
        st.builds(c.ReadMasks, channels, st.sampled_from("beIx")),
        st.builds(c.ReadMembers, channels),
        st.builds(c.ListChannels),
        st.builds(c.ReadWho, st.one_of(targets, st.sampled_from(("*", "0", "a*")))),
        st.builds(c.ReadWhois, nicks),
        st.builds(c.ReadUsers, st.lists(nicks, max_size=3).map(tuple)),
        st.builds(c.CountUsers),
        st.builds(c.ListInvites),
    )


def account_matters() -> SearchStrategy[Command]:
    """What users do with accounts, and what depends on them."""
    accounts = st.sampled_from((*ACCOUNTS, "nobody"))
    return st.one_of(
        st.builds(c.LogIn, st.builds(c.KeyProof, accounts.map("token:{}".format))),
        st.builds(c.LogOut),
        st.builds(c.MoveMarker, targets, st.integers(0, 3)),
        st.builds(c.SetPersistence, st.sampled_from(c.Persistence)),
        st.builds(c.SetMetadata, st.one_of(st.just("*"), channels), st.just("url"), texts),
        st.builds(c.ChangeAccess, channels, accounts, st.sampled_from(("", "q", "a", "o", "v"))),
        st.builds(c.RenameChannel, channels, channels),
    )


def shell() -> SearchStrategy[Command]:
    """What the operator's shell asks; nobody else may."""
    accounts = st.sampled_from(ACCOUNTS)
    credentials = st.builds(lambda name: Credentials("hash", tokens=((name, "test"),)), accounts)
    token = st.tuples(accounts, st.just("test"))
    return st.one_of(
        st.builds(c.AddAccount, accounts, credentials),
        st.builds(c.ChangeCredentials, accounts, st.just("other"), token=token),
        st.builds(c.ChangeCredentials, accounts, removed=st.just(("test",))),
        st.builds(c.SwitchAccount, accounts, st.booleans()),
        st.builds(c.EraseAccount, accounts),
    )


def any_command() -> SearchStrategy[Command]:
    """Anything that a session can ask."""
    talk = conversation()
    return st.one_of(registrations(), talk, talk, account_matters(), questions())
