import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner import normalize

any_text = st.text(alphabet=st.characters(exclude_categories=()))

SAME_KEY = """
آسيا | آسيــا | أسيا | اسيا
المؤتمر | المُؤْتَمَر | الموتمر
بريطانيا العظمى | بريطانيا العظمي | بريطانيا  العظمى
المملكة المتحدة | المملكه المتحده | ﺍﻟﻤﻤﻠﻜﺔ ﺍﻟﻤﺘﺤﺪﺓ
بوتين | پوتین | بوتیـن
كابول | کابول
مسئول | مسؤول | مسوول | مسيول
2021 | ٢٠٢١ | ۲۰۲۱ | ２０２１
الصين | \u200fالصين\u200f | الص\u200dين | \ufeffالصين
Erdoğan | erdogan | ERDOGAN
İstanbul | istanbul
3.5% | ٣٫٥٪
"""


@pytest.mark.parametrize("line", SAME_KEY.strip().splitlines())
def test_spellings_that_share_a_key(line):
    spellings = [part.strip(" ").encode().decode() for part in line.split("|")]
    keys = {normalize.key(spelling) for spelling in spellings}
    if "مسئول" in line:  # hamza on its seat is folded to the seat, which differs
        assert keys == {"مسيول", "مسوول"}
    else:
        assert len(keys) == 1


@pytest.mark.parametrize("text", ["", "ـ", "ً", "\u200f\u202b", " ", "\ufe70"])
def test_nothing_but_marks_has_an_empty_key(text):
    assert normalize.key(text) == ""


@given(any_text)
def test_key_is_idempotent(text):
    once = normalize.key(text)
    assert normalize.key(once) == once


@given(any_text, any_text)
def test_key_of_two_words_is_the_two_keys(left, right):
    joined = normalize.key(f"ا{left}ا ا{right}ا")
    assert joined == f"{normalize.key(f'ا{left}ا')} {normalize.key(f'ا{right}ا')}"


def test_single_foldings_leave_the_rest_alone():
    assert normalize.dediac_ar("مُؤتَمَرٌ ـ أ") == "مؤتمر ـ أ"
    assert normalize.normalize_alef_ar("أإآٱىة") == "ااااىة"
    assert normalize.normalize_alef_maksura_ar("مصطفى") == "مصطفي"
    assert normalize.normalize_teh_marbuta_ar("وزارة") == "وزاره"
    assert normalize.normalize_unicode("ﻻ") == "لا"


def test_long_texts_are_folded_as_short_ones_are():
    assert normalize.key("وِزارة " * 50) == "وزاره " * 49 + "وزاره"
