"""Who one is."""

import pytest

from veche.client.profile import Profile


@pytest.mark.parametrize(
    ("profile", "user"),
    [
        (Profile("alice"), "alice"),
        (Profile("alice", username="a l!i@ce"), "alice"),
        (Profile("Алиса"), "user"),
        (Profile("x" * 50), "x" * 20),
    ],
)
def test_the_username_is_safe(profile: Profile, user: str) -> None:
    """ASCII, short, never empty: what USER takes everywhere."""
    assert profile.user == user
