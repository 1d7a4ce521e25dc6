"""Calendar expressions: where they stand, and what day, month or year they mean."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import regex

from arsec_ner.calendar_values import Direction, Parts, read_parts, value_of
from arsec_ner.calendar_words import Word, expressions, read_signs
from arsec_ner.clitics import is_future
from arsec_ner.normalize import key
from arsec_ner.segment import tokenize
from arsec_ner.spans import Evidence, Sentence, Span, Token
from arsec_ner.tables import read_yaml

_CLAUSE_END: Final = regex.compile(r"[.!?؟…\n](?=\s|$)")
_WORD: Final = regex.compile(r"[\p{L}\p{M}ـ]+")
# How far around an expression the words are read that tell its tense or its month.
_BEFORE: Final = 160
_AFTER: Final = 60
_NAMED_BEFORE: Final = 400
# Sentences that may hold a dateline, and words that may stand before its date.
_DATELINE_SENTENCES: Final = 10
_DATELINE_WORDS: Final = 8


def find_dates(text: str, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the calendar expressions of a day or longer as DATE spans, in order.

    Args:
        text: the document.
        sentences: its sentences, as `segment` returned them.

    Returns:
        Spans that do not overlap; the evidence's detail is the rule of `data/dates.yaml`.

    Example:
        >>> from arsec_ner.segment import segment
        >>> text = "وصل أمس الأحد، ويغادر في 5 مارس/آذار المقبل."
        >>> [text[span.start : span.end] for span in find_dates(text, segment(text))]
        ['أمس الأحد', '5 مارس/آذار المقبل']
    """
    return [
        Span(words[0].start, words[-1].end, "DATE", 1.0, (Evidence("dates", rule),))
        for sentence in sentences
        for rule, words in expressions(read_signs(sentence.tokens))
    ]


def resolve_date(
    text: str, start: int, end: int, reference: datetime.date | None = None
) -> str | None:
    """Return what an expression means, as an ISO value.

    Args:
        text: the document.
        start: offset at which the expression begins.
        end: offset at which it ends.
        reference: the day the text was written, where known.

    Returns:
        `2021-02-20`, `2023-11` or `2023`; None where it is vague (الأسبوع الماضي) or the year
        or the day cannot be told.

    Example:
        >>> resolve_date("مساء الجمعة", 5, 11, datetime.date(2021, 2, 20))
        '2021-02-19'
    """
    # The span of للشهر الماضي begins at its second ل; with the first the word is whole again.
    first = start - 1 if start and text[start - 1 : start + 1] == "لل" else start
    parts = read_parts(_words(text[first:end]))
    if parts.same:
        return _same_value(text, start, parts, reference)
    if parts.day is not None and parts.month is None and parts.unit is None:
        parts = _borrow_month(parts, text[end : end + _AFTER])
    return value_of(parts, reference, _tense(text[max(0, start - _BEFORE) : start]))


def document_date(text: str, sentences: Sequence[Sentence]) -> datetime.date | None:
    """Return the day a document says it was written, or None.

    Only a dateline (هانوي 20 فبراير 2021 (شينخوا) …) or a line of the page that holds nothing
    but a date (26 يوليو 2024، 8:36 م) counts; a date in the report itself never does.

    Args:
        text: the document.
        sentences: its sentences, as `segment` returned them.
    """
    days = (_dateline_day(sentence.tokens) for sentence in sentences[:_DATELINE_SENTENCES])
    return next((day for day in days if day), None)


def _words(text: str) -> list[Word]:
    signs = read_signs(list(tokenize(text)))
    return [word for word in signs.words if word is not None]


def _same_value(text: str, start: int, parts: Parts, reference: datetime.date | None) -> str | None:
    """The value of اليوم نفسه or الثلاثين من ذلك الشهر: that of the date named last before it."""
    window = max(0, start - _NAMED_BEFORE)
    length = 7 if parts.unit == "month" else 10
    for _, words in reversed(list(expressions(read_signs(list(tokenize(text[window:start])))))):
        first, last = window + words[0].start, window + words[-1].end
        if read_parts(words).same:
            continue
        value = resolve_date(text, first, last, reference)
        if value and len(value) >= length:
            return value if parts.day is None else f"{value[:7]}-{parts.day:02d}"
    return None


def _borrow_month(parts: Parts, after: str) -> Parts:
    """Take the month and year of the next date for a bare day (يومي 4 و5 مارس)."""
    for _, words in expressions(read_signs(list(tokenize(after)))):
        following = read_parts(words)
        if following.month is not None:
            return replace(following, day=parts.day, weekday=parts.weekday)
    return parts


def _dateline_day(tokens: Sequence[Token]) -> datetime.date | None:
    """The day named by a dateline or by a line that holds nothing but a date."""
    head = tokens[: 3 * _DATELINE_WORDS]
    for _, words in expressions(read_signs(head)):
        parts = read_parts(words)
        if parts.hijri or not (parts.day and parts.month and parts.year):
            continue
        before = [token.key for token in head if token.end <= words[0].start]
        after = [token.key for token in tokens if token.start >= words[-1].end]
        value = value_of(parts, None, None)
        if value is None or not _frames_dateline(before, after):
            return None
        return datetime.date.fromisoformat(value)
    return None


def _frames_dateline(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the words around a date show a dateline: الرياض - … (واس), or only the hour."""
    table = _tables()
    if len(before) > _DATELINE_WORDS or not table["dateline_never_after"].isdisjoint(before):
        return False
    if after and after[0] in table["dateline_ends"]:
        return True
    return all(not word.isalpha() or word in table["dateline_words"] for word in after)


def _tense(before: str) -> Direction | None:
    """Whether the words before an expression, nearest first, tell of past or future."""
    table = _tables()
    clause = [key(word) for word in _WORD.findall(_CLAUSE_END.split(before)[-1])]
    for word in reversed(clause):
        if word in table["past"]:
            return "past"
        if word in table["future"] or is_future(word):
            return "next" if table["background"].isdisjoint(clause) else "past"
    return None


@cache
def _tables() -> dict[str, frozenset[str]]:
    table = read_yaml("dates.yaml")
    return {
        "future": frozenset(table["tense"]["future"]),
        "past": frozenset(table["tense"]["past"]),
        "background": frozenset(table["tense"]["background"]),
        "dateline_ends": frozenset(table["dateline"]["ends"]),
        "dateline_words": frozenset(table["dateline"]["words"]),
        "dateline_never_after": frozenset(table["dateline"]["never_after"]),
    }


__all__ = ["document_date", "find_dates", "resolve_date"]
