"""Bodies and offices that are put together of parts, and what titles mean."""

from __future__ import annotations

import itertools
import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arsec_ner.errors import DataError
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.grammar import compose, role_gloss, role_kind
from arsec_ner.grammar.compose import grammar
from arsec_ner.grammar.forms import forms
from arsec_ner.grammar.patterns import compile_patterns, link_patterns
from arsec_ner.labels import ROLE_KINDS
from arsec_ner.segment import segment
from arsec_ner.spans import Span

# The offices of a sentence are marked by square brackets.
OFFICES = """
وصل [وزير الدفاع الصيني] إلى هانوي
التقى [وزير الدفاع الوطني الجزائري] ضيوفه
بحضور [نائب وزير الخارجية الروسي] ميخائيل بوغدانوف
قال [نائب رئيس مجلس الوزراء] في كلمته
اجتمع [رئيس الوزراء] أمس
اجتمعت [رئيسة الوزراء البريطانية] مع الوفد
تحدث [رئيس وزراء اليابان] هاتفيا
صرح [المتحدث باسم وزارة الخارجية الصينية] للصحفيين
صرحت [المتحدثة باسم البيت الأبيض] للصحفيين
قال [متحدث باسم الجيش المصري] إن
قال [الأمين العام للأمم المتحدة] أنطونيو
قال [الأمين العام لجامعة الدول العربية] إن
زار [سفير فرنسا لدى القاهرة] المعرض
استقبل [السفير الروسي لدى لبنان] الوفد
عين [سفيرا لدى السودان] قبل عام
وصل [المبعوث الأممي إلى اليمن] إلى عدن
وصل [مبعوث الأمم المتحدة الخاص إلى سوريا] إلى دمشق
قال [قائد القيادة المركزية الأميركية] إن
أقال [رئيس الأركان] من منصبه
التقى [رئيس أركان الجيش التركي] ضيوفه
التقى [رئيس هيئة الأركان العامة] ضيفه
استقبل [الرئيس] الوفد
استقبل [الرئيس الكوري الجنوبي] الوفد
دعا [الرئيس السابق] إلى التهدئة
تحدث [رئيس مجلس النواب الليبي] عن
بعث [خادم الحرمين الشريفين] برقية
استقبل [ولي العهد السعودي] الوفد
التقى [وزير الخارجية] و[نظيره الروسي] في موسكو
هو [عضو مجلس الدولة] و[وزير الأمن العام الصيني]
عقد [وزيرا الأمن العام] في الصين وفيتنام اجتماعا
عقد [رئيسا الدبلوماسية الروسية والصينية] لقاء
عقد [وزيرا الخارجية الأفغاني والباكستاني] لقاء
حضر [وزراء خارجية الأردن ومصر والعراق] الاجتماع
عين زيد [وزيرا للداخلية] وعمرو [رئيسا للحكومة]
قال [اللواء] أحمد
قال [الفريق أول ركن] خالد
سلم رسالة لـ[وزير الداخلية الإيطالي] أمس
بعثت رسالة ل[لرئيس الفرنسي] أمس
نشر #[وزير_الخارجية] تغريدة
أكد [ملك البحرين] دعمه
قال [مستشار الأمن القومي الأمريكي] جون
قال [مدير وكالة الاستخبارات المركزية] إن
قال [وزير الخارجية والتعاون الدولي] إن
قال [القائم بأعمال السفير الأمريكي] إن
قال [وزير الدولة للشؤون الخارجية] إن
أبلغت بيروت [سفيرها] بالعودة
قال مسؤولون وخبراء إن قادة الدول اتفقوا
قال الجنود إن المواطنين غادروا
وقع الانفجار في محافظة البصرة قرب المديرية
هذا هو السبب الرئيسي للأزمة
وصل [مساعد وزير الخارجية] بمساعدة القوات المسلحة التركية
تحدث [المتحدث باسم حاكم ولاية هلمند] عبد الودود وحيدي
"""

