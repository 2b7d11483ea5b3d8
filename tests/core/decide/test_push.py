"""Registering devices for push, and their ends."""

import msgspec
import pytest

from tests.core.accounts import logged_in, made
from tests.core.devices import PUBLIC, SECRET, device, endpoints
from tests.core.driver import Assembly, deliveries, picture, reborn, replayed
from veche.core import commands as c
from veche.core.decide.push import FRESH_MS
from veche.core.erasures import erasures
from veche.core.events import PushDropped, PushRegistered
from veche.core.limits import Limits
from veche.core.rejections import Code, Rejection
from veche.core.replies import PushChanged

DAY_MS = 86_400_000


@pytest.fixture
def assembly() -> Assembly:
    """Anna has an account, Boris is a guest."""
    assembly = Assembly(Limits(push_subscriptions=3, push_unused_days=10))
    made(assembly, "anna")
    logged_in(assembly, 1, "anna")
    assembly.enter(2, "boris")
    return assembly


def test_a_device_is_kept(assembly: Assembly) -> None:
    """With all that is needed to tell it."""
    assert assembly.reply(1, device("a", capabilities=("x",))) == PushChanged(
        device("a").endpoint, True
    )
    account = assembly.state.accounts[assembly.user("anna").account]
    (kept,) = account.subscriptions.values()
    assert (kept.account, kept.record) == (account.id, assembly.log[-1].record.id)
    assert (kept.public, kept.secret, kept.capabilities) == (PUBLIC, SECRET, ("x",))


def test_guests_have_none(assembly: Assembly) -> None:
    """They are asked to log in."""
    for command in (device(), c.UnregisterPush(device().endpoint)):
        assert assembly.one(2, command) == Rejection(Code.NOT_LOGGED_IN)


def test_what_is_no_subscription(assembly: Assembly) -> None:
    """Is refused with the reason."""
    for bad in (
        msgspec.structs.replace(device(), endpoint="https://127.0.0.1/x"),
        msgspec.structs.replace(device(), public=b"x"),
    ):
        refused = assembly.one(1, bad)
        assert isinstance(refused, Rejection)
        assert refused.code is Code.BAD_ARGUMENT
    assert endpoints(assembly, "anna") == []


def test_the_same_again_is_written_once_a_day(assembly: Assembly) -> None:
    """Clients register at every start."""
    assembly.do(1, device())
    before = len(assembly.log)
    assert assembly.reply(1, device()) == PushChanged(device().endpoint, True)
    assert len(assembly.log) == before
    assembly.now_ms += FRESH_MS
    assembly.do(1, device())
    assert len(assembly.log) == before + 1


def test_an_endpoint_has_one_subscription(assembly: Assembly) -> None:
    """The last one; what the one before it says is erased."""
    assembly.do(1, device("a"))
    first = assembly.log[-1]
    assembly.do(1, device("b"))
    assembly.do(1, msgspec.structs.replace(device("a"), secret=bytes(16)))
    assert endpoints(assembly, "anna") == ["b", "a"]
    assert erasures(assembly.log) == [first.record.id]


def test_there_are_only_so_many(assembly: Assembly) -> None:
    """A further one takes the place of the oldest."""
    for name in "abcd":
        assembly.do(1, device(name))
    assert endpoints(assembly, "anna") == ["b", "c", "d"]


def test_a_device_is_told_no_more(assembly: Assembly) -> None:
    """Silence for one that is not there (IRCv3 webpush, "UNREGISTER Subcommand")."""
    assembly.do(1, device())
    gone = c.UnregisterPush(device().endpoint)
    assert assembly.reply(1, gone) == PushChanged(device().endpoint, False)
    assert endpoints(assembly, "anna") == []
    assert erasures(assembly.log) == [assembly.log[-2].record.id]
    assert assembly.state.pushed == {}
    assert assembly.reply(1, gone) is None


def test_one_that_the_push_service_does_not_know(assembly: Assembly) -> None:
    """Ends, but not the one that came in its place meanwhile."""
    assembly.do(1, device())
    account = assembly.user("anna").account
    first = assembly.log[-1].record.id
    assembly.now_ms += FRESH_MS
    assembly.do(1, device())
    assembly.serve(c.DropPush(account, first))
    assert endpoints(assembly, "anna") == ["abc"]
    second = assembly.log[-1].record.id
    assembly.serve(c.DropPush(account, second))
    assert endpoints(assembly, "anna") == []
    assembly.serve(c.DropPush(account, second))
    assembly.serve(c.DropPush(12345, second))
    assert assembly.log[-1].record.event == PushDropped(account, (second,))


def test_one_that_nobody_comes_back_to(assembly: Assembly) -> None:
    """Ends after ten days."""
    assembly.do(1, device("a"))
    assembly.now_ms += 5 * DAY_MS
    assembly.do(1, device("b"))
    assembly.now_ms += 5 * DAY_MS
    assert deliveries(assembly.keep_house(), PushDropped) == []
    assembly.now_ms += 1
    assert len(deliveries(assembly.keep_house(), PushDropped)) == 1
    assert endpoints(assembly, "anna") == ["b"]


def test_it_outlives_a_restart(assembly: Assembly) -> None:
    """By a snapshot, and by the log alone."""
    for name in "abcd":
        assembly.do(1, device(name, capabilities=("account-tag",)))
    kept = assembly.state.find_account("anna")
    assert kept is not None
    again = replayed(assembly.log).find_account("anna")
    assert again is not None
    assert again.subscriptions == kept.subscriptions
    assert reborn(assembly.state, assembly.now_ms)["pushed"] == assembly.state.pushed


def test_a_body_that_was_erased_makes_nothing(assembly: Assembly) -> None:
    """The log says then only that there was one."""
    assembly.do(1, device())
    bare = [
        msgspec.structs.replace(s, record=msgspec.structs.replace(s.record, body=None))
        if isinstance(s.record.event, PushRegistered)
        else s
        for s in assembly.log
    ]
    assert replayed(bare).pushed == {}


def test_an_account_takes_its_devices_with_it(assembly: Assembly) -> None:
    """Their addresses are erased as well."""
    assembly.do(1, device())
    record = assembly.log[-1].record.id
    assembly.serve(c.EraseAccount("anna"))
    assert record in erasures(assembly.log)
    assert assembly.state.pushed == {}


def test_a_batch_that_fails_is_taken_back(assembly: Assembly) -> None:
    """All of it."""
    assembly.do(1, device("a"))
    before = picture(assembly.state)
    batch = assembly.prepare(
        assembly.make(1, device("b")),
        assembly.make(1, c.UnregisterPush(device("a").endpoint)),
    )
    assembly.hub.failed(batch, assembly.turn(False))
    assert picture(assembly.state) == before
