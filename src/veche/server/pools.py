"""Which helpers there are: a pool for each kind of work that is slow.

Owns the list. Each thread of a pool opens what it needs for itself.
"""

from collections.abc import Mapping

from veche.eventlog.reader import SqliteReader
from veche.eventlog.search import Searcher
from veche.server import operators, passwords
from veche.server.data_dir import DataDir
from veche.server.helpers import Pool
from veche.server.reading import Reading
from veche.server.reloading import Reloading
from veche.server.searching import Searching


def pools(data: DataDir, reloading: Reloading) -> Mapping[str, Pool]:
    """By `Work.pool`. `reloading` knows the operators, and how all of it is read anew."""
    hasher = passwords.hasher()
    nobody = passwords.nobody(hasher)
    return {
        "read": Pool(lambda: Reading(SqliteReader(data.database))),
        "hash": passwords.pool(hasher, nobody),
        "oper": operators.pool(reloading.operators, reloading.reload, hasher, nobody),
        "search": Pool(lambda: Searching(SqliteReader(data.database), Searcher(data.index))),
    }
