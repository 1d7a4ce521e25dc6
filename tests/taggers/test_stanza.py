"""Stanza as a backend: where its models are found, and that it reads with our words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from foreign import SENTENCES, sentences
from marked import read_marked, small_gazetteer

from arsec_ner.errors import ModelError
from arsec_ner.pipeline import Pipeline
from arsec_ner.segment import segment
from arsec_ner.taggers import load_tagger
from arsec_ner.taggers.stanza import CONTEXT, LONGEST, StanzaTagger, _pieces

extras = pytest.mark.extras
pytestmark = pytest.mark.filterwarnings("ignore")


def test_long_sentences_are_read_in_pieces_and_each_word_counts_once() -> None:
    words = [str(at) for at in range(3 * LONGEST)]
    pieces = list(_pieces(words))
    assert len(pieces) > 1
    assert all(len(own) <= LONGEST for own, _, _ in pieces)
    assert [word for own, first, last in pieces for word in own[first:last]] == words
    assert all(first >= min(CONTEXT, 1) for _, first, _ in pieces[1:])


def test_long_words_are_shortened() -> None:
    assert [len(word) for own, _, _ in _pieces(["و" * 5000]) for word in own] == [64]


def test_options_it_does_not_have() -> None:
    tagger = StanzaTagger("x.pt", threads=2)
    with pytest.raises((TypeError, ImportError)):
        tagger.warm_up()


@extras
def test_what_it_learnt_comes_back_with_our_offsets(stanza_file: Path) -> None:
    tagger = load_tagger(f"stanza:{stanza_file}")
    text = read_marked(SENTENCES[1])[0]
    (tagging,) = tagger.tag([segment(text)], [()])
    assert [(text[s.start : s.end], s.label) for s in tagging.spans] == [
        ("سمير حداد", "PERSON"),
        ("كريم منصور", "PERSON"),
        ("بكين", "GPE"),
    ]
    assert tagging.triggers is None and tagging.relations is None


@extras
def test_our_words_are_stanzas_words(stanza_file: Path) -> None:
    tagger = StanzaTagger.load(stanza_file)
    recogniser, _ = tagger._ready()
    answers = recogniser.read([words for words, _ in sentences()])
    assert [len(answer.tags) for answer in answers] == [len(words) for words, _ in sentences()]


@extras
def test_linked_in_a_pipeline(stanza_file: Path) -> None:
    nlp = Pipeline(load_tagger(f"stanza:{stanza_file}"), small_gazetteer())
    document = nlp(read_marked(SENTENCES[0])[0])
    assert [person.name for person in document.people] == ["سمير حداد"]
    hanoi = next(m for m in document.mentions if m.text == "هانوي")
    assert set(hanoi.sources) == {"gazetteer", "stanza"}


@extras
def test_a_folder_that_stanza_filled(stanza_file: Path, tmp_path: Path) -> None:
    (tmp_path / "ar" / "ner").mkdir(parents=True)
    shutil.copy(stanza_file, tmp_path / "ar" / "ner" / "tiny.pt")
    packages = {"default": {"tokenize": "tiny", "ner": "tiny"}}
    resources = {"ar": {"ner": {"tiny": {}}, "tokenize": {"tiny": {}}, "packages": packages}}
    (tmp_path / "resources.json").write_text(json.dumps(resources), encoding="utf-8")
    text = read_marked(SENTENCES[0])[0]
    packaged = StanzaTagger.load(tmp_path).tag([segment(text)], [()])
    named = StanzaTagger.load(tmp_path, package="tiny").tag([segment(text)], [()])
    single = StanzaTagger.load(stanza_file).tag([segment(text)], [()])
    assert packaged == named == single


@extras
def test_what_is_missing_is_named(
    stanza_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, message in (
        (tmp_path / "none.pt", r"none\.pt does not exist; stanza\.download\('ar'"),
        (tmp_path, r"no resources\.json; stanza\.download\('ar'"),
    ):
        with pytest.raises(ModelError, match=message):
            StanzaTagger.load(path)
    monkeypatch.setattr("stanza.resources.common.DEFAULT_MODEL_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match="nowhere does not exist"):
        StanzaTagger.load()
    with pytest.raises(ModelError, match=r"vectors\.pt does not exist"):
        StanzaTagger.load(stanza_file, pretrain=tmp_path / "vectors.pt")
    with pytest.raises(TypeError, match="speed"):
        StanzaTagger.load(stanza_file, speed=9)
    broken = tmp_path / "broken.pt"
    broken.write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"broken\.pt: Stanza cannot read"):
        StanzaTagger.load(broken)


@extras
def test_word_vectors_are_not_replaced_by_random_ones(stanza_file: Path, tmp_path: Path) -> None:
    import torch
    from stanza.models.common.pretrain import PretrainedWordVocab

    checkpoint = torch.load(stanza_file, weights_only=True)
    words = PretrainedWordVocab(["من", "إلى"], lang="ar")
    checkpoint["vocab"]["word"] = words.state_dict()
    checkpoint["vocab"]["_key2class"]["word"] = "PretrainedWordVocab"
    torch.save(checkpoint, tmp_path / "needy.pt")
    with pytest.raises(ModelError, match="pretrain="):
        StanzaTagger.load(tmp_path / "needy.pt")
