"""Names of machines into addresses, without holding anything up.

Owns the waiting for the system's resolver. Must not connect.
"""

import asyncio
import ipaddress
import socket
import threading

# Of a name with many addresses, as many are tried.
MAX_ADDRESSES = 4


async def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of `host`, at least one, the one to try first first.

    Raises OSError. May be cancelled at any time: the system's resolver cannot be, and the default
    executor would keep the program from ending until it answers, so it has a daemon thread.
    """
    if _is_numeric(host):
        return [host]
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(found: list[str] | Exception) -> None:
        if answer.done():
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    def look_up() -> None:
        found: list[str] | Exception
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            hosts = list(dict.fromkeys(str(row[4][0]) for row in rows))[:MAX_ADDRESSES]
            found = hosts or OSError(0, "it has no address")
        except (OSError, UnicodeError) as error:
            found = error if isinstance(error, OSError) else OSError(0, "it is not a host name")
        try:
            loop.call_soon_threadsafe(tell, found)
        except RuntimeError:  # the loop is closed: nobody waits any more
            return

    threading.Thread(target=look_up, name="veche-resolve", daemon=True).start()
    return await answer


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
