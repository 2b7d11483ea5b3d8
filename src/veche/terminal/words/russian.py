"""The sentences in Russian.

What others do stands in the present tense, which does not ask whether they are he or she.
"""

from veche.terminal.words import Words, russian_count


def _kept_count(count: int) -> str:
    wait = russian_count(count, "сообщение ждёт", "сообщения ждут", "сообщений ждут")
    return f"{count} {wait} отправки"


def _kept_done(count: int) -> str:
    if count == 1:
        return "Отложенное сообщение доставлено"
    done = russian_count(count, "Доставлено", "Доставлены", "Доставлены")
    which = russian_count(count, "отложенное", "отложенных", "отложенных")
    what = russian_count(count, "сообщение", "сообщения", "сообщений")
    return f"{done} {count} {which} {what}"


_REASONS = {
    "the server closed the connection": "сервер закрыл соединение",
    "the server sent a line without end": "сервер прислал строку без конца",
    "Connection refused": "в соединении отказано",
    "Connection reset by peer": "соединение оборвано",
    "Broken pipe": "соединение оборвано",
    "No route to host": "нет пути к этому узлу",
    "Network is unreachable": "сеть недоступна",
    "Connection timed out": "нет ответа",
    "No address associated with hostname": "такого имени нет",
    "Name or service not known": "такого имени нет",
    "Temporary failure in name resolution": "имя сейчас не удаётся узнать",
    "it does not speak TLS there": "там не говорят на TLS",
    "no answer within 10 s": "нет ответа за 10 с",
}

RUSSIAN = Words(
    unreachable="Нет связи с {address}: {reason}",
    you_are="Вас зовут {nick}",
    again="Связь восстановлена",
    again_as="Связь восстановлена, вас зовут {nick}",
    retry="Связь потеряна: {reason}. Снова через {seconds} с",
    countdown="Связь потеряна. Снова через {seconds} с (Enter — сейчас)",
    connecting="Связь потеряна. Соединяемся ...",
    kept="Отложено до восстановления связи: {text}",
    kept_count=_kept_count,
    kept_done=_kept_done,
    missing="Здесь могут быть пропущены сообщения",
    missing_in="В {where} могут быть пропущены сообщения",
    missing_from="Могут быть пропущены сообщения от {where}",
    not_let_in="Сервер не пускает вас: {reason}",
    lost="Связь потеряна: {reason}",
    silent="Сервер не отвечает: {reason}",
    unacknowledged="не подтверждено: {count}",
    reasons=_REASONS,
    not_in="Войти в {where} не удалось: {reason}",
    no_answer="нет ответа",
    nick_taken="Имя {nick} занято",
    nick_bad="{nick} не годится в имена ({reason})",
    nick_trying="{why}; пробуем {nick}",
    nick_question="{why}. Другое имя: ",
    not_sent="Не отправлено: {what}",
    not_sent_text="Не отправлено: {text} ({reason})",
    doubtful="Возможно, не отправлено: {text} (связь прервалась до ответа)",
    no_such_order="Команды /{name} нет; /help покажет все, а //{name} отправит это как текст",
    nowhere="Вы не в канале: /join #канал",
    talk_in="Теперь вы говорите в {where}",
    usage="{syntax}: {meaning}",
    away="нет на месте",
    help={
        "me": ("/me машет рукой", "* alice машет рукой"),
        "msg": ("/msg имя текст", "одному человеку"),
        "join": ("/join #канал", "войти в канал и говорить в нём"),
        "leave": ("/leave [#канал]", "выйти из канала"),
        "history": ("/history [число]", "что говорили раньше"),
        "who": ("/who [#канал]", "кто здесь (то же: /names)"),
        "list": ("/list", "список каналов"),
        "topic": ("/topic [текст]", "показать или сменить тему канала"),
        "nick": ("/nick имя", "сменить имя"),
        "away": ("/away [текст]", "сообщить, что вас нет на месте"),
        "back": ("/back", "сообщить, что вы вернулись"),
        "invite": ("/invite имя", "пригласить в канал"),
        "kick": ("/kick имя [причина]", "удалить из канала"),
        "help": ("/help", "этот список"),
        "quit": ("/quit, exit", "выйти (или Ctrl-D)"),
        "": ("//текст", "отправить строку, которая начинается с /"),
    },
    joined="* {who} входит",
    joined_in="* {who} входит в {where}",
    you_joined="Вы вошли в {where}",
    left="* {who} выходит",
    left_in="* {who} выходит из {where}",
    you_left="Вы вышли",
    you_left_in="Вы вышли из {where}",
    removed="* {by} удаляет {who}",
    removed_from="* {by} удаляет {who} из {where}",
    you_removed="{by} удаляет вас",
    you_removed_from="{by} удаляет вас из {where}",
    because=" ({reason})",
    renamed="* {who} теперь {to}",
    you_renamed="Теперь вас зовут {to}",
    topic="Тема: {text}",
    topic_in="Тема {where}: {text}",
    topic_by="* {by} меняет тему: {text}",
    topic_by_in="* {by} меняет тему {where}: {text}",
    topic_gone="* {by} убирает тему",
    topic_gone_in="* {by} убирает тему {where}",
    no_topic="У {where} нет темы",
    members="В {where}: {names}",
    nobody="никого",
    no_channels="Каналов нет",
    more=lambda count: f"и ещё {count}",
    to="[для {who}] ",
    private="[лично] ",
    older="До этого в {where}:",
    not_now="Что говорили в {where} раньше, сейчас не узнать",
    oldest="До этого в {where} ничего не было",
)
