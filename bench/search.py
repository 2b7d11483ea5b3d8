"""How long a search takes in a long history: `python -m bench.search [MESSAGES]`.

Makes a log of messages with words as frequent as those of a language, has it indexed, and asks
what a helper asks: words, beginnings of words, of a channel, of an author, of a stretch of time.
Prints one JSON object: seconds for making, milliseconds at the median and at worst for each kind.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from veche.core.commands import Search
from veche.core.events import MessageSent, Record, TextBody, Who
from veche.core.replies import Found, Grant, GrantedSearch
from veche.eventlog.search import Index, Searcher
from veche.eventlog.sqlite import SqliteLog
from veche.server.follower import follow
from veche.server.searching import Searching

MESSAGES = 1_000_000
_CHANNELS = 50
_AUTHORS = 200
_VOCABULARY = 20_000
_BATCH = 2_000
_ASKED = 40
_START_MS = 1_750_000_000_000
_SYLLABLES = [
    *("ба", "ве", "ги", "до", "жу", "зы", "ка", "ле", "ми", "но"),
    *("пу", "ры", "са", "те", "фи", "хо", "ту", "цы", "ша", "лю"),
]


def _vocabulary(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=2 + n % 4)) for n in range(_VOCABULARY)]


def _records(count: int, words: list[str], chance: random.Random) -> Iterator[Record]:
    weights = [1 / (rank + 3) for rank in range(len(words))]
    spoken = chance.choices(words, weights, k=count * 4 + 50)
    for number in range(count):
        start = chance.randrange(len(spoken) - 12)
        text = " ".join(spoken[start : start + chance.randrange(3, 12)])
        who = Who(f"user{chance.randrange(_AUTHORS)}", "u", "host.example")
        channel = 1 + chance.randrange(_CHANNELS)
        body = TextBody(who, f"#channel{channel}", text)
        yield Record(number + 1, _START_MS + number * 10, channel, MessageSent(1), body)


def _questions(words: list[str], count: int, chance: random.Random) -> dict[str, list[Search]]:
    middle_ms = _START_MS + count * 5

    def word(most: int) -> str:
        return words[chance.randrange(most)]

    return {
        "frequent word": [Search(50, word(20)) for _ in range(_ASKED)],
        "rare word": [Search(50, word(_VOCABULARY)) for _ in range(_ASKED)],
        "two words": [Search(50, f"{word(200)} {word(200)}") for _ in range(_ASKED)],
        "beginning": [Search(50, word(_VOCABULARY)[:4]) for _ in range(_ASKED)],
        "of an author": [
            Search(50, word(2_000), author=f"user{n % _AUTHORS}") for n in range(_ASKED)
        ],
        "of half the time": [Search(50, word(2_000), before_ms=middle_ms) for _ in range(_ASKED)],
    }


def run(count: int) -> dict[str, object]:
    """Make all of it, ask, and say how long it took."""
    chance = random.Random(1)
    words = _vocabulary(chance)
    told: dict[str, object] = {"messages": count}
    with tempfile.TemporaryDirectory(prefix="veche-bench-") as folder:
        log = SqliteLog(Path(folder) / "veche.db")
        began = time.perf_counter()
        batch: list[Record] = []
        for record in _records(count, words, chance):
            batch.append(record)
            if len(batch) == _BATCH:
                log.append(batch, log.last, lambda outcome: None)
                batch = []
        log.append(batch, log.last, lambda outcome: None)
        told["log_s"] = round(time.perf_counter() - began, 1)
        path = Path(folder) / "search.db"
        index, reader = Index(path), log.reader()
        began = time.perf_counter()
        while follow(reader, index):
            pass
        told["index_s"] = round(time.perf_counter() - began, 1)
        told["index_mb"] = round(path.stat().st_size / 1e6)
        searching = Searching(log.reader(), Searcher(path))
        everything: list[float] = []
        for name, questions in _questions(words, count, chance).items():
            taken = [_asked(searching, question) for question in questions]
            everything += taken
            told[name] = [round(statistics.median(taken), 1), round(max(taken), 1)]
        told["median_ms"] = round(statistics.median(everything), 1)
        for opened in (searching, reader, index, log):
            opened.close()
    return told


def _asked(searching: Searching, question: Search) -> float:
    grants = tuple(Grant(channel + 1) for channel in range(_CHANNELS))
    began = time.perf_counter()
    found = searching.perform(GrantedSearch(grants, question))
    taken = (time.perf_counter() - began) * 1000
    assert isinstance(found, Found)
    return taken


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else MESSAGES)))