# The bodies of a sentence, without those that are found whole in the gazetteer.
BODIES = """
أعلنت [وزارة الدفاع الوطني الصينية] ذلك
أعلنت [وزارة الخارجية] ذلك
أعلنت [وزارتا المالية والخارجية] ذلك
أعلنت [وزارة الخارجية الكورية الجنوبية] ذلك
قصف [الجيش الروسي] الموقع
انسحبت [القوات المسلحة المصرية] من الموقع
انسحبت [القوات البرية والجوية التشادية] من الموقع
قالت [الحكومة الصينية] إنها
قالت الحكومة إنها
قال الجيش إن القوات انسحبت
صوت [برلمان كوسوفو] على القرار
صوت [البرلمان العراقي] على القرار
أغلقت [السفارة الأمريكية] أبوابها
أغلقت [سفارة فرنسا] أبوابها
اتهمت [الخارجية الروسية] واشنطن
قال وزير الخارجية الروسي إن
قال رئيس الحكومة الإسرائيلية إن
ناقشت [لجنة الشؤون الخارجية والدفاع] المشروع
اجتمع [المجلس الأعلى للأمن القومي الإيراني] أمس
داهمت [الشرطة الألمانية] المنزل
داهمت [شرطة برلين] المنزل
قالت [إدارة ترامب] إنها
نقلت صحيفة [الوطن] الخبر
نظمت [رابطة الإعلام التنموي] المؤتمر
أوقف [الأمن الكويتي] المتهم
أصيب عدد من رجال الأمن الكويتي
زار [سفارة خادم الحرمين الشريفين لدى البحرين] أمس
في عهد [إدارة الرئيس الأميركي السابق باراك أوباما] وبعده
سقط [نظام معمر القذافي] عام 2011
انتشرت [قوات حفظ السلام التابعة للأمم المتحدة] هناك
وصلت [بعثة الأمم المتحدة لحفظ السلام] أمس
قال لـ«[الشرق الأوسط]» إن الشركات الصينية
"""


def marked(line: str) -> tuple[str, list[str]]:
    """A line without its brackets, and what stood between them."""
    text, found, at = "", [], None
    for letter in line:
        if letter == "[":
            at = len(text)
        elif letter == "]":
            assert at is not None
            found.append((at, len(text)))
        else:
            text += letter
    return text, [text[start:end] for start, end in found]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def composed(gazetteer: Gazetteer, text: str, label: str) -> list[Span]:
    sentences = segment(text)
    found = compose(text, sentences, gazetteer.find(text, sentences))
    return [span for span in found if span.label == label]


@pytest.mark.parametrize("line", OFFICES.strip().split("\n"))
def test_offices(gazetteer, line):
    text, expected = marked(line)
    assert [text[s.start : s.end] for s in composed(gazetteer, text, "ROLE")] == expected


@pytest.mark.parametrize("line", BODIES.strip().split("\n"))
def test_bodies(gazetteer, line):
    text, expected = marked(line)
    sentences = segment(text)
    names = gazetteer.find(text, sentences)
    spans = [
        span
        for span in [*names, *compose(text, sentences, names)]
        if span.label == "ORG" and span.strong
    ]
    places = {(span.start, span.end) for span in spans}
    outer = [
        (start, end)
        for start, end in sorted(places)
        if not any(a <= start and end <= b for a, b in places - {(start, end)})
    ]
    assert [text[start:end] for start, end in outer] == expected


def test_every_span_says_which_rule_made_it(gazetteer):
    text = "قال وزير الدفاع الصيني إن الجيش الروسي انسحب"
    for span in composed(gazetteer, text, "ROLE") + composed(gazetteer, text, "ORG"):
        (evidence,) = span.evidence
        assert evidence.source == "grammar" and evidence.detail
        assert span.score == evidence.score


def test_a_name_on_both_sides_of_an_office_is_no_office(gazetteer):
    assert not composed(gazetteer, "زار الباجي قايد السبسي المعرض", "ROLE")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("الرئيس الصيني", "head_of_state"),
        ("رئيسة كرواتيا", "head_of_state"),
        ("رئيس الوزراء", "head_of_government"),
        ("رئيس حكومة الوفاق", "head_of_government"),
        ("نائب رئيس الوزراء", "deputy_head"),
        ("وزيرة الدفاع", "minister"),
        ("رئيس الدبلوماسية الروسية", "minister"),
        ("مساعد وزير الخارجية", "deputy_minister"),
        ("قائد القوات البرية", "military_commander"),
        ("رئيس الأركان", "military_commander"),
        ("اللواء الركن", "military_rank"),
        ("الناطق باسم الحكومة", "spokesperson"),
        ("السفيرة السويدية", "ambassador"),
        ("المبعوث الأممي إلى اليمن", "envoy"),
        ("رئيس مجلس النواب", "legislator"),
        ("النائب العام", "judge"),
        ("رئيس المحكمة العليا", "judge"),
        ("زعيم حزب العمال", "party_official"),
        ("رئيس جهاز المخابرات", "intelligence_chief"),
        ("مدير شرطة المنطقة", "security_official"),
        ("الأمين العام للأمم المتحدة", "international_official"),
        ("محافظ البصرة", "governor"),
        ("خادم الحرمين الشريفين", "monarch"),
        ("شيخ الأزهر", "religious_leader"),
        ("مستشار الأمن القومي", "adviser"),
        ("مدير المعهد", "director"),
        ("عضو اللجنة", "member"),
        ("نظيره الروسي", "other"),
        ("كلمة", "other"),
        ("", "other"),
    ],
)
def test_kind(title, kind):
    assert role_kind(title) == kind


