"""Sentences with their mentions marked, for test cases: `{ROLE وزير {NORP=country:CHN الصيني}}`.

A mark is a brace, a label, optionally `=` and an entry id, a blank, and the words up to the
closing brace; marks nest. A brace may open within a word, so that particles stay outside.
"""

from __future__ import annotations

import re

from arsec_ner.gazetteer import Entry, Gazetteer
from arsec_ner.segment import segment
from arsec_ner.spans import Evidence, Sentence, Span

_MARK = re.compile(r"\{([A-Z]+)(?:=(\S+))? |\}")
_STATES = {"CHN": "الصين", "VNM": "فيتنام", "RUS": "روسيا", "IRN": "إيران", "SAU": "السعودية",
           "USA": "الولايات المتحدة", "TUR": "تركيا", "SYR": "سوريا", "BHR": "البحرين",
           "JOR": "الأردن"}  # fmt: skip


def read_marked(marked: str) -> tuple[str, tuple[Sentence, ...], tuple[Span, ...]]:
    """The text without marks, its sentences and its spans, sorted by (start, -end)."""
    text, at = "", 0
    opened: list[tuple[int, str, str | None]] = []
    spans: list[Span] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            opened.append((len(text), mark[1], mark[2]))
        else:
            start, label, entry = opened.pop()
            spans.append(Span(start, len(text), label, 1.0, (Evidence("test"),), entry))
    text += marked[at:]
    assert not opened
    return text, segment(text), tuple(sorted(spans, key=lambda s: (s.start, -s.end)))


def small_gazetteer() -> Gazetteer:
    """Some states with their nisba (`norp:CHN`), two cities and two organisations."""
    rows = [
        Entry(f"country:{code}", "GPE", "country", name, country=code, iso3=code, names=(name,))
        for code, name in _STATES.items()
    ]
    rows += [
        Entry(f"norp:{code}", "NORP", "nationality", f"{name} نسبة", country=code)
        for code, name in _STATES.items()
    ]
    rows += [
        Entry("city:hanoi", "GPE", "capital", "هانوي", country="VNM", names=("هانوي",)),
        Entry("org:nato", "ORG", "alliance", "حلف شمال الأطلسي", names=("الناتو",)),
        Entry("org:kremlin", "ORG", "government", "الكرملين", country="RUS", names=("الكرملين",)),
    ]
    return Gazetteer.from_entries(rows)
