"""Names by their surroundings; sentences of our own, names marked with brackets."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner import grammar
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.names import name_shape, name_tenths
from arsec_ner.normalize import key
from arsec_ner.segment import segment
from arsec_ner.spans import Span
from arsec_ner.taggers.base import Tagger
from arsec_ner.taggers.rules import RuleTagger, find_names

SENTENCES = """
قال [تو لام]، عضو المكتب السياسي، إن التعاون مستمر.
التقى وزير الدفاع الصيني [دونغ جون] نظيره الروسي [أندريه بيلوسوف] في موسكو.
استقبل الرئيس الفرنسي [إيمانويل ماكرون] وفدا من المجلس.
وأكد اللواء [أحمد المسماري] أن القوات تقدمت.
وقال الدكتور [عادل الجبير] للصحفيين إن المباحثات كانت بناءة.
بحث [بوتين] و[أردوغان] الأزمة السورية في سوتشي.
أجرى [سيرغي لافروف] محادثات مع [وانغ يي] في بكين.
وصل الأمير [محمد بن سلمان بن عبدالعزيز آل سعود] إلى طوكيو.
أعلن وزير الخارجية السوري [وليد المعلم] موقف دمشق. وأضاف [المعلم] أن الحوار مطلوب.
تجمع المتظاهرون أمام مبنى البرلمان في العاصمة.
أطلقت القوات صاروخا على قاعدة جوية قرب الحدود.
تمكنت الدوريات بحمد الله من إخماد الحريق.
انتقدت إدارة الرئيس [باراك أوباما] القرار.
"""


def tagged(text: str) -> list[Span]:
    sentences = segment(text)
    found = Gazetteer.load().find(text, sentences)
    hints = [*found, *grammar.compose(text, sentences, found)]
    (tagging,) = RuleTagger().tag([sentences], [hints])
    assert tagging.triggers is None
    assert tagging.relations is None
    return list(tagging.spans)


@pytest.mark.parametrize("marked", SENTENCES.strip().splitlines())
def test_names(marked):
    text = re.sub(r"[\[\]]", "", marked)
    wanted = re.findall(r"\[([^]]+)\]", marked)
    assert [text[span.start : span.end] for span in tagged(text)] == wanted


def test_a_span_says_why():
    (span,) = tagged("وأكد اللواء أحمد المسماري أن القوات تقدمت.")
    assert span.label == "PERSON"
    assert 0.5 < span.score <= 1
    assert span.evidence[0].source == "rules"
    assert span.evidence[0].detail.startswith("after ")


def test_a_name_found_once_is_known_in_the_whole_document():
    text = "زيارة تشن شملت لقاءات.\nاجتمع وزير الأمن تشن يي شين مع نظيره.\nوأضاف تشن أنه راض."
    names = [text[span.start : span.end] for span in tagged(text)]
    assert names.count("تشن") == 2
    assert "تشن يي شين" in names


def test_particles_stay_outside():
    text = "لقاء وزير الخارجية سامح شكري ولافروف في القاهرة"
    assert "لافروف" in [text[span.start : span.end] for span in tagged(text)]


def test_it_is_a_tagger_that_pickles():
    tagger = pickle.loads(pickle.dumps(RuleTagger()))
    assert isinstance(tagger, Tagger)
    assert tagger.name == "rules"
    assert tagger.tag([], []) == []


def test_documents_do_not_touch_one_another():
    texts = ["قال بوتين إن", "وصل ماكرون إلى باريس"]
    documents = [segment(text) for text in texts]
    together = RuleTagger().tag(documents, [(), ()])
    alone = [RuleTagger().tag([document], [()])[0] for document in documents]
    assert together == alone


@pytest.mark.parametrize(
    ("name", "word"), [("محمد", "الحكومة"), ("لافروف", "اجتماع"), ("سلمان", "أن")]
)
def test_the_tables_tell_names_from_words(name, word):
    assert name_tenths()[key(name)] >= 8
    assert name_tenths()[key(word)] <= 1
    assert name_shape(key("ديلانوفسكي")) > name_shape(key("يستخدمونها"))


@given(
    st.text(alphabet=st.sampled_from('قالمحمدوبنتشنيسغ ،.\n"()#_-١2aا\u064b\u200f'), max_size=60)
)
def test_any_text_gives_spans_within_it(text):
    spans = find_names(segment(text), ())
    ends = [0, *(span.end for span in spans)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(end <= span.start for end, span in zip(ends, spans, strict=False))


def test_a_long_line_takes_linear_time():
    text = "قال محمد بن علي إن الوفد وصل ثم " * 1000
    assert len(find_names(segment(text), ())) >= 1000
