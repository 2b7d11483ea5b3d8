"""Who sends it (RFC 8292)."""

from tests.core.devices import decoded
from tests.server.push.reading import claims
from veche.server.push.vapid import RENEW_S, VALID_S, Vapid

ORIGIN = "https://push.example.net"
NOW_S = 1_800_000_000.0


class Clock:
    """In the test's hands."""

    def __init__(self) -> None:
        self.now_s = NOW_S

    def __call__(self) -> float:
        return self.now_s


def test_what_is_claimed() -> None:
    """The push service it is for, until when, and how to reach us; signed with the key told."""
    vapid = Vapid(b"secret", "mailto:me@example.org", Clock())
    told, key = claims(vapid.authorization(ORIGIN))
    assert told == {"aud": ORIGIN, "exp": NOW_S + VALID_S, "sub": "mailto:me@example.org"}
    assert key == vapid.key
    assert VALID_S <= 86_400
    assert (len(decoded(key)), decoded(key)[0]) == (65, 4)


def test_nobody_to_reach() -> None:
    """Then nothing is said of it."""
    told, _ = claims(Vapid(b"secret", "", Clock()).authorization(ORIGIN))
    assert told.keys() == {"aud", "exp"}


def test_the_key_stays() -> None:
    """The same for the same secret, another for another."""
    keys = {Vapid(secret, "", Clock()).key for secret in (b"one", b"one", b"other")}
    assert len(keys) == 2


def test_a_token_is_used_for_a_while() -> None:
    """Anew when it grows old, when the clock went back, and for another push service."""
    clock = Clock()
    vapid = Vapid(b"secret", "", clock)
    first = vapid.authorization(ORIGIN)
    clock.now_s += RENEW_S - 1
    assert vapid.authorization(ORIGIN) == first
    assert vapid.authorization("https://other.example") != first
    clock.now_s += 1
    second = vapid.authorization(ORIGIN)
    assert claims(second)[0]["exp"] == NOW_S + RENEW_S + VALID_S
    clock.now_s = NOW_S
    assert claims(vapid.authorization(ORIGIN))[0]["exp"] == NOW_S + VALID_S


def test_tokens_are_not_kept_without_end() -> None:
    """However many push services there are."""
    vapid = Vapid(b"secret", "", Clock())
    for number in range(300):
        vapid.authorization(f"https://push{number}.example.net")
    assert len(vapid._tokens) <= 256
