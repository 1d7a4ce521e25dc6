import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arsec_ner.dates import document_date, find_dates, resolve_date
from arsec_ner.segment import segment

SEEDS = Path(__file__).parent.parent / "seeds"
REFERENCE = datetime.date(2024, 7, 24)  # a Wednesday

# Dates in brackets, each followed by its value on REFERENCE; - where it has none.
CASES = """
وصل الوزير [الاثنين](2024-07-22) إلى العاصمة.
وصل الوزير مساء [الاثنين](2024-07-22) إلى العاصمة.
وصل الوزير [يوم الاثنين](2024-07-22)، ثم غادر [الثلاثاء](2024-07-23).
وصل الوزير [الأربعاء](2024-07-24) إلى العاصمة.
وقال إنه سيزور تونس [الأحد](2024-07-28) لبحث الأزمة.
ومن المقرر عقد المؤتمر [الخميس](2024-07-25).
وكان من المقرر أن تنتهي المحادثات [الأحد](2024-07-21).
زارها [الأربعاء الماضي](2024-07-17) ويزورها [الجمعة المقبل](2024-07-26).
التقاه [اليوم](2024-07-24) بعد لقاء [أمس الثلاثاء](2024-07-23).
التقاه [أول من أمس](2024-07-22) و[أمس الأول](2024-07-22) و[أول أمس](2024-07-22).
يصل [غدا](2024-07-25) أو [بعد غد](2024-07-26) أو [يوم غد الخميس](2024-07-25).
وقع [اليوم الثلاثاء](2024-07-23) اتفاقا.
اتفق الطرفان في [20 فبراير 2021](2021-02-20) على الهدنة.
في [الـ20 من فبراير/شباط 2021](2021-02-20) وفي [٢٠ فبراير (شباط) ٢٠٢١](2021-02-20).
في [العشرين من شباط - فبراير 2021](2021-02-20) وفي [الحادي والعشرين من شباط](2024-02-21).
في [الثامن عشر من أوت 2020](2020-08-18) وفي [3 جويلية 2019](2019-07-03).
في [12 يونيو](2024-06-12) وفي [كانون الثاني/يناير](2024-01) وفي [3 شتنبر المقبل](2024-09-03).
في [يوم الأحد 4 أغسطس/آب](2024-08-04) وفي [مايو/أيار الماضي](2024-05).
في [ديسمبر/كانون الأول الماضي](2023-12) وفي [نوفمبر 2023](2023-11).
في [فبراير من العام الماضي](2023-02) وفي [تشرين الأول عام 2022](2022-10).
منذ [عام 2015](2015) وفي [العام 2016م](2016) و[سنة 1967](1967).
منذ [2014](2014) وبين عامي [2010](2010) و[2016](2016).
من [منتصف نوفمبر 2023](2023-11) إلى [أواخر نوفمبر 2023](2023-11).
في [مطلع الشهر الجاري](2024-07) و[نهاية العام الماضي](2023).
في [الشهر الماضي](2024-06) و[الشهر المقبل](2024-08) و[هذا العام](2024).
في [الأسبوع الماضي](-) و[هذا الأسبوع](-) و[الأشهر الأخيرة](-) و[السنوات الثلاث الماضية](-).
في [الأسبوع المقبل](-) و[الأيام القليلة المقبلة](-) و[الصيف](-) و[سبعينيات القرن الماضي](-).
وذلك للأسبوع الثاني.
انتهت المهلة ل[لشهر الماضي](2024-06).
زارها [قبل أيام](-) وزارها [قبل عامين](2022) وزارها [قبل عشرة أيام](2024-07-14).
زارها [قبل ثلاثة أشهر](2024-04) و[منذ أيام](-).
في [الرابع عشر من الشهر الماضي](2024-06-14) وفي [الثلاثين من هذا الشهر](2024-07-30).
كتب ذلك في [أغسطس 3, 2015](2015-08-03) ثم صمت.
عقد الاجتماع يومي [4](2024-03-04) و[5 مارس](2024-03-05).
يعقد من [16](2024-07-16) إلى [18 تموز](2024-07-18).
وصل في [20/2/2021](2021-02-20) وعاد في [2021-03-01](2021-03-01).
[يوم الخميس](2024-07-18) سافر، وفي [اليوم نفسه](2024-07-18) عاد.
تلقت البلاغ [يوم الثلاثاء 20 رمضان 1436](2015-07-07) في [شهر رمضان](-).
أعلن بتاريخ [1/9/1436 هـ](2015-06-18) وفي [2/20/2021](2021-02-20).
بلغ الفائت [يوم الخميس 25 يوليو](2024-07-25).
"""

