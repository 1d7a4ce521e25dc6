"""What is left of a backend's span."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.labels import MENTION_LABELS
from arsec_ner.spans import Span
from arsec_ner.tidy import tidied, with_genitives

# label, the text with the span in braces, what is left.
CASES = """
ORG | تصريح {لـCNN} أمس | CNN
ORG | قصف بـ{ـ«داعش} أمس | داعش
ORG | قال {لـ} أمس |
ORG | قال {تحالف دعم الشرعية في} اليمن | تحالف دعم الشرعية
EVENT | في {مؤتمر باريس الذي} عقد | مؤتمر باريس
ORG | قالت {الحركة} أمس |
ORG | قالت {الجزيرة} أمس | الجزيرة
FAC | أغلق {معبر} رفح |
FAC | أغلق {معبر رفح} أمس | معبر رفح
NORP | عند الحدود {الشمالية} أمس |
NORP | قال الرئيس الكوري ونظيره {الشمالي} أمس | الشمالي
ORG | قال {جنرال} إسرائيلي |
ORG | عمليات {الجيش الباكستاني العسكرية} أمس | الجيش الباكستاني
ORG | قالت {وزارة الدفاع الوطني الصينية} أمس | وزارة الدفاع الوطني الصينية
ORG | قالت {قوات الدرع الوطني اليمنية} أمس | قوات الدرع الوطني اليمنية
PERSON | قال {علي} أمس | علي
PERSON | قال {إيهود بين} أمس | إيهود بين
ORG | قال {في} أمس |
"""


@pytest.mark.parametrize("line", CASES.strip().split("\n"))
def test_cut(line):
    label, marked, left = (part.strip() for part in line.split("|"))
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    assert [text[s.start : s.end] for s in tidied(text, [Span(start, end, label)])] == (
        [left] if left else []
    )


@pytest.mark.parametrize(
    ("text", "name", "found", "left"),
    [
        ("زيارة شي جين بينغ أمس", "شي جين بينغ", "جين بينغ", "شي جين بينغ"),
        ("الوزير الصيني وانغ يي", "وانغ يي", "انغ يي", "وانغ يي"),
        ("مباحثات لافروف لكيم أمس", "لافروف لكيم", "كيم", "كيم"),
        ("قال علي صالح أمس", "صالح", "علي صالح", "علي صالح"),
    ],
)
def test_a_name_gets_back_its_beginning(text, name, found, left):
    spans = [
        Span(text.index(part), text.index(part) + len(part), "PERSON") for part in (found, name)
    ]
    (span,) = tidied(text, spans[:1], spans[1:])
    assert text[span.start : span.end] == left


@pytest.mark.parametrize(
    ("text", "office", "name", "label", "left"),
    [
        ("وصل مبعوث بوتين أمس", "مبعوث", "بوتين", "PERSON", "مبعوث بوتين"),
        ("قال المبعوث بيدرسون أمس", "المبعوث", "بيدرسون", "PERSON", "المبعوث"),
        ("قال نظيره لافروف أمس", "نظيره", "لافروف", "PERSON", "نظيره"),
        ("مثلها رئيس لجنة السلاح فلان", "رئيس", "لجنة السلاح", "ORG", "رئيس لجنة السلاح"),
        ("قال سفير فرنسا أمس", "سفير", "فرنسا", "GPE", "سفير فرنسا"),
        ("عين وزيراً مصر ترضاه", "وزيراً", "مصر", "GPE", "وزيراً"),
        ("زار رئيسها، الصين أمس", "رئيسها", "الصين", "GPE", "رئيسها"),
    ],
)
def test_a_bare_office_leans_on_the_name_after_it(text, office, name, label, left):
    spans = [
        Span(text.index(part), text.index(part) + len(part), kind)
        for part, kind in ((office, "ROLE"), (name, label))
    ]
    role, other = with_genitives(text, spans)
    assert text[role.start : role.end] == left
    assert other == spans[1]


TEXT = "قال «لـCNN» في معبر رفح الذي"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.sampled_from(MENTION_LABELS))
def test_what_is_left_lies_within(one, other, label):
    span = Span(min(one, other), max(one, other), label)
    for cut in tidied(TEXT, [span]):
        assert span.covers(cut) and cut.start < cut.end
        assert tidied(TEXT, [cut]) == (cut,)
