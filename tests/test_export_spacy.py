"""The document as spaCy's Doc."""

import sys
from pathlib import Path

import pytest

import arsec_ner
from arsec_ner.errors import MissingExtra

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def nlp():
    return arsec_ner.load(tagger="rules")


@pytest.mark.extras
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_text_and_mentions_are_the_same(nlp, path):
    document = nlp(path.read_text(encoding="utf-8"))
    made = document.to_spacy()
    assert made.text == document.text
    assert [(s.start_char, s.end_char, s.label_, s.id_) for s in made.spans["mentions"]] == [
        (m.start, m.end, m.label, m.entity_id or "") for m in document.mentions
    ]
    assert made.ents


@pytest.mark.extras
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", ["", " ", "  وبالصين\n\n  لبنان ", "a  b"])
def test_odd_spaces(nlp, text):
    assert nlp(text).to_spacy().text == text


def test_without_spacy_the_pip_command_is_named(nlp, monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtra, match=r"pip install 'arsec-ner\[spacy\]'"):
        nlp("الصين").to_spacy()
