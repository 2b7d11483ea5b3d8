"""How much a session may ask at once and how fast: credits, and the rate limit.

Owns the arithmetic on the session's fields. Whatever has no credit waits in
the session's backlog: a request is delayed, never dropped.
"""

from collections import deque
from collections.abc import Iterator, Sequence

from veche.core.ids import Mono
from veche.core.limits import Limits
from veche.protocols.base import Request
from veche.server.session import Session


def begin(session: Session, limits: Limits, now: Mono) -> None:
    """Give a new session its first tokens."""
    session.exempt = limits.loopback_exempt and session.peer.loopback
    session.tokens = float(limits.message_burst)
    session.tokens_at = now


def admit(
    session: Session,
    requests: Sequence[Request],
    limits: Limits,
    now: Mono,
    first: bool = False,
) -> Iterator[Request]:
    """Yield the requests that may go to the hub now, in order; keep the others.

    The caller must take them all. What is yielded counts as under way. `first`:
    these come before what waits already, since an answer led to them.
    """
    backlog = session.backlog
    if backlog is None:
        asked = 0
        for request in requests:
            if not _may_ask(session, request, limits, now):
                break
            _ask(session, request)
            asked += 1
            yield request
        if asked == len(requests):
            return
        backlog = session.backlog = deque()
        requests = requests[asked:]
    if first:
        backlog.extendleft(reversed(requests))
    else:
        backlog.extend(requests)
    session.backlog_bytes += sum(request.size for request in requests)
    yield from _from_backlog(session, backlog, limits, now)


def _from_backlog(
    session: Session, backlog: deque[Request], limits: Limits, now: Mono
) -> Iterator[Request]:
    while backlog and _may_ask(session, backlog[0], limits, now):
        request = backlog.popleft()
        session.backlog_bytes -= request.size
        _ask(session, request)
        yield request
    if not backlog:
        session.backlog = None
        session.backlog_bytes = 0


def answered(session: Session) -> None:
    """Its oldest request under way has been answered, and its credit is back."""
    if session.asked:
        session.asked_bytes -= session.asked.pop(0)
    if not session.asked:
        session.slow = False


def wants_input(session: Session, limits: Limits) -> bool:
    """Whether its socket should be read."""
    if session.held or session.half_closed is not None:
        return False
    if session.backlog is None:
        return session.registered or not session.slow
    return session.connection.chunked and session.backlog_bytes < limits.backlog_bytes


def _ask(session: Session, request: Request) -> None:
    session.asked.append(request.size)
    session.asked_bytes += request.size
    for command in request.commands:
        if command.slow:
            session.slow = True


def _may_ask(session: Session, request: Request, limits: Limits, now: Mono) -> bool:
    if session.slow or len(session.asked) >= limits.asks_under_way:
        return False
    if session.asked and session.asked_bytes + request.size > limits.bytes_under_way:
        return False
    return session.exempt or _has_tokens(session, request, limits, now)


def _has_tokens(session: Session, request: Request, limits: Limits, now: Mono) -> bool:
    """Take the request's weight from the bucket, or set `wake` to when that is possible.

    No request costs more than the whole bucket.
    """
    weight = min(sum(command.weight for command in request.commands), limits.message_burst)
    if weight == 0:
        return True
    gained = max(0.0, now - session.tokens_at) * limits.messages_per_s
    tokens = min(float(limits.message_burst), session.tokens + gained)
    session.tokens_at = now
    # A hair less than it costs: the wait below must not end a rounding error too early.
    if tokens < weight - 1e-9:
        session.tokens = tokens
        session.wake = now + (weight - tokens) / limits.messages_per_s
        return False
    session.tokens = tokens - weight
    return True
