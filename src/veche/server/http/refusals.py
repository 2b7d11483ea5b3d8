"""What somebody who brings a file is told when it is not taken: statuses and sentences.

Owns the wording (RFC 9110 15.5, 15.6). Loaded with the web library, as `uploads` is.
"""

from typing import NoReturn

from aiohttp import web

from veche.core.rejections import Code, Rejection
from veche.server.files.store import Full
from veche.server.http.credentials import CHALLENGE

_RETRY = {"Retry-After": "5"}


def check_body(request: web.Request, kind: str, limit: int) -> None:
    """Whether such a body can be taken, as far as its headers say."""
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding != "identity":
        text = "Send the file without Content-Encoding.\n"
        raise web.HTTPUnsupportedMediaType(headers={"Accept-Encoding": "identity"}, text=text)
    if kind.startswith("multipart/"):
        text = "Send the file itself as the body, not in a form.\n"
        raise web.HTTPUnsupportedMediaType(headers={"Accept-Post": "*/*"}, text=text)
    if (request.content_length or 0) > limit:
        refuse_room(Full.FILE, limit)


def refuse_login(rejection: Rejection) -> NoReturn:
    """Say why somebody is not let in: no more than every door says."""
    code = rejection.code
    if code is Code.LOGIN_FAILED:
        text = "Log in: a file needs an account, and its password or a token.\n"
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": CHALLENGE}, text=text)
    if code is Code.TOO_MANY_ATTEMPTS:
        text = f"Too many attempts: try again {rejection.detail}.\n"
        raise web.HTTPTooManyRequests(text=text)
    if code in (Code.READ_ONLY, Code.TRY_AGAIN):
        refuse_for_now()
    if code is Code.SERVER_BANNED:
        raise web.HTTPForbidden(text="You are banned from this server.\n")
    raise web.HTTPForbidden(text="This account cannot be used.\n")


def refuse_for_now() -> NoReturn:
    """It is the server's fault, and passes."""
    raise web.HTTPServiceUnavailable(headers=_RETRY, text="Not just now: try again later.\n")


def refuse_room(full: Full, limit: int) -> NoReturn:
    """Say that there is no room; `limit` is of one file, in bytes."""
    text = f"Not taken: {full.value}.\n"
    if full is Full.FILE:
        raise web.HTTPRequestEntityTooLarge(limit, limit + 1, text=text)
    if full is Full.BUSY:
        raise web.HTTPServiceUnavailable(headers=_RETRY, text=text)
    raise web.HTTPInsufficientStorage(text=text)
