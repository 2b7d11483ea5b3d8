"""The words for what is not taken: a status for each reason."""

import pytest
from aiohttp import web

from veche.core.rejections import Code, Rejection
from veche.server.files.store import Full
from veche.server.http.refusals import refuse_for_now, refuse_login, refuse_room


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (Code.LOGIN_FAILED, 401),
        (Code.TOO_MANY_ATTEMPTS, 429),
        (Code.TRY_AGAIN, 503),
        (Code.READ_ONLY, 503),
        (Code.ACCOUNT_DISABLED, 403),
        (Code.SERVER_BANNED, 403),
    ],
)
def test_logins(code: Code, status: int) -> None:
    """RFC 9110 15.5: a refusal tells what helps, never whether there is such an account."""
    with pytest.raises(web.HTTPException) as refused:
        refuse_login(Rejection(code, "alice", "in 3 minutes"))
    assert refused.value.status == status
    assert "alice" not in (refused.value.text or "")
    if status == 429:
        assert "in 3 minutes" in (refused.value.text or "")
    assert ("WWW-Authenticate" in refused.value.headers) is (status == 401)


@pytest.mark.parametrize(
    ("full", "status"),
    [(Full.FILE, 413), (Full.ACCOUNT, 507), (Full.SERVER, 507), (Full.BUSY, 503)],
)
def test_room(full: Full, status: int) -> None:
    """And when to try again, where that helps."""
    with pytest.raises(web.HTTPException) as refused:
        refuse_room(full, 100)
    assert refused.value.status == status
    assert full.value in (refused.value.text or "")
    assert ("Retry-After" in refused.value.headers) is (status == 503)


def test_not_now() -> None:
    """With the time to try again."""
    with pytest.raises(web.HTTPServiceUnavailable) as refused:
        refuse_for_now()
    assert refused.value.headers["Retry-After"] == "5"
