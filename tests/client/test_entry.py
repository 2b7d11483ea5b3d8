"""The way in of one connection, and of a client that is to be somebody's."""

from tests.client.scripted import Script, Wire
from tests.client.test_logins import b64
from veche.client.client import State
from veche.client.entry import nonce
from veche.client.events import Disconnected, Ended, How, LoggedIn, LoginRefused, Registered
from veche.client.login import Fault
from veche.client.profile import Profile
from veche.core.secret import Secret

_ALICE = Profile("alice", account="alice", account_password=Secret("sesame"))
_PLAIN = (":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl", "AUTHENTICATE +")
_REFUSED = LoginRefused("alice", Fault.REFUSED, Fault.REFUSED.value, "No")


def dialled(script: Script) -> Script:
    """Let the next attempt to connect succeed, where nobody reads along."""
    script.client.retry_now()
    script.client.opened(private=True)
    script.out()
    return script


def logged_in(script: Script) -> Script:
    """Do so, and log in."""
    dialled(script).feed(*_PLAIN)
    script.feed(":s 903 * :Done", ":s 001 alice :Hi", ":s PONG s settled")
    assert script.client.state is State.ONLINE
    script.out()
    return script


def test_words_that_cannot_be_guessed() -> None:
    """As long as their chance cannot."""
    chances = iter([0.0, 0.5, 0.25, 0.999999999])
    assert nonce(lambda: next(chances)) == "000000008000000040000000fffffffb"


def test_a_wrong_password_is_the_end() -> None:
    """At the first connection; nothing is tried again."""
    script = dialled(Script(_ALICE))
    script.feed(*_PLAIN)
    ended = Ended(How.LOGIN, Fault.REFUSED.value)
    assert script.feed(":s 904 * :No") == [_REFUSED, ended]
    assert script.client.ended == ended
    assert not script.client.wants_connection()


def test_after_a_loss_we_are_the_same() -> None:
    """The password is shown again by itself; if it has been changed meanwhile, that is the end."""
    script = logged_in(Script(_ALICE))
    assert isinstance(script.lose()[-1], Disconnected)
    dialled(script).feed(*_PLAIN)
    assert f"AUTHENTICATE {b64('alice' + chr(0) + 'alice' + chr(0) + 'sesame')}" in script.out()
    assert script.feed(":s 904 * :No") == [_REFUSED, Ended(How.LOGIN, Fault.REFUSED.value)]
    assert script.client.state is State.ENDED


def test_silence_is_a_loss() -> None:
    """A server that is too busy to decide is asked again."""
    script = logged_in(Script(_ALICE))
    script.lose()
    dialled(script).feed(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
    [lost] = script.wait(31.0)
    assert isinstance(lost, Disconnected)
    assert lost.reason == "no answer to the login within 30 s"


def test_somebody_can_be_asked() -> None:
    """Then a refusal waits for another password, which is the one from then on."""
    script = dialled(Script(Profile("alice", account="alice", asks=True)))
    assert script.feed(":s CAP * LS :batch", ":s CAP * ACK :batch")[-1] == Ended(
        How.LOGIN, Fault.UNSUPPORTED.value
    )
    asked = Profile("alice", account="alice", account_password=Secret("x"), asks=True)
    script = dialled(Script(asked))
    script.feed(*_PLAIN)
    assert script.feed(":s 904 * :No") == [_REFUSED]
    script.out()
    script.client.log_in("alice", "sesame")
    assert script.out() == ["AUTHENTICATE PLAIN"]
    script.feed("AUTHENTICATE +")
    assert script.feed(":s 903 * :Done", ":s 001 alice :Hi")[0] == LoggedIn("alice")
    script.lose()
    dialled(script).feed(*_PLAIN)
    assert b64("alice\0alice\0sesame") in script.out()[-1]


def test_a_login_that_fails_later_changes_nothing() -> None:
    """We stay who we are, after a loss as well."""
    script = logged_in(Script(_ALICE))
    script.client.log_in("bob", "x")
    assert script.feed(":s 904 alice :No") == [
        LoginRefused("bob", Fault.REFUSED, Fault.REFUSED.value, "No")
    ]
    script.lose()
    dialled(script).feed(*_PLAIN)
    assert b64("alice\0alice\0sesame") in script.out()[-1]


def test_a_refusal_that_is_known_at_once() -> None:
    """Is told at the next tick, which is due now."""
    script = Script().online("batch")
    script.client.log_in("alice", "sesame")
    assert script.client.deadline() == script.now
    [refused] = script.wait(0)
    assert isinstance(refused, LoginRefused)
    assert refused.fault is Fault.UNSUPPORTED
    script.client.open_account("sesame")
    assert script.lose()[-1] != refused


def test_an_account_that_was_opened_is_ours_after_a_loss() -> None:
    """And nothing is opened where there is no connection."""
    script = logged_in(Script(Profile("alice")))
    script.feed(":s CAP * ACK :draft/account-registration")
    script.client.open_account("sesame")
    assert script.out() == ["REGISTER alice * :sesame"]
    script.feed(":s REGISTER SUCCESS alice :Done", ":s 900 alice a!u@h alice :You are")
    script.lose()
    dialled(script).feed(*_PLAIN)
    assert b64("alice\0alice\0sesame") in script.out()[-1]
    script.lose()
    script.client.open_account("other")
    assert script.wait(0)[-1].__class__.__name__ == "Problem"


def test_the_secret_comes_after_the_login() -> None:
    """docs/protocol/resume.md: it is the last word before CAP END."""
    wire = Wire(secret="sesame")
    wire.out()
    wire.feed(":s CAP * LS :veche/resume", ":s CAP * ACK :veche/resume")
    assert wire.out()[-2:] == ["RESUME sesame", "CAP END"]


def _back(script: Script, status: str) -> list[str]:
    """Say something, lose the connection, come back; return what is said then."""
    caps = "draft/persistence veche/key veche/resume sasl"
    came = (
        f":s CAP * LS :{caps}=PLAIN", f":s CAP * ACK :{caps}", "AUTHENTICATE +", ":s 903 * :Done",
        ":s 001 alice :Hi", "RESUME TOKEN secret", f":s PERSISTENCE STATUS DEFAULT {status}",
        ":s PONG s settled",
    )  # fmt: skip
    dialled(script).feed(*came)
    script.client.say("bob", "hi")
    script.out()
    script.lose()
    dialled(script).feed(*came[:5])
    events = script.feed(":s PONG s settled")
    assert all(event.again for event in events if isinstance(event, Registered))
    return script.out()


def test_an_account_that_is_kept_comes_back_as_the_same_user() -> None:
    """What was in doubt is sent again with its key; the secret would end our other devices."""
    said = _back(Script(_ALICE), "ON")
    assert any("PRIVMSG bob :hi" in line for line in said)
    assert not any("RESUME" in line for line in said)


def test_an_account_that_is_not_kept_needs_the_secret() -> None:
    """Without a word that it has worked, nothing is sent twice."""
    said = _back(Script(_ALICE), "OFF")
    assert "RESUME secret" in said
    assert not any("PRIVMSG" in line for line in said)


def test_a_nick_that_is_refused_meanwhile_is_not_asked_for_again() -> None:
    """A guest has another to choose: CAP END is no reason to ask for the same once more."""
    wire = Wire()
    wire.feed(":s CAP * LS :sasl=PLAIN", ":s 433 * alice :In use")
    wire.out()
    wire.feed(":s CAP * ACK :sasl")
    assert wire.out() == ["CAP END"]
    assert wire.wait(60.0) == [], "it is ourselves who are waited for"
