"""How a conversation ended: its last sentence and its exit code.

Owns what each end means to a person and to a script. Must not know how it came to it.
"""

from veche.client.events import Ended, How
from veche.terminal.exits import Exit
from veche.terminal.wording import why
from veche.terminal.words import Words

_CODES = {
    How.LEFT: Exit.DONE,
    How.REFUSED: Exit.REFUSED,
    How.LOGIN: Exit.REFUSED,
    How.LOST: Exit.UNREACHABLE,
    How.TIMED_OUT: Exit.TIMED_OUT,
}


def code_of(ended: Ended, *, refused: bool) -> Exit:
    """Return the exit code; `refused`: not all that was sent got through."""
    code = _CODES[ended.how]
    return Exit.REFUSED if code is Exit.DONE and refused else code


def last_words(ended: Ended, unfinished: int, words: Words) -> str:
    """Return what is still to be said, "" for nothing; `unfinished`: messages without answer."""
    count = words.unacknowledged.format(count=unfinished) if unfinished else ""
    if ended.how is How.LEFT:
        return count[:1].upper() + count[1:]
    sentence = {
        How.REFUSED: words.not_let_in,
        How.LOGIN: words.not_let_in,
        How.LOST: words.lost,
        How.TIMED_OUT: words.silent,
    }[ended.how].format(reason=why(ended.reason, words))
    return f"{sentence}; {count}" if count else sentence
