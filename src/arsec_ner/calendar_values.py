"""What a calendar expression means: a day, a month or a year of the Gregorian calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal

from arsec_ner.calendar_words import Word
from arsec_ner.tables import read_yaml

Direction = Literal["past", "next", "current"]
Unit = Literal["day", "month", "year"]

_DAYS_FROM_REFERENCE: Final = {
    "day_before_yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day_after_tomorrow": 2,
}
_DIRECTIONS: Final[dict[str, Direction]] = {
    "past": "past",
    "next": "next",
    "current": "current",
    "this": "current",
}
# Their value is vague: الأسبوع الماضي, الأشهر الأخيرة.
_VAGUE: Final = frozenset({"week", "period", "night", "century", "feast"})
# Days by which a day without a year seems further off on the side the sentence speaks against,
# and on the side of the future where it does not say: news tells more of what was.
_AGAINST_TENSE: Final = 120
_FUTURE: Final = 60
_HIJRI_EPOCH: Final = 227015
# Years below this are of the Hijri calendar.
_HIJRI_YEARS: Final = 1500


@dataclass(frozen=True, slots=True)
class Parts:
    """What the words of an expression say; each part is None where they say nothing of it.

    Attributes:
        weekday: 0 for Monday.
        days: days from the reference (أمس is -1).
        day, month, year: of the calendar, Hijri where `hijri` is set.
        unit: what الشهر الماضي or قبل عامين count in.
        count: how many of them ago.
        direction: الماضي, المقبل or الجاري.
        ago: whether it says how long ago.
        same: whether it refers to a day or month named before (ذلك اليوم).
        vague: whether it names no one day, month or year.
    """

    weekday: int | None = None
    days: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    unit: Unit | None = None
    count: int | None = None
    direction: Direction | None = None
    hijri: bool = False
    ago: bool = False
    same: bool = False
    vague: bool = False


def read_parts(words: Iterable[Word]) -> Parts:
    """Gather what the words of one expression say."""
    parts = Parts()
    counted = False  # an ordinal that counts a half or a week is no day of the month
    for word in words:
        counted = counted or not word.lists.isdisjoint(("half", "week", "century"))
        if word.lists & {"ago", "since"}:
            parts = replace(parts, ago=True)
        elif parts.ago:
            parts = _with_length(parts, word)
        else:
            parts = _with_figure(parts, word) or _with_word(parts, word, counted)
    return parts


def _with_figure(parts: Parts, word: Word) -> Parts | None:
    """Add a number or a month."""
    if "numeric_date" in word.lists:
        return _with_numeric_date(parts, word.key)
    if "day" in word.lists:
        return replace(parts, day=int(word.key))
    if "year_number" in word.lists:
        year = int(word.key)
        return replace(parts, year=year, hijri=parts.hijri or year < _HIJRI_YEARS)
    for name in word.lists:
        calendar, _, number = name.rpartition("_")
        if calendar in ("gregorian", "hijri"):
            return replace(parts, month=int(number), hijri=parts.hijri or calendar == "hijri")
    return None


def _with_word(parts: Parts, word: Word, counted: bool) -> Parts:
    lists = word.lists
    if "weekday" in lists:
        return replace(parts, weekday=_tables()["weekdays"][word.key])
    for name in lists:
        if name in _DAYS_FROM_REFERENCE:
            return replace(parts, days=_DAYS_FROM_REFERENCE[name])
        if name in _DIRECTIONS:
            return replace(parts, direction=_DIRECTIONS[name])
    if word.key in _tables()["numbers"] and not counted:
        return replace(parts, day=(parts.day or 0) + _tables()["numbers"][word.key])
    if lists & {"the_month", "the_year"}:
        return replace(parts, unit="month" if "the_month" in lists else "year")
    if lists & {"that", "same", "self"}:
        return replace(parts, same=True)
    return replace(parts, vague=True) if lists & _VAGUE else parts


def _with_length(parts: Parts, word: Word) -> Parts:
    """Add a word of how long ago: a number, or a unit that may be a dual (عامين)."""
    if "day" in word.lists:
        return replace(parts, count=int(word.key))
    if word.key in _tables()["numbers"]:
        return replace(parts, count=_tables()["numbers"][word.key])
    unit, count, plural = _tables()["lengths"].get(word.key, (None, None, False))
    if unit is None or (plural and parts.count is None):
        return parts
    return replace(parts, unit=unit, count=(parts.count or 1) * count)


def value_of(parts: Parts, reference: datetime.date | None, tense: Direction | None) -> str | None:
    """Return the ISO value of an expression.

    Args:
        parts: what its words say.
        reference: the day the text was written, where known.
        tense: whether the sentence tells of the past or the future, where it shows.

    Returns:
        `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None where the words and the reference do not tell.
    """
    if parts.day is not None:
        day = _day_of_month(parts, parts.day, reference, tense)
        return day.isoformat() if day else None
    if parts.month is not None:
        return _month_value(parts, parts.month, reference, tense)
    if parts.year is not None:
        return None if parts.hijri else f"{parts.year:04d}"
    if parts.vague or parts.same or reference is None:
        return None
    if parts.days is not None or parts.weekday is not None:
        return _iso_day(_near_day(parts, reference, tense))
    return _period_value(parts, reference)


def _period_value(parts: Parts, reference: datetime.date) -> str | None:
    """The value of الشهر الماضي, العام المقبل, قبل عامين."""
    if parts.ago and (parts.count is None or parts.unit is None):
        return None
    steps = -(parts.count or 0) if parts.ago else _step(parts.direction)
    if parts.unit == "day":
        return _iso_day(_shift(reference, steps))
    if parts.unit == "month":
        return _iso_month(*_shift_month(reference, steps))
    return _iso_year(reference.year + steps) if parts.unit == "year" else None


def _step(direction: Direction | None) -> int:
    return {"past": -1, "next": 1}.get(direction or "", 0)


def _near_day(
    parts: Parts, reference: datetime.date, tense: Direction | None
) -> datetime.date | None:
    """The day meant by a weekday, by أمس and the like, or by both."""
    if parts.days is not None:
        day = _shift(reference, parts.days)
        if parts.weekday is None or day is None:
            return day
        # A text dated some days late (اليوم الاثنين on a Tuesday): the weekday is right.
        return _on_weekday(day, parts.weekday)
    ahead = ((parts.weekday or 0) - reference.weekday()) % 7
    if (parts.direction or tense) == "next":
        return _shift(reference, ahead or (7 if parts.direction else 0))
    # الاثنين on a Monday is today, الاثنين الماضي a week ago.
    return _shift(reference, -(7 - ahead) if parts.direction == "past" else -((7 - ahead) % 7))


def _on_weekday(day: datetime.date, weekday: int) -> datetime.date | None:
    """The nearest day that is this weekday."""
    return _shift(day, (weekday - day.weekday() + 3) % 7 - 3)


def _day_of_month(
    parts: Parts, day: int, reference: datetime.date | None, tense: Direction | None
) -> datetime.date | None:
    if parts.hijri:
        return _hijri_day(parts, day)
    if parts.month is None:
        if parts.unit != "month" or reference is None or parts.same:
            return None
        return _date(*_shift_month(reference, _step(parts.direction)), day)
    year = _year(parts, reference)
    if year is not None:
        return _date(year, parts.month, day)
    if reference is None:
        return None
    around = (_date(reference.year + step, parts.month, day) for step in (-1, 0, 1))
    return _nearest([one for one in around if one], reference, parts.direction, tense)


def _month_value(
    parts: Parts, month: int, reference: datetime.date | None, tense: Direction | None
) -> str | None:
    if parts.hijri:
        return None
    year = _year(parts, reference)
    if year is None and reference is not None:
        day = reference.day if month == reference.month and reference.day < 29 else 15
        around = [_date(reference.year + step, month, day) for step in (-1, 0, 1)]
        days = [one for one in around if one]
        if month == reference.month and parts.direction in ("past", "next"):
            days = [one for one in days if one.year != reference.year]
        nearest = _nearest(days, reference, parts.direction, tense)
        year = nearest.year if nearest else None
    return None if year is None else _iso_month(year, month)


def _year(parts: Parts, reference: datetime.date | None) -> int | None:
    if parts.year is not None or parts.unit != "year" or reference is None:
        return parts.year
    return reference.year + _step(parts.direction)


def _nearest(
    days: list[datetime.date],
    reference: datetime.date,
    direction: Direction | None,
    tense: Direction | None,
) -> datetime.date | None:
    """The nearest day on the side the words name; where they name none, tense weighs in."""
    if direction == "past":
        days = [day for day in days if day <= reference] or days
    elif direction == "next":
        days = [day for day in days if day >= reference] or days
    elif direction == "current":
        days = [day for day in days if day.year == reference.year] or days

    def distance(day: datetime.date) -> int:
        away = (day - reference).days
        if tense == "past":
            return abs(away) + (_AGAINST_TENSE if away > 0 else 0)
        if tense == "next":
            return abs(away) + (_AGAINST_TENSE if away < 0 else 0)
        return abs(away) + (_FUTURE if away > 0 else 0)

    return min(days, key=distance, default=None)


def _with_numeric_date(parts: Parts, word: str) -> Parts:
    """Add a day in figures: 20/2/2021, 2021-02-20, 2/20/2021, 24/10/1436."""
    first, second, third = (int(part) for part in word.replace("/", "-").split("-"))
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    if month > 12:
        month, day = day, month
    year = year + 2000 if year < 100 else year
    hijri = year < _HIJRI_YEARS
    if not 1 <= month <= 12 or (not hijri and _date(year, month, day) is None):
        return replace(parts, vague=True)
    return replace(parts, day=day, month=month, year=year, hijri=parts.hijri or hijri)


def _hijri_day(parts: Parts, day: int) -> datetime.date | None:
    """The Gregorian day of a Hijri one by the arithmetic calendar, put right by the weekday."""
    if parts.year is None or parts.month is None or parts.year >= _HIJRI_YEARS:
        return None
    leap_days = (3 + 11 * parts.year) // 30
    months = 29 * (parts.month - 1) + parts.month // 2
    ordinal = day + months + (parts.year - 1) * 354 + leap_days + _HIJRI_EPOCH - 1
    found = datetime.date.fromordinal(ordinal)
    return found if parts.weekday is None else _on_weekday(found, parts.weekday)


def _shift_month(day: datetime.date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _shift(day: datetime.date, days: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _iso_day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _iso_month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if _date(year, month, 1) else None


def _iso_year(year: int) -> str | None:
    return f"{year:04d}" if _date(year, 1, 1) else None


@cache
def _tables() -> dict[str, dict[str, Any]]:
    table = read_yaml("dates.yaml")
    numbers = {word: int(number) for number, words in table["numbers"].items() for word in words}
    lengths: dict[str, tuple[Unit, int, bool]] = {}
    for unit, counts in table["lengths"].items():
        for count, words in counts.items():
            for word in words:
                lengths[word] = (unit, int(count), word in table["words"]["units"])
    weekdays = {word: index for index, word in enumerate(table["words"]["weekday"])}
    return {"numbers": numbers, "lengths": lengths, "weekdays": weekdays}


__all__ = ["Direction", "Parts", "read_parts", "value_of"]
