from __future__ import annotations

import pytest

from arsec_ner.events.forms import (
    noun_forms,
    participle_forms,
    phrase_forms,
    verb_forms,
    verb_gender,
)
from arsec_ner.events.lexicon import lexicon
from arsec_ner.normalize import key

# row | forms that it has, with the pronoun at the end where there is one
VERBS = """
التقى/يلتقي | التقى التقت التقيا التقوا يلتقي تلتقي يلتقيان يلتقون سيلتقي ستلتقي يلتقيه يلتق
زار/يزور | زار زارت زاروا زرنا يزور تزور سيزور يزورون زاره زارها يزر
دعا/يدعو | دعا دعت دعوا يدعو تدعو يدعون سيدعو دعاه دعته
اتهم/يتهم | اتهم اتهمت اتهما اتهموا يتهم تتهم يتهمون اتهمته اتهموها
أدان/يدين/أدين | أدان أدانت أدين أدينت يدين تدين
"""
NOUNS = """
زيارة | زيارة الزيارة زيارته زيارتها زيارتهما زيارات الزيارات زيارتان زيارتين للزيارة
لقاء | لقاء اللقاء لقائه لقاؤه لقاءه لقاؤهما لقاءات لقاءً
محادثات | محادثات المحادثات محادثاته محادثاتهما
منتدى | منتدى المنتدى منتداه
"""


def cases(rows):
    return [
        (word.strip(), form)
        for word, forms in (line.split("|") for line in rows.strip().splitlines())
        for form in forms.split()
    ]


@pytest.mark.parametrize(("word", "form"), cases(VERBS))
def test_verbs(word, form):
    assert key(form) in {found.key for found in verb_forms(word)}


@pytest.mark.parametrize(("word", "form"), cases(NOUNS))
def test_nouns(word, form):
    found = {f.key for f in noun_forms(word)}
    # Of لل the first ل is a particle.
    assert key(form[1:] if form.startswith("لل") else form) in found


def test_pronouns_are_known():
    assert {f.suffix for f in noun_forms("زيارة") if f.key == "زيارتهما"} == {"هما"}
    assert {f.suffix for f in verb_forms("زار/يزور") if f.key == "زارها"} == {"ها"}


@pytest.mark.parametrize(
    ("form", "shape", "gender"),
    [
        ("اتهمت", "perfect", "f"),
        ("اتهم", "perfect", "m"),
        ("التقيا", "perfect", "m"),
        ("اتهموا", "perfect", "several"),
        ("تزور", "imperfect", "f"),
        ("ستزور", "future", "f"),
        ("سيزور", "future", "m"),
        ("يزورون", "imperfect", "several"),
    ],
)
def test_gender_of_verbs(form, shape, gender):
    assert verb_gender(key(form), shape) == gender


def test_participles_and_phrases():
    assert {"مشيدا", "مشيده", "مشيدين"} <= {f.key for f in participle_forms("مشيد")}
    assert {"داعيا", "داعيه", "داعين"} <= {f.key for f in participle_forms("داعي")}
    assert {"اتصال هاتفي", "اتصالا هاتفيا", "الاتصال الهاتفي"} <= {
        f.key for f in phrase_forms("اتصال هاتفي")
    }
    assert {"اطلق سراح", "اطلقت سراح", "سيطلق سراح"} <= {
        f.key for f in phrase_forms("أطلق/يطلق سراح")
    }


def test_every_key_of_the_lexicon_is_folded():
    assert [word for word in lexicon().words if key(word) != word] == []


def test_every_frame_is_described():
    from arsec_ner.tables import read_yaml

    frames = read_yaml("events/frames.yaml")["frames"]
    used = {e.frame for entries in lexicon().words.values() for e in entries}
    assert used <= set(frames) | {"praise", "host"}
