"""The sentences of line mode and of the wording of events, in each language.

Owns their names and the choice of a language. Must not know where they are shown. A catalogue is
loaded when it is chosen. Fields in braces are filled by `str.format` with clean values; a sentence
with a count is a function, because languages count differently.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "ru")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. The type checker sees to it that nothing is left out."""

    # The connection.
    unreachable: str  # address, reason
    you_are: str  # nick
    again: str
    again_as: str  # nick
    retry: str  # reason, seconds
    countdown: str  # seconds
    connecting: str
    kept: str  # text
    kept_count: Callable[[int], str]
    kept_done: Callable[[int], str]
    missing: str
    missing_in: str  # where
    missing_from: str  # where
    not_let_in: str  # reason
    lost: str  # reason
    silent: str  # reason
    unacknowledged: str  # count
    # Why it failed, as veche.client says it (in English): its words to those of this language.
    reasons: Mapping[str, str]

    # Getting in.
    not_in: str  # where, reason
    no_answer: str
    nick_taken: str  # nick
    nick_bad: str  # nick, reason
    nick_trying: str  # why, nick
    nick_question: str  # why

    # Accounts.
    logged_in: str  # account
    not_logged_in: str  # account, reason
    password_reserved: str  # nick
    password_again: str  # account, reason
    password_of: str  # account
    password_new: str  # nick
    password_repeat: str
    password_now: str
    password_next: str
    password_differs: str
    password_nowhere: str

    # What is typed.
    not_sent: str  # what
    not_sent_text: str  # text, reason
    doubtful: str  # text
    no_such_order: str  # name
    nowhere: str
    talk_in: str  # where
    usage: str  # syntax, meaning
    away: str
    # For each typed command: how it is written, and what it does.
    help: Mapping[str, tuple[str, str]]

    # Events.
    joined: str  # who
    joined_in: str  # who, where
    you_joined: str  # where
    left: str  # who
    left_in: str  # who, where
    you_left: str
    you_left_in: str  # where
    removed: str  # who, by
    removed_from: str  # who, where, by
    you_removed: str  # by
    you_removed_from: str  # where, by
    because: str  # reason; follows the six before
    renamed: str  # who, to
    you_renamed: str  # to
    topic: str  # text
    topic_in: str  # where, text
    topic_by: str  # by, text
    topic_by_in: str  # by, where, text
    topic_gone: str  # by
    topic_gone_in: str  # by, where
    no_topic: str  # where
    invited: str  # who, where
    nothing_said: str
    nothing_to_edit: str
    edited: str  # text
    redacted: str  # by
    redacted_in: str  # by, where
    redacted_text: str  # by; stands in the place of the message
    members: str  # where, names
    nobody: str
    no_channels: str
    more: Callable[[int], str]
    to: str  # who
    private: str
    older: str  # where
    oldest: str  # where
    not_now: str  # where


def language(environment: Mapping[str, str]) -> str:
    """Return which of LANGUAGES the locale asks for (POSIX: LC_ALL, LC_MESSAGES, LANG); else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            asked = re.split("[_.@]", value, maxsplit=1)[0].lower()
            return asked if asked in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def words_in(language: str) -> Words:
    """Return the catalogue of one of LANGUAGES, loaded now."""
    if language == "ru":
        from veche.terminal.words.russian import RUSSIAN

        return RUSSIAN
    from veche.terminal.words.english import ENGLISH

    return ENGLISH


def choose(environment: Mapping[str, str]) -> Words:
    """Return the catalogue that the locale asks for, English where there is none."""
    return words_in(language(environment))


def english_count(count: int, one: str, many: str) -> str:
    """Return the form that an English noun takes after `count`."""
    return one if count == 1 else many


def russian_count(count: int, one: str, few: str, many: str) -> str:
    """Return the form that a Russian noun takes after `count` (Unicode CLDR plural rules)."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
        return few
    return many
