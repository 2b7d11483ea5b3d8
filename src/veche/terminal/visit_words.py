"""The sentences of `veche send` and `veche tail`, in each language.

Owns what only they say. Fields in braces are filled by `str.format` with clean values.
"""

from dataclasses import dataclass

from veche.terminal.words import Words, words_in


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWords:
    """One language. The type checker sees to it that nothing is left out."""

    others: Words  # the sentences that are the same everywhere
    not_back: str  # seconds
    not_answered: str  # seconds
    retry: str  # reason, seconds
    no_channel: str  # where
    missing: str
    following: str  # where, nick
    typing: str
    command_failed: str  # msgid, how
    a_message: str
    cannot_run: str  # reason
    took_long: str  # seconds
    exit_code: str  # code
    by_signal: str  # number


def _english() -> VisitWords:
    return VisitWords(
        others=words_in("en"),
        not_back="The server did not come back within {seconds} s",
        not_answered="The server did not answer within {seconds} s",
        retry="The connection is lost ({reason}); trying again in {seconds} s",
        no_channel="There is no channel {where}, or it is secret; --create enters it all the same",
        missing="Messages may be missing: the server cannot give them",
        following="Following {where} as {nick}; Ctrl-C ends",
        typing="Each line you type is sent; Ctrl-D ends.",
        command_failed="The command for {msgid} {how}",
        a_message="a message",
        cannot_run="cannot be run: {reason}",
        took_long="took more than {seconds} s, and was ended",
        exit_code="ended with exit code {code}",
        by_signal="was ended by signal {number}",
    )


def _russian() -> VisitWords:
    return VisitWords(
        others=words_in("ru"),
        not_back="Сервер не появился за {seconds} с",
        not_answered="Сервер не ответил за {seconds} с",
        retry="Связь потеряна ({reason}); снова через {seconds} с",
        no_channel="Канала {where} нет, или он скрыт; --create всё равно войдёт в него",
        missing="Могут быть пропущены сообщения: сервер не может их отдать",
        following="Читаем {where}, имя {nick}; Ctrl-C — конец",
        typing="Каждая строка отправляется; Ctrl-D — конец.",
        command_failed="Команда для {msgid}: {how}",
        a_message="сообщения",
        cannot_run="не запускается: {reason}",
        took_long="дольше {seconds} с, остановлена",
        exit_code="код выхода {code}",
        by_signal="прервана сигналом {number}",
    )


def visit_words(language: str) -> VisitWords:
    """Return the catalogue of one of veche.terminal.words.LANGUAGES, loaded now."""
    return _russian() if language == "ru" else _english()