@pytest.mark.parametrize(
    ("title", "gloss"),
    [
        ("وزير الدفاع الصيني", "Chinese minister of defence"),
        ("وزيرا للداخلية", "minister of interior"),
        ("وزراء الخارجية والدفاع", "ministers of foreign affairs and defence"),
        ("نائب رئيس مجلس الوزراء", "deputy prime minister"),
        ("الرئيس الأمريكي السابق", "former American president"),
        ("ملك الأردن", "king of Jordan"),
        ("الأمين العام للأمم المتحدة", "secretary-general of the United Nations"),
        (
            "المتحدث باسم وزارة الخارجية الروسية",
            "spokesperson for the Russian ministry of foreign affairs",
        ),
        ("السفير الروسي لدى فرنسا", "Russian ambassador to France"),
        ("وزير الشقشقة", None),
        ("الصين", None),
        ("", None),
    ],
)
def test_gloss(title, gloss):
    assert role_gloss(title) == gloss


def test_kinds_are_of_the_closed_set():
    assert role_kind("وزير") in ROLE_KINDS


@pytest.mark.parametrize(
    ("lemma", "many", "use", "form", "tag"),
    [
        ("وزير", ("وزراء",), "all", "وزيره", "one"),
        ("وزير", ("وزراء",), "all", "الوزيرين", "the_pair"),
        ("وزير", ("وزراء",), "all", "وزراوه", "own"),
        ("وزير", ("وزراء",), "all", "وزيرا", "pair"),
        ("مستشار", (), "all", "مستشاري", "many"),
        ("قائم بأعمال", (), "one", "القايم باعمال", "the"),
    ],
)
def test_forms(lemma, many, use, form, tag):
    assert tag in forms(lemma, many, use)[form]


def test_a_dual_in_construct_has_no_article():
    assert "الرييسي" not in forms("رئيس", ("رؤساء",))


@pytest.mark.parametrize("pattern", ["(office", "office)", "* office", "office ?? %", "office $"])
def test_a_malformed_pattern_is_named(pattern):
    with pytest.raises(DataError, match="broken"):
        compile_patterns({"broken": pattern})


def test_an_unknown_pattern_is_named():
    with pytest.raises(DataError, match="nowhere"):
        link_patterns({"one": compile_patterns({"one": "office $nowhere"})})


def test_the_grammar_pickles():
    copy = pickle.loads(pickle.dumps(grammar()))
    assert copy.offices.machine == grammar().offices.machine


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="وزيرالدفعصنيئسمجل بكسفة\n،.()«»_#ـ12aZ\u0640\u200f\ud800"))
def test_any_text_gives_spans_within_it_that_do_not_cross(text):
    sentences = segment(text)
    spans = compose(text, sentences, ())
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()
    offices = [span for span in spans if span.label == "ROLE"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(offices))
    role_kind(text)


@pytest.mark.parametrize(
    "words",
    [
        "قال نائب مساعد وزير رئيس مجلس لجنة هيئة شؤون الخارجية والدفاع والأمن الصيني ",
        "نائب ",
        "اللجنة العامة للجنة العامة ",
        "وزير الخارجية والدفاع والأمن والعدل والصحة ",
        "رئيس مجلس لجنة ",
    ],
)
def test_time_grows_with_length_only(words):
    def seconds(text: str) -> float:
        sentences = segment(text)
        start = time.process_time()
        compose(text, sentences, ())
        return time.process_time() - start

    seconds(words)
    assert seconds(words * 800) < 16 * seconds(words * 100) + 0.5
