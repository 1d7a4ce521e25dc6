"""What a calendar expression means: a day, a month or a year of the Gregorian calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from arsec_ner.calendar_words import Word

Direction = Literal["past", "next", "current"]

_WEEKDAYS: Final = ("الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد")
_ORDINALS: Final = {
    "اول": 1, "الاول": 1, "غره": 1, "الحادي": 1, "الثاني": 2, "الثالث": 3, "الرابع": 4,
    "الخامس": 5, "السادس": 6, "السابع": 7, "الثامن": 8, "التاسع": 9, "العاشر": 10, "عشر": 10,
    "العشرين": 20, "العشرون": 20, "والعشرين": 20, "والعشرون": 20,
    "الثلاثين": 30, "الثلاثون": 30, "والثلاثين": 30, "والثلاثون": 30,
}  # fmt: skip
_DAYS_FROM_REFERENCE: Final = {
    "day_before_yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day_after_tomorrow": 2,
}
_DIRECTIONS: Final[dict[str, Direction]] = {
    "past": "past", "next": "next", "current": "current", "this": "current",
}  # fmt: skip
# Their value is vague, or lies in another sentence: الأسبوع الماضي, الأشهر الأخيرة, ذلك اليوم.
_NO_VALUE: Final = frozenset(
    {
        "week",
        "period",
        "that",
        "same",
        "self",
        "night",
        "ago",
        "since",
        "century",
        "feast",
        "recent",
    }
)
_HIJRI_EPOCH: Final = 227015


@dataclass(frozen=True, slots=True)
class Parts:
    """What the words of an expression say, each part None where they say nothing of it."""

    date: datetime.date | None = None
    weekday: int | None = None
    days: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    unit: Literal["month", "year"] | None = None
    direction: Direction | None = None
    hijri: bool = False
    vague: bool = False


def read_parts(words: Iterable[Word]) -> Parts:
    """Gather what the words of one expression say."""
    parts = Parts()
    counted = False  # an ordinal that counts a half or a week is no day of the month
    for word in words:
        counted = counted or "half" in word.lists or "week" in word.lists
        parts = _with_word(parts, word, counted)
    return parts


def _with_word(parts: Parts, word: Word, counted: bool) -> Parts:
    lists = word.lists
    if "numeric_date" in lists:
        return replace(parts, date=_numeric_date(word.key))
    if "weekday" in lists:
        return replace(parts, weekday=_WEEKDAYS.index(word.key))
    if "day" in lists:
        return replace(parts, day=int(word.key))
    if "year_number" in lists:
        year = int(word.key)
        return replace(parts, year=year, hijri=parts.hijri or year < 1500)
    for name in lists:
        calendar, _, number = name.rpartition("_")
        if calendar in ("gregorian", "hijri"):
            return replace(parts, month=int(number), hijri=parts.hijri or calendar == "hijri")
        if name in _DAYS_FROM_REFERENCE:
            return replace(parts, days=_DAYS_FROM_REFERENCE[name])
        if name in _DIRECTIONS:
            return replace(parts, direction=_DIRECTIONS[name])
    if word.key in _ORDINALS and not counted:
        return replace(parts, day=(parts.day or 0) + _ORDINALS[word.key])
    if lists & {"the_month", "the_year"}:
        return replace(parts, unit="month" if "the_month" in lists else "year")
    return replace(parts, vague=True) if lists & _NO_VALUE else parts


def value_of(parts: Parts, reference: datetime.date | None, tense: Direction | None) -> str | None:
    """Return the ISO value of an expression.

    Args:
        parts: what its words say.
        reference: the day the text was written, where known.
        tense: whether the sentence tells of the past or the future, where it shows.

    Returns:
        `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; None where the words and the reference do not tell.
    """
    if parts.date:
        return parts.date.isoformat()
    if parts.day is not None:
        day = _day_of_month(parts, reference, tense)
        return day.isoformat() if day else None
    if parts.month is not None:
        return _month_value(parts, reference, tense)
    if parts.year is not None:
        return None if parts.hijri else f"{parts.year:04d}"
    if parts.vague or reference is None:
        return None
    if parts.days is not None or parts.weekday is not None:
        return _near_day(parts, reference, tense).isoformat()
    if parts.unit == "month":
        year, month = _shift_month(reference, _step(parts.direction))
        return f"{year:04d}-{month:02d}"
    if parts.unit == "year":
        return f"{reference.year + _step(parts.direction):04d}"
    return None


def _step(direction: Direction | None) -> int:
    return {"past": -1, "next": 1}.get(direction or "", 0)


def _shift_month(day: datetime.date, months: int) -> tuple[int, int]:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _near_day(parts: Parts, reference: datetime.date, tense: Direction | None) -> datetime.date:
    """The day meant by a weekday, by أمس and the like, or by both."""
    if parts.days is not None:
        day = reference + datetime.timedelta(parts.days)
        if parts.weekday is None:
            return day
        # A text dated some days late (اليوم الاثنين on a Tuesday): the weekday is right.
        return day + datetime.timedelta((parts.weekday - day.weekday() + 3) % 7 - 3)
    assert parts.weekday is not None
    ahead = (parts.weekday - reference.weekday()) % 7
    direction = parts.direction or tense
    if direction == "next":
        return reference + datetime.timedelta(ahead or (7 if parts.direction else 0))
    if parts.direction == "past":
        return reference - datetime.timedelta(7 - ahead)
    return reference - datetime.timedelta((7 - ahead) % 7)


def _day_of_month(
    parts: Parts, reference: datetime.date | None, tense: Direction | None
) -> datetime.date | None:
    if parts.day is None:
        return None
    if parts.hijri:
        return _hijri_day(parts)
    if parts.month is None:
        if parts.unit != "month" or reference is None:
            return None
        year, month = _shift_month(reference, _step(parts.direction))
        return _date(year, month, parts.day)
    year_of = _year(parts, reference)
    if year_of is not None:
        return _date(year_of, parts.month, parts.day)
    if reference is None:
        return None
    around = (_date(reference.year + step, parts.month, parts.day) for step in (-1, 0, 1))
    return _nearest([day for day in around if day], reference, parts.direction or tense)


def _month_value(
    parts: Parts, reference: datetime.date | None, tense: Direction | None
) -> str | None:
    if parts.hijri or parts.month is None:
        return None
    year = _year(parts, reference)
    if year is None:
        if reference is None:
            return None
        if parts.month == reference.month and parts.direction in (None, "current"):
            year = reference.year
        else:
            days = [datetime.date(reference.year + step, parts.month, 15) for step in (-1, 0, 1)]
            days = [
                day for day in days if day.month != reference.month or day.year != reference.year
            ]
            nearest = _nearest(days, reference, parts.direction or tense)
            year = nearest.year if nearest else reference.year
    return f"{year:04d}-{parts.month:02d}"


def _year(parts: Parts, reference: datetime.date | None) -> int | None:
    if parts.year is not None:
        return parts.year
    if parts.unit == "year" and reference is not None:
        return reference.year + _step(parts.direction)
    return None


def _nearest(
    days: list[datetime.date], reference: datetime.date, direction: Direction | None
) -> datetime.date | None:
    """The nearest day on the side the direction names, or the nearest of all."""
    side = {
        "past": [day for day in days if day <= reference],
        "next": [day for day in days if day >= reference],
        "current": [day for day in days if day.year == reference.year],
    }.get(direction or "", days)
    return min(side or days, key=lambda day: abs((day - reference).days), default=None)


def _numeric_date(word: str) -> datetime.date | None:
    """20/2/2021, 2021-02-20; a month over 12 turns the first two round (2/20/2021)."""
    first, second, third = (int(part) for part in word.replace("/", "-").split("-"))
    if first > 31:
        return _date(first, second, third)
    year = third + 2000 if third < 100 else third
    return _date(year, second, first) or _date(year, first, second)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _hijri_day(parts: Parts) -> datetime.date | None:
    """The Gregorian day of a Hijri one by the arithmetic calendar, put right by the weekday."""
    if parts.year is None or parts.month is None or parts.day is None or parts.year >= 1500:
        return None
    leap_days = (3 + 11 * parts.year) // 30
    months = 29 * (parts.month - 1) + parts.month // 2
    ordinal = parts.day + months + (parts.year - 1) * 354 + leap_days + _HIJRI_EPOCH - 1
    day = datetime.date.fromordinal(ordinal)
    if parts.weekday is not None:
        day += datetime.timedelta((parts.weekday - day.weekday() + 3) % 7 - 3)
    return day


__all__ = ["Direction", "Parts", "read_parts", "value_of"]
