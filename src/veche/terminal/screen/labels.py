"""The words of the timeline, in each language.

Owns the names of days, and what joins and parts read like. Must not know where they stand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language. Verbs are given how many names stand before them."""

    today: str
    yesterday: str
    weekdays: Sequence[str]
    months: Sequence[str]
    dated: str  # weekday, day, month, year
    unread: str
    not_sent: str  # reason
    edited: str
    more: Callable[[int], str]
    joined: Callable[[int], str]
    left: Callable[[int], str]
    came_and_went: Callable[[int], str]
    back: Callable[[int], str]

    def day(self, day: date, today: date) -> str:
        """Return how `day` is called on `today`."""
        match (today - day).days:
            case 0:
                return self.today
            case 1:
                return self.yesterday
        return self.dated.format(
            weekday=self.weekdays[day.weekday()],
            day=day.day,
            month=self.months[day.month - 1],
            year=day.year,
        )


ENGLISH = Labels(
    today="Today",
    yesterday="Yesterday",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    dated="{weekday}, {day} {month} {year}",
    unread="new",
    not_sent=" (not sent: {reason})",
    edited=" (edited)",
    more=lambda count: f"{count} more",
    joined=lambda _: "joined",
    left=lambda _: "left",
    came_and_went=lambda _: "came and went",
    back=lambda count: "is back" if count == 1 else "are back",
)

RUSSIAN = Labels(
    today="Сегодня",
    yesterday="Вчера",
    weekdays=("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    months=(
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
    dated="{weekday}, {day} {month} {year}",
    unread="новое",
    not_sent=" (не отправлено: {reason})",
    edited=" (исправлено)",
    more=lambda count: f"ещё {count}",
    joined=lambda count: "входит" if count == 1 else "входят",
    left=lambda count: "выходит" if count == 1 else "выходят",
    came_and_went=lambda count: "заходит и выходит" if count == 1 else "заходят и выходят",
    back=lambda count: "возвращается" if count == 1 else "возвращаются",
)


def labels_in(language: str) -> Labels:
    """Return the words of one of veche.terminal.words.LANGUAGES."""
    return RUSSIAN if language == "ru" else ENGLISH
