"""The sentences of the full screen, in each language.

Owns what only the full screen says. Must not know where it stands. Fields in braces are filled by
`str.format` with clean values; a sentence with a count is a function.
"""

from collections.abc import Callable
from dataclasses import dataclass

from veche.terminal.words import english_count, russian_count


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenWords:
    """One language. The type checker sees to it that nothing is left out."""

    # The status line.
    online: str
    entering: str
    ended: str  # reason
    leaving: Callable[[int], str]
    pending: Callable[[int], str]
    below: Callable[[int], str]  # messages that came while an older place is shown
    hints: str
    quit_hint: str
    as_text: str
    left_unsent: Callable[[int], str]

    # The columns.
    server: str
    people: str
    members: Callable[[int], str]
    composer: str  # where
    composer_nowhere: str

    # The dialogs.
    switch: str
    switch_none: str
    switch_join: str  # where
    switch_person: str  # nick
    search: str
    search_none: str
    search_older: Callable[[int], str]
    search_stopped: str
    paste_question: Callable[[int], str]
    paste_send: Callable[[int], str]
    paste_edit: str
    paste_drop: str
    nick_title: str
    nick_unsendable: str
    password_title: str
    help_title: str
    help_commands: str
    keys: tuple[tuple[str, str], ...]


ENGLISH = ScreenWords(
    online="online",
    entering="signing in ...",
    ended="ended: {reason}",
    leaving=lambda n: f"leaving; {n} not acknowledged yet (Ctrl-Q: now)" if n else "leaving ...",
    pending=lambda n: f"{n} on the way",
    below=lambda n: f"{n} new below (Ctrl-End)",
    hints="F1 help  ^K switch  ^F search  ^Q quit",
    quit_hint="Ctrl-Q leaves",
    as_text="pasted: will be sent as text, not as a command",
    left_unsent=lambda n: f"not acknowledged: {n}",
    server="server",
    people="people",
    members=lambda n: f"{n} {english_count(n, 'member', 'members')}",
    composer="Write in {where}",
    composer_nowhere="/join #channel",
    switch="Go to ... (letters of a channel or a name)",
    switch_none="nothing fits",
    switch_join="join {where}",
    switch_person="write to {nick}",
    search="Search: Enter or Up older, Down newer, Esc closes",
    search_none="not found",
    search_older=lambda n: f"asking for older messages ({n} so far; Esc stops)",
    search_stopped="not found so far; Enter goes on",
    paste_question=lambda n: f"You pasted {n} lines.",
    paste_send=lambda n: f"Send {n} messages",
    paste_edit="Edit",
    paste_drop="Drop",
    nick_title="Another name",
    nick_unsendable="That cannot be a name.",
    password_title="Password",
    help_title="Keys",
    help_commands="Commands",
    keys=(
        ("Enter", "send"),
        ("Alt-Enter, Ctrl-J", "new line (also Shift-Enter where the terminal can)"),
        ("Tab, Shift-Tab", "complete a name, #channel or /command; again: the next"),
        ("Up, Down", "what you sent before"),
        ("PageUp, PageDown", "scroll; Ctrl-End: to the newest"),
        ("Ctrl-K", "go to a channel or a person"),
        ("Ctrl-F", "search here"),
        ("Alt-1 ... Alt-9", "the first nine rooms"),
        ("Alt-Up, Alt-Down", "the room above, below"),
        ("Alt-Shift-Up, -Down", "the next unread room"),
        ("F7, F8", "show or hide the channels, the members"),
        ("Ctrl-C", "copy what is selected"),
        ("Ctrl-Q", "leave (also Ctrl-D on an empty line)"),
    ),
)


def _ru_lines(count: int) -> str:
    return f"{count} {russian_count(count, 'строка', 'строки', 'строк')}"


def _ru_messages(count: int) -> str:
    return f"{count} {russian_count(count, 'сообщение', 'сообщения', 'сообщений')}"


def _ru_members(count: int) -> str:
    return f"{count} {russian_count(count, 'участник', 'участника', 'участников')}"


RUSSIAN = ScreenWords(
    online="на связи",
    entering="входим ...",
    ended="конец: {reason}",
    leaving=lambda n: f"выходим; не подтверждено: {n} (Ctrl-Q — сразу)" if n else "выходим ...",
    pending=lambda n: f"в пути: {n}",
    below=lambda n: f"ниже новых: {n} (Ctrl-End)",
    hints="F1 помощь  ^K перейти  ^F поиск  ^Q выход",
    quit_hint="Ctrl-Q — выход",
    as_text="вставлено: уйдёт как текст, а не команда",
    left_unsent=lambda n: f"не подтверждено: {n}",
    server="сервер",
    people="люди",
    members=_ru_members,
    composer="Написать в {where}",
    composer_nowhere="/join #канал",
    switch="Перейти к ... (буквы из канала или имени)",
    switch_none="ничего не подходит",
    switch_join="войти в {where}",
    switch_person="написать {nick}",
    search="Поиск: Enter или ↑ раньше, ↓ позже, Esc закрывает",
    search_none="не найдено",
    search_older=lambda n: f"запрашиваем более ранние (пока {_ru_messages(n)}; Esc — хватит)",
    search_stopped="пока не найдено; Enter — искать дальше",
    paste_question=lambda n: f"Вставка: {_ru_lines(n)}.",
    paste_send=lambda n: f"Отправить {_ru_messages(n)}",
    paste_edit="Править",
    paste_drop="Отбросить",
    nick_title="Другое имя",
    nick_unsendable="Это не может быть именем.",
    password_title="Пароль",
    help_title="Клавиши",
    help_commands="Команды",
    keys=(
        ("Enter", "отправить"),
        ("Alt-Enter, Ctrl-J", "новая строка (и Shift-Enter, где терминал умеет)"),
        ("Tab, Shift-Tab", "дописать имя, #канал или /команду; ещё раз — следующее"),
        ("↑, ↓", "то, что вы отправляли раньше"),
        ("PageUp, PageDown", "листать; Ctrl-End — к новым"),
        ("Ctrl-K", "перейти в канал или к человеку"),
        ("Ctrl-F", "искать здесь"),
        ("Alt-1 ... Alt-9", "первые девять комнат"),
        ("Alt-↑, Alt-↓", "комната выше, ниже"),
        ("Alt-Shift-↑, -↓", "следующая непрочитанная"),
        ("F7, F8", "показать или убрать каналы, участников"),
        ("Ctrl-C", "скопировать выделенное"),
        ("Ctrl-Q", "выйти (и Ctrl-D в пустой строке)"),
    ),
)


def screen_words(language: str) -> ScreenWords:
    """Return the catalogue of one of veche.terminal.words.LANGUAGES."""
    return RUSSIAN if language == "ru" else ENGLISH
