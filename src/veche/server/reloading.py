"""What is read anew while the server runs: its operators, and its certificates.

Owns that each is tried, whatever becomes of the other, and that what is wrong is told.
"""

from collections.abc import Callable

from veche.server.certificate import TlsError
from veche.server.operators import Operators
from veche.server.tls import Tls


def reload(operators: Operators, tls: Tls | None, complain: Callable[[str], None]) -> bool:
    """Whether all of it could be; what could not stays as it was."""
    wrong = [operators.reload()]
    try:
        if tls is not None:
            tls.reload()
    except TlsError as error:
        wrong.append(str(error))
    for text in filter(None, wrong):
        complain(f"not reloaded, the old ones stay: {text}")
    return not any(wrong)
