import pickle
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arsec_ner.segment import segment

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

# Each case is written as its tokens, parted by | ; a blank stands where white space is.
TOKENS = """
بيلاروسيا|،|وقال| |وو
الـ|57| |لـ|CNN| |بـ| |875
#|وزارة|_|التجارة
8:36| |م| |26| |يوليو| |2024|،
2,5| |1,234,567.89| |٢٫٥
20/2/2021| |2021-02-20| |٢٠/٢/٢٠٢١
2022|-|2023| |مايو|/|أيار
الصينية|-|الفيتنامية
آسيــا| |مُؤتَمَرًا| |لـلصين
https://example.org/a?b=1|،| |وزار
(|www.example.org/x|)|.
press@example.org|،| |alarabiya.net|:
🇨🇽| |آسيــا| |🇷🇺|🇨🇳| |👨‍👩‍👧| |©️| |2024
أ.ف.ب| |(|د.ب.أ|)| |U.S.| |G20
F|-|16| |إف|16| |و|5| |مارس
«|نعم|»|.| |“|تهديد|”|...
الصين|\u200f| |و|\u200e| |م\u200dن
O'Brien| |Côte| |d’Ivoire
د|.| |محمد| |د|.|علي
"""

# One sentence a line in each case, parted by ‖.
SENTENCES = """
قال د. محمد علي.‖وصل أ. سامي أمس!‖متى؟‖لا أحد
زار م. أحمد ود. هدى الموقع
عقد عام 1436 هـ.‖وقال آخرون
«نعم.»‖ثم انصرف…‖انتهى
بلغ 2.5 مليون في U.S. territory اليوم
قال .. إن الأمر انتهى
هانوي 20 فبراير 2021 (شينخوا) اتفق الوزيران.‖تعهد الجانبان
1. الأول
نعم.‖لا.‖ربما
نقلت أ.ف.ب. عنه ذلك
"""


@pytest.mark.parametrize("case", TOKENS.strip().splitlines())
def test_tokens(case):
    parts = case.split("|")
    tokens = [token for sentence in segment("".join(parts)) for token in sentence.tokens]
    assert [token.text for token in tokens] == [part for part in parts if part != " "]


@pytest.mark.parametrize("case", SENTENCES.strip().splitlines())
def test_sentences(case):
    text = case.replace("‖", " ")
    assert [text[one.start : one.end] for one in segment(text)] == case.split("‖")


@pytest.mark.parametrize("stop", [".", "!", "؟"])
def test_a_stop_glued_to_the_next_word_ends_the_sentence(stop):
    text = f"انتهى الاجتماع{stop}وقال الوزير"
    assert [one.tokens[0].text for one in segment(text)] == ["انتهى", "وقال"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n \n", "\u2028", "\u2029", "\x0b"])
def test_lines_end_sentences(line_break):
    text = f"عنوان{line_break}نص"
    assert [text[one.start : one.end] for one in segment(text)] == ["عنوان", "نص"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u3000\x1f"])
def test_nothing_gives_no_sentence(text):
    assert segment(text) == ()


@pytest.mark.parametrize("wrong", [None, b"text", 7, ["text"]])
def test_what_is_no_text_raises(wrong):
    with pytest.raises(TypeError, match=type(wrong).__name__):
        segment(wrong)


def assert_sound(text):
    sentences = segment(text)
    covered = 0
    for index, sentence in enumerate(sentences):
        assert sentence.index == index
        assert sentence.tokens[0].start == sentence.start
        assert sentence.tokens[-1].end == sentence.end
        for token in sentence.tokens:
            assert text[token.start : token.end] == token.text != ""
            assert text[covered : token.start].strip() == ""
            covered = token.end
    assert text[covered:].strip() == ""


fragments = st.sampled_from(
    ["وقال", "لـ", "د.", ".", "…", " ", "\n", "\u200f", "\ud83c", "🇨🇳", "5", "/", "-", ":", "@",
     "http://", "a", "ـ", "ً", "«", "»", "\x00", "#", "_", "أ.ف.ب", "U.S.", "’", "\u200d", "ﷺ"]
)  # fmt: skip


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_is_covered(text):
    assert_sound(text)


@given(st.lists(fragments, max_size=30).map("".join))
def test_any_mixture_is_covered(text):
    assert_sound(text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_seeds_are_covered(seed):
    assert_sound(seed.read_text(encoding="utf-8"))


def test_sentences_pickle():
    sentences = segment("وصل الوزير. وغادر.")
    assert pickle.loads(pickle.dumps(sentences)) == sentences


HARD = [
    "a.",
    "ا.",
    "ا. ",
    "!",
    "!)",
    "http://",
    "a@",
    "a-",
    "1/",
    "1,",
    "ا\u200f",
    "ا ",
    "'a",
    "1-",
]


@pytest.mark.parametrize("unit", HARD)
def test_time_is_linear(unit):
    """Ten times the text takes about ten times as long, not a hundred times."""

    def seconds(length):
        text = (unit * length)[:length]
        begun = time.process_time()
        segment(text)
        return time.process_time() - begun

    assert seconds(200_000) < 40 * seconds(20_000) + 0.5
