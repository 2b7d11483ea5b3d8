"""The words of the timeline."""

from datetime import date, timedelta

import pytest

from veche.terminal.screen.labels import labels_in

TODAY = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("language", "days", "name"),
    [
        ("en", 0, "Today"),
        ("en", 1, "Yesterday"),
        ("en", 2, "Sunday, 10 March 2024"),
        ("en", -1, "Wednesday, 13 March 2024"),
        ("ru", 0, "Сегодня"),
        ("ru", 1, "Вчера"),
        ("ru", 2, "воскресенье, 10 марта 2024"),
        ("xx", 0, "Today"),
    ],
)
def test_days(language: str, days: int, name: str) -> None:
    """Near ones by their name, others by their date."""
    assert labels_in(language).day(TODAY - timedelta(days=days), TODAY) == name


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_month_and_weekday_has_a_name(language: str) -> None:
    """All twelve, all seven, all different."""
    labels = labels_in(language)
    assert len(set(labels.months)) == 12
    assert len(set(labels.weekdays)) == 7
