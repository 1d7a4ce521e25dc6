from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.gazetteer import Gazetteer, index, match
from arsec_ner.segment import segment
from arsec_ner.spans import Span

HERE = Path(__file__).parent
LINES = (HERE / "cases.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]
SEEDS = sorted((HERE.parent.parent / "seeds").glob("*.txt"))

Found = tuple[int, int, str, str]
_MARK = re.compile(r"\[|\]\(([^)]*)\)")


def unmarked(case: str) -> tuple[str, list[Found]]:
    """The text of a case, and its spans as (start, end, label, id)."""
    text, open_at, spans, at = "", [], [], 0
    for mark in _MARK.finditer(case):
        text += case[at : mark.start()]
        at = mark.end()
        if mark.group() == "[":
            open_at.append(len(text))
            continue
        start = open_at.pop()
        for named in mark.group(1).split("; "):
            label, id = named.split()
            spans.append((start, len(text), label, id))
    text = (text + case[at:]).replace("↵", "\n")
    return text, sorted(spans)


def found(gazetteer: Gazetteer, text: str) -> list[Found]:
    return sorted(
        (span.start, span.end, span.label + ("" if span.strong else "?"), span.entry or "-")
        for span in gazetteer.find(text, segment(text))
    )


@pytest.mark.parametrize("case", CASES)
def test_marked_sentence(gazetteer: Gazetteer, case: str) -> None:
    text, expected = unmarked(case)
    assert [(text[a:b], *rest) for a, b, *rest in found(gazetteer, text)] == [
        (text[a:b], *rest) for a, b, *rest in expected
    ]
    assert found(gazetteer, text) == expected


def test_span_says_which_entry_made_it(gazetteer: Gazetteer) -> None:
    text = "الجيش الفرنسي"
    army, french = gazetteer.find(text, segment(text))
    assert (army.score, army.evidence[0].source, army.evidence[0].detail) == (
        1.0,
        "gazetteer",
        "org:army",
    )
    assert french.entry == "norp:FRA" and gazetteer.entry("norp:FRA").country == "FRA"


def test_open_name_lists_every_entry_it_may_mean(gazetteer: Gazetteer) -> None:
    text = "وزارة الخارجية"
    (span,) = gazetteer.find(text, segment(text))
    assert span.entry is None and span.score == 0.5
    assert {evidence.detail for evidence in span.evidence} == {
        "org:foreign-CHN",
        "org:foreign-FRA",
    }


WORDS = [
    "الصين", "وبالصين", "للأمم", "المتحدة", "مجلس", "الأمن", "الدولي", "بحر", "الجنوبي", "وسام",
    "الجيش", "الفرنسي", "-", "\n", ".", "قال", "طرابلس", "لبنان", "_", "#", "ـ", "\u200f", "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map(" ".join))


def crosses_same_label(a: Span, b: Span) -> bool:
    return a.label == b.label and a.strong == b.strong and a.start < b.end and b.start < a.end


@given(TEXTS)
def test_any_text_gives_true_offsets(gazetteer: Gazetteer, text: str) -> None:
    sentences = segment(text)
    spans = gazetteer.find(text, sentences)
    ends = {token.end for sentence in sentences for token in sentence.tokens}
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.end in ends
        assert any(s.start <= span.start and span.end <= s.end for s in sentences)
        assert "\n" not in text[span.start : span.end]
    assert spans == sorted(spans, key=lambda span: (span.start, -span.end, span.label))
    for at, span in enumerate(spans):
        assert not any(crosses_same_label(span, other) for other in spans[at + 1 :])


@given(TEXTS)
def test_same_text_gives_the_same_spans(gazetteer: Gazetteer, text: str) -> None:
    fresh = Gazetteer(gazetteer.layers)
    assert fresh.find(text, segment(text)) == gazetteer.find(text, segment(text))


@pytest.mark.parametrize("mark", ["\u200f", "\u200e ", " \u202b\u200b", "\ufeff", "\u00a0"])
def test_marks_between_words_do_not_count(gazetteer: Gazetteer, mark: str) -> None:
    text = f"بيان{mark} {mark}الأمم {mark}المتحدة{mark}"
    (span,) = gazetteer.find(text, segment(text))
    assert span.entry == "org:un"
    assert text[span.start] == "ا" and text[: span.end].rstrip(mark).endswith("المتحدة")


def test_little_memory_gives_the_same_spans(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "_REMEMBERED", 2)
    monkeypatch.setattr(index, "_CACHED_ENTRIES", 2)
    fresh = Gazetteer(gazetteer.layers)
    for case in CASES:
        text, expected = unmarked(case)
        assert found(fresh, text) == expected
    assert len(list(fresh)) == len(fresh)


def test_speed_on_the_seeds() -> None:
    # The aim is 2 MB of UTF-8 a second on one core; a busy machine is given a factor of eight.
    gazetteer = Gazetteer.load()
    text = "\n".join(path.read_text(encoding="utf-8") for path in SEEDS) * 10
    sentences = segment(text)
    began = time.process_time()
    assert gazetteer.find(text, sentences)
    assert len(text.encode()) / 1e6 / (time.process_time() - began) > 0.25


def test_time_is_linear_on_one_long_line(gazetteer: Gazetteer) -> None:
    def seconds(text: str) -> float:
        sentences = segment(text)
        began = time.process_time()
        gazetteer.find(text, sentences)
        return time.process_time() - began

    line = "مجلس الأمن الجيش مالي طرابلس وبحر الصين الجنوبي "
    seconds(line)
    assert seconds(line * 4000) < 40 * seconds(line * 400) + 0.2


@pytest.mark.parametrize(
    ("words", "country"), [("عمّان", "JOR"), ("عَمَّان", "JOR"), ("عُمان", "OMN"), ("عمان", "OMN")]
)
def test_a_shadda_tells_names_apart(words, country):
    text = f"وصل الوفد إلى {words} أمس"
    bundled = Gazetteer.load()
    (span,) = [s for s in bundled.find(text, segment(text)) if s.start == text.index(words)]
    assert span.entry is not None
    assert bundled.entry(span.entry).country == country
