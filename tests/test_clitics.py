import importlib.util
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.clitics import cut_after, is_future, stem_start, stem_starts
from arsec_ner.segment import segment
from arsec_ner.tables import read_rows

ROOT = Path(__file__).parent.parent


def token(word):
    (sentence,) = segment(word)
    return sentence.tokens[0]


def stems(word):
    one = token(word)
    return [one.text[start - one.start :] for start in stem_starts(one)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("الصين", "الصين"),
        ("والصين", "والصين الصين"),
        ("وبالصين", "وبالصين بالصين الصين"),
        ("للأمم", "للأمم لأمم"),
        ("وللأمم", "وللأمم للأمم لأمم"),
        ("لـلصين", "لـلصين لصين"),
        ("وَبِالصين", "وَبِالصين بِالصين الصين"),
        ("ﻭالصين", "ﻭالصين الصين"),
        ("بكين", "بكين كين"),
        ("ولي", "ولي لي"),
        ("وو", "وو"),
        ("و", "و"),
        ("CNN", "CNN"),
        ("،", "،"),
    ],
)
def test_what_spelling_allows(word, expected):
    assert stems(word) == expected.split()


WHOLE = """وسام بكين لبنان كمبوديا فرنسا ليبيا وزير وزارة بوتين فلسطين واشنطن كييف وليد فو وو وانغ
بلينكن لافروف كيم فيتنام فولوديمير بلجيكا كوريا كندا كوبا بغداد بيروت لندن لاوس ليتوانيا وكالة
ولي وفد
بريطانيا برلمان بلدية لجنة لواء فريق فيصل كرملين كردستان كولومبيا والتر بالي بولندا لوكسمبورغ"""
CUT = """و|روسيا و|الصين و|بكين و|لبنان ول|روسيا ل|واشنطن ب|واشنطن ل|لصين ول|لأمم ب|الصين وب|الصين
ف|الصين ل|وزير
و|وزير ول|وزير ل|بوتين و|بوتين و|فرنسا ب|بيروت ك|الصين و|إيران ل|إسرائيل ب|سوريا و|تشانغ
ل|كيم ل|سفير ب|رئيس ك|رئيس"""


@pytest.mark.parametrize("word", WHOLE.split())
def test_words_that_only_look_as_if_they_had_a_proclitic(word):
    assert stem_start(token(word)) == 0


@pytest.mark.parametrize("case", CUT.split())
def test_proclitics_are_cut(case):
    proclitic, stem = case.split("|")
    assert stem_start(token(proclitic + stem)) == len(proclitic)


@pytest.mark.parametrize("word", "سيزور ستجري وسيلتقي سيكون ستعقد فسيبحث".split())
def test_verbs_of_the_future(word):
    assert is_future(token(word).key)


@pytest.mark.parametrize(
    "word", "سيناء سيطرة سياسي سنغافورة ستوكهولم سنوات يزور زار وسيم س".split()
)
def test_words_that_only_look_like_verbs_of_the_future(word):
    assert not is_future(token(word).key)


@given(st.text(alphabet=st.sampled_from("وفبلكاسنـَ\u200fAﻻﻭ"), min_size=1, max_size=8))
def test_starts_lie_in_the_token_in_order(word):
    for sentence in segment("  " + word):
        for one in sentence.tokens:
            starts = stem_starts(one)
            assert starts[0] == one.start
            assert list(starts) == sorted(set(starts))
            assert starts[-1] < one.end
            assert stem_start(one) in starts


def build_clitics():
    spec = importlib.util.spec_from_file_location("build", ROOT / "scripts/build_clitics.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_sorted_and_agrees_with_the_reviewed_words():
    build = build_clitics()
    table = {letter: words.split() for letter, _, words in read_rows("stems.tsv")}
    assert all(words == sorted(set(words)) for words in table.values())
    reviewed = build.read_reviewed(ROOT / "data/clitics/reviewed.tsv")
    for word, decision in reviewed.items():
        cut = stem_start(token(word)) > 0
        assert cut == (decision == "cut"), word


def test_counts_decide():
    build = build_clitics()
    counts = Counter({"وزير": 900, "بوزير": 3, "زير": 2, "وقال": 500, "قال": 2000, "كييف": 50})
    table = build.decide(counts, {"لاي": "whole"})
    assert table == {"و": ["وزير"], "ف": [], "ب": [], "ل": ["لاي"], "ك": [], "س": []}
    assert "و\tcut\tوزير\n" in build.render(table)


def test_an_address_has_no_proclitics():
    (token,) = segment("http://x.y/وفي")[0].tokens
    assert stem_starts(token) == (0,)
    assert stem_start(token) == 0


@pytest.mark.parametrize(
    ("word", "particles", "stem"),
    [
        ("وبالصين", "وب", "الصين"),
        ("وبالصين", "و", "بالصين"),
        ("وَبِالصين", "وب", "الصين"),
        ("لـلصين", "ل", "لصين"),
        ("وسيزور", "وس", "سيزور"),
        ("وبالصين", "", "وبالصين"),
        ("وبالصين", "ك", "وبالصين"),
        ("ولي", "ول", "لي"),
    ],
)
def test_particles_are_cut_as_far_as_they_are_legal(word, particles, stem):
    assert word[cut_after(word, particles) :] == stem
