from pathlib import Path

import pytest

from arsec_ner.segment import segment

SEEDS = Path(__file__).parent.parent / "seeds"

ARTICLE = """
headline    | وزير الدفاع يستقبل نظيره
body        | استقبل وزير الدفاع نظيره أمس في العاصمة.
boilerplate | شاهد ايضاً: الجيش يعلن تفاصيل المناورات
body        | تعاون عسكري
body        | وأكد الجانبان متانة العلاقات.
boilerplate | أخبار ذات صلة
boilerplate | الرئيس يصل إلى العاصمة
boilerplate | هل تنجح القمة؟ خبراء يجيبون
body        | وأضاف الوزير أن اللقاء كان مثمرا.
boilerplate | logo
boilerplate | تابعونا على
boilerplate | #وزارة_الدفاع #الجيش
boilerplate | b29726d4-8fe4-4c8f-962a-75ca03117d8c
boilerplate | https://example.org/news/1
boilerplate | جميع الحقوق محفوظة © 2024 شركة الأخبار
"""

NO_FURNITURE = """
شاهد الوزير المناورات من المنصة، وتابع سير التدريبات.
وتابع الوزير: إن العلاقات متينة.
أخبار ذات صلة بالملف النووي وصلت إلى العاصمة.
المصدر الأمني أكد مقتل ثلاثة.
مشاركة القوات في التمرين مستمرة.
العالم يترقب نتائج القمة.
"""


def zones(text):
    return [(one.zone, text[one.start : one.end]) for one in segment(text)]


@pytest.mark.parametrize("break_", ["\n", "\n\n", "\r\n"])
def test_an_article_with_its_page(break_):
    rows = [line.split(" | ") for line in ARTICLE.strip().splitlines()]
    found = segment(break_.join(line for _, line in rows))
    # «هل تنجح القمة؟ خبراء يجيبون» is two sentences of one line.
    expected = [zone.strip() for zone, line in rows for _ in range(2 if "؟ " in line else 1)]
    assert [one.zone for one in found] == expected


@pytest.mark.parametrize("line", NO_FURNITURE.strip().splitlines())
def test_words_of_furniture_in_prose(line):
    text = f"عنوان المقال\n{line}\nانتهى الخبر."
    assert zones(text)[1][0] == "body"


def test_a_title_may_begin_like_a_teaser():
    assert zones("شاهد.. مناورات بحرية مشتركة\nبدأت المناورات أمس.")[0][0] == "headline"


def test_a_repeated_headline_is_one_again():
    text = "العالم\nقمة في العاصمة\nقمة في العاصمة\nبدأت القمة أمس."
    assert [zone for zone, _ in zones(text)] == ["boilerplate", "headline", "headline", "body"]


def test_furniture_within_a_line():
    text = "انتهى الاجتماع أمس. المصدر: رويترز"
    assert [zone for zone, _ in zones(text)] == ["body", "boilerplate"]


def test_a_lone_line_is_body():
    assert zones("اجتمع الوزيران")[0][0] == "body"


FURNITURE_OF_SEEDS = {
    "seed_000": ["🇨🇽 آسيــا و الهادي أوروبا جنوب شرق اسيا فيتنام كمبوديا", "الصورة: في سي جي"],
    "seed_001": ["مشاركة :"],
    "seed_002": ["عاجل", "العالم", "26 يوليو 2024، 8:36 م", "تابعونا على"],
    "seed_003": ["أخبار ذات صلة", "كيف سترد بكين؟"],
    "seed_004": ["🇷🇺 أورسيــا 🇨🇳 الصــين"],
}


@pytest.mark.parametrize("name", FURNITURE_OF_SEEDS)
def test_seeds(name):
    found = zones((SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
    furniture = [words for zone, words in found if zone == "boilerplate"]
    assert set(FURNITURE_OF_SEEDS[name]) <= set(furniture)
    assert sum(zone == "body" for zone, _ in found) > len(furniture) / 2
