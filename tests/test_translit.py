"""The distance between an Arabic and a Latin spelling, and transliteration."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.romanize import romanize
from arsec_ner.skeleton import arabic_skeletons, latin_skeletons, near
from arsec_ner.translit import latin_key, name_cost

SAME = [
    ("تشن يي شين", "Chen Yixin"),
    ("نغو شيوان ليتش", "Ngô Xuân Lịch"),
    ("سيرغي شويغو", "Sergei Shoigu"),
    ("رجب طيب أردوغان", "Recep Tayyip Erdoğan"),
    ("محمد جواد ظريف", "Mohammad Javad Zarif"),
    ("إيمانويل ماكرون", "Emmanuel Macron"),
    ("بيني غانتس", "Benny Gantz"),
    ("كيم جونغ أون", "Kim Jong-un"),
    ("عبدالفتاح السيسي", "Abdel Fattah el-Sisi"),
]


@pytest.mark.parametrize(("arabic", "latin"), SAME)
def test_a_name_is_nearest_to_its_own_spelling(arabic, latin):
    others = [other for _, other in SAME if other != latin]
    assert name_cost(arabic, latin) < 2.2
    assert all(name_cost(arabic, other) > name_cost(arabic, latin) + 0.4 for other in others)


@pytest.mark.parametrize(("arabic", "latin"), SAME)
def test_skeletons_find_the_candidate(arabic, latin):
    reach = {variant for s in arabic_skeletons(arabic) for variant in near(s)}
    assert reach & {variant for s in latin_skeletons(latin) for variant in near(s)}


def test_latin_names_fold():
    assert latin_key("Ngô Xuân-Lịch") == "ngo xuan lich"
    assert latin_key("Şahin") == "shahin"


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("محمد عبدالله", "Mohammed Abdullah"),
        ("علي شمخاني", "Ali Shmkhani"),
        ("نور الشريف", "Nour al-Sharif"),
    ],
)
def test_transliteration(arabic, latin):
    assert romanize(arabic) == latin


@given(st.text(), st.text())
def test_any_two_strings_have_a_distance(arabic, latin):
    assert name_cost(arabic, latin) >= 0
    romanize(arabic)
