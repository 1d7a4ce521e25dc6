"""Normalizers of one's own, and how they are chosen."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from marked import small_gazetteer

import arsec_ner
from arsec_ner.clitics import stem_start, stem_starts
from arsec_ner.gazetteer import Gazetteer
from arsec_ner.normalize import key
from arsec_ner.normalizers import ARSEC, ArsecNormalizer, Normalizer, load_normalizer, split
from arsec_ner.pipeline import Pipeline
from arsec_ner.segment import segment
from arsec_ner.taggers.rules import RuleTagger

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


class Own:
    """Takes ظ for ض, as many write, and knows the particles of some words."""

    name = "own"

    def __init__(self, particles: dict[str, str] | None = None) -> None:
        self.known = particles or {}

    def fold(self, text: str) -> str:
        return key(text).replace("ظ", "ض")

    def particles(self, word: str) -> str | None:
        return self.known.get(word)


class Same(Own):
    """Folds as the library does, without being its own normalizer."""

    def fold(self, text: str) -> str:
        return key(text)


def pipeline(normalizer: Normalizer) -> Pipeline:
    rows = [
        {"label": "GPE", "name": "الرياض", "id": "riyadh"},
        {"label": "ORG", "name": "ظفار للنشر", "id": "press"},
        {"label": "ORG", "name": "ناس للنشر", "id": "people"},
    ]
    return Pipeline(RuleTagger(), Gazetteer.from_entries(rows), normalizer)


def found(normalizer: Normalizer, text: str) -> list[tuple[str, str]]:
    document = pipeline(normalizer)(text)
    assert document.text == text
    assert all(text[m.start : m.end] == m.text for m in document.mentions)
    return [(m.text, m.label) for m in document.mentions if "gazetteer" in m.sources]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("وصل الوفد إلى الرِّياظ أمس", [("الرِّياظ", "GPE")]),
        ("قالت مصادر بالريـاض", [("الريـاض", "GPE")]),
        ("أعلنت ضفار للنشر ذلك", [("ضفار للنشر", "ORG")]),
        ("في الرياد", []),
    ],
)
def test_both_sides_are_folded(text: str, names: list[tuple[str, str]]) -> None:
    assert found(Own(), text) == names


def test_the_default_finds_what_it_found() -> None:
    assert load_normalizer("arsec") is ARSEC is arsec_ner.load(tagger="rules").normalizer
    assert Gazetteer.load().normalized(ARSEC) is Gazetteer.load()
    assert found(ARSEC, "وصل إلى الرياظ") == []


def test_an_index_folded_anew_is_the_same_for_the_same_folding() -> None:
    bundled, again = Gazetteer.load(), Gazetteer.load().normalized(Same())
    assert [bytes(layer.data) for layer in again.layers] == [bundled.layers[0].data]
    for seed in SEEDS:
        text = seed.read_text(encoding="utf-8")
        sentences = segment(text)
        assert again.find(text, sentences) == bundled.find(text, sentences)


def test_entries_added_later_are_folded_alike() -> None:
    gazetteer = small_gazetteer().normalized(Own()).extended([{"label": "ORG", "name": "بيضاء"}])
    text = "بيظاء"
    assert [span.label for span in gazetteer.find(text, segment(text))] == ["ORG"]
    assert [entry.name for entry in gazetteer.named(text)] == ["بيضاء"]
    assert [entry.name for entry in gazetteer.search(text)] == ["بيضاء"]


PARTICLES = {"وسام": "و", "بسام": "", "وبالصين": "وب", "للأمم": "ل", "وسيزور": "وس", "كذا": "وب"}


@pytest.mark.parametrize(
    ("word", "stem", "starts"),
    [
        ("وسام", "سام", 2),
        ("بسام", "بسام", 1),
        ("وبالصين", "الصين", 2),
        ("للأمم", "لأمم", 2),
        ("وسيزور", "سيزور", 2),
        ("كذا", "كذا", 1),
        ("وسامي", "سامي", 2),
    ],
)
def test_its_particles_are_cut_where_they_are_legal(word: str, stem: str, starts: int) -> None:
    (sentence,) = split(segment(word), Own(PARTICLES))
    (token,) = sentence.tokens
    assert word[stem_start(token) :] == stem
    assert len(stem_starts(token)) == starts


def test_particles_decide_where_a_name_begins() -> None:
    text = "قالت وناس للنشر ذلك"
    assert found(Own({"وناس": "و"}), text) == [("ناس للنشر", "ORG")]
    assert found(Own({"وناس": ""}), text) == []
    # the whole word stays possible, for who knows it by name
    assert found(Own({"الرياض": "ا"}), "في الرياض") == [("الرياض", "GPE")]


def test_a_pipeline_with_one_can_be_pickled() -> None:
    nlp = pipeline(Own({"وناس": "و"}))
    again = pickle.loads(pickle.dumps(nlp))
    assert again.normalizer is again.gazetteer.normalizer
    text = "قالت وناس للنشر في الرياظ"
    assert again(text) == nlp(text)
    assert pickle.loads(pickle.dumps(ARSEC)) is ARSEC


def test_unknown_ones_are_refused() -> None:
    with pytest.raises(ValueError, match="no normalizer 'farasa'; there are: arsec, camel"):
        arsec_ner.load(tagger="rules", normalizer="farasa")
    with pytest.raises(ValueError, match="no normalizer 'arsec:x'"):
        load_normalizer("arsec:x")
    with pytest.raises(TypeError, match="a fold and a particles method; int has not"):
        load_normalizer(3)  # type: ignore[arg-type]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arsec_ner.taggers.words.find_spec", lambda name: None)
    with pytest.raises(arsec_ner.MissingExtra, match=r"pip install 'arsec-ner\[camel\]'"):
        arsec_ner.load(tagger="rules", normalizer="camel")


def test_the_librarys_own_is_one() -> None:
    assert isinstance(ARSEC, Normalizer)
    assert repr(ARSEC) == "ArsecNormalizer()"
    assert ArsecNormalizer().particles("وبالصين") is None