NONE = """
استمرت الزيارة ثلاثة أيام وعمره 45 عاما.
قال رئيس الوزراء لصحيفة المصري اليوم إن الأمر انتهى.
في اليوم الثاني من زيارته للعراق.
مارس ضغوطا على الحكومة، وقالت تيريزا ماي إن ذلك ضروري.
الرئيس رجب طيب أردوغان والأمين العام للأمم المتحدة.
بلغ العدد 2000 جندي ونحو 1950 شخصا.
القرار رقم 1701 ومجموعة 5+1.
منذ سنوات تسعى الحكومة إلى ذلك، ويعمل منذ 30 عاما.
أقام صلاة الجمعة في المسجد.
من قبل عام على الحرب.
الساعة 8:36 مساء.
ينتج مليون برميل في اليوم، ودول الربيع العربي.
وقع هذه العقود قبل عقد المؤتمر.
"""


def marked(case):
    """Text, spans and values of a case written as [words](value)."""
    text, spans = "", []
    for piece in case.split("["):
        if "](" in piece:
            words, rest = piece.split("](", 1)
            value, rest = rest.split(")", 1)
            spans.append((len(text), len(text) + len(words), None if value == "-" else value))
            piece = words + rest
        text += piece
    return text, spans


def found(text, reference=REFERENCE):
    return [
        (one.start, one.end, resolve_date(text, one.start, one.end, reference))
        for one in find_dates(text, segment(text))
    ]


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_dates_and_their_values(case):
    text, spans = marked(case)
    shown = [(text[start:end], value) for start, end, value in found(text)]
    assert shown == [(text[start:end], value) for start, end, value in spans]


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_what_is_no_date(text):
    assert [text[start:end] for start, end, _ in found(text)] == []


WITHOUT_REFERENCE = """
[20 فبراير 2021](2021-02-20) [20 فبراير](-) [فبراير 2021](2021-02) [فبراير](-) [عام 2021](2021)
وصل [أمس](-) وسافر [الاثنين](-) و[الشهر الماضي](-) و[العام الماضي](-).
"""


@pytest.mark.parametrize("case", WITHOUT_REFERENCE.strip().splitlines())
def test_without_a_reference_only_what_the_text_says(case):
    text, spans = marked(case)
    for start, end, value in spans:
        assert resolve_date(text, start, end, None) == value


DATELINES = [
    ("هانوي 20 فبراير 2021 (شينخوا) اتفق الوزيران على التعاون.", "2021-02-20"),
    ("عنوان\n26 يوليو 2024، 8:36 م\nنص الخبر هنا.", "2024-07-26"),
    ("عنوان\nالرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس\nنص.", "2015-08-10"),
    ("بيروت – 3 حزيران/يونيو 2019 – أعلن الجيش ذلك.", "2019-06-03"),
    ("17/04/2012\nنص الخبر هنا.", "2012-04-17"),
    ("اتفق الوزيران في 20 فبراير 2021 على التعاون.", None),
    ("ولد الوزير في دمشق يوم 3 مارس 1950 (حسب سيرته).", None),
    ("وصل الوزير أمس.", None),
    ("31 فبراير 2021", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), DATELINES)
def test_document_date(text, expected):
    day = document_date(text, segment(text))
    assert (day.isoformat() if day else None) == expected


@pytest.mark.parametrize(
    ("seed", "expected"),
    [("seed_000", None), ("seed_001", "2021-02-20"), ("seed_002", "2024-07-26"),
     ("seed_003", None), ("seed_004", None)],
)  # fmt: skip
def test_document_date_of_seeds(seed, expected):
    text = (SEEDS / f"{seed}.txt").read_text(encoding="utf-8")
    day = document_date(text, segment(text))
    assert (day.isoformat() if day else None) == expected


words = st.sampled_from(
    "يوم الاثنين أمس اليوم 20 فبراير شباط / ( ) من العام الماضي 2021 عام 1436 رمضان هـ قبل "
    "ثلاثة أشهر نفس نفسه ذلك الشهر 31/2/2021 99/99/9999 و5 لل الأسبوع كانون الثاني "
    "القرن ، . قال سيزور".split()
)
dates = st.dates()


@settings(max_examples=150)
@given(st.lists(words, max_size=14).map(" ".join), st.none() | dates)
def test_any_words_give_sound_spans_and_values(text, reference):
    reached = 0
    for span in find_dates(text, segment(text)):
        assert reached <= span.start < span.end <= len(text)
        reached = span.end
        value = resolve_date(text, span.start, span.end, reference)
        if value is not None:
            datetime.date.fromisoformat((value + "-01-01")[:10])
    document_date(text, segment(text))


@given(st.text(alphabet=st.characters(exclude_categories=())), st.none() | dates)
def test_any_text(text, reference):
    sentences = segment(text)
    find_dates(text, sentences)
    document_date(text, sentences)
    resolve_date(text, 0, len(text), reference)


@pytest.mark.parametrize("unit", ["5 مارس ", "يوم ", "الـ20 من ", "أمس ", "2014 و", "قبل "])
def test_time_is_linear(unit):
    def seconds(times):
        sentences = segment(unit * times)
        begun = time.process_time()
        find_dates(unit * times, sentences)
        return time.process_time() - begun

    assert seconds(20_000) < 40 * seconds(2_000) + 0.5
