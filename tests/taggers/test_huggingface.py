"""Token-classification models of Hugging Face's form: alignment, chunks, labels, errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from foreign import sentences

from arsec_ner.errors import ModelError
from arsec_ner.segment import segment
from arsec_ner.taggers import load_tagger
from arsec_ner.taggers.huggingface import HuggingFaceTagger, WordClassifier

extras = pytest.mark.extras
pytestmark = pytest.mark.filterwarnings("ignore")


def test_it_needs_a_folder_with_a_model(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hf:FOLDER"):
        load_tagger("hf")
    with pytest.raises(ModelError, match=r"config\.json is missing"):
        load_tagger(f"hf:{tmp_path}")
    with pytest.raises(TypeError, match="speed"):
        HuggingFaceTagger.load(tmp_path, speed=9)


def test_two_models_have_two_names() -> None:
    assert HuggingFaceTagger("models/one").name == "hf:one"
    assert HuggingFaceTagger("models/two").name == "hf:two"


@pytest.fixture(scope="module")
def classifier(bert_folder: Path) -> WordClassifier:
    recogniser, _ = HuggingFaceTagger.load(bert_folder)._ready()
    assert isinstance(recogniser, WordClassifier)
    return recogniser


@extras
def test_a_words_tag_is_that_of_its_first_sub_token(
    classifier: WordClassifier, bert_folder: Path
) -> None:
    import torch
    from transformers import AutoModelForTokenClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(bert_folder)
    model = AutoModelForTokenClassification.from_pretrained(bert_folder).eval()
    for words, _ in sentences():
        encoded = tokenizer(words, is_split_into_words=True, return_tensors="pt")
        with torch.inference_mode():
            best = model(**encoded).logits[0].argmax(-1).tolist()
        owners = encoded.word_ids()
        expected = [model.config.id2label[best[owners.index(at)]] for at in range(len(words))]
        (answer,) = classifier.read([words])
        assert list(answer.tags) == expected
        assert answer.scores is not None and all(0 < score <= 1 for score in answer.scores)


@extras
def test_long_sentences_lose_no_word(classifier: WordClassifier) -> None:
    words = [word for own, _ in sentences() * 12 for word in own]
    (answer,) = classifier.read([words])
    assert len(answer.tags) == len(words)
    sizes = [len(piece) for piece in classifier._pieces(words)]
    windows = classifier._windows(sizes)
    assert len(windows) > 1
    assert [at for w in windows for at in range(w.first, w.last)] == list(range(len(words)))
    assert all(sum(sizes[w.start : w.end]) <= 254 for w in windows)


@extras
def test_many_sentences_at_once_as_one_by_one(classifier: WordClassifier) -> None:
    own = [words for words, _ in sentences()] * 5
    together = classifier.read(own)
    assert len(together) == len(own)
    for words, answer in zip(own[:8], together[:8], strict=True):
        (alone,) = classifier.read([words])
        assert alone.tags == answer.tags
        np.testing.assert_allclose(alone.scores, answer.scores, atol=1e-4)


@extras
def test_labels_without_names_are_refused_unless_explained(
    bert_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "unnamed"
    shutil.copytree(bert_folder, folder)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["id2label"] = {str(at): f"LABEL_{at}" for at in range(9)}
    config["label2id"] = {f"LABEL_{at}": at for at in range(9)}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="LABEL_0"):
        HuggingFaceTagger.load(folder)
    own = {f"LABEL_{at}": "PERSON" if at == 2 else None for at in range(9)}
    tagger = HuggingFaceTagger.load(folder, labels=own)
    assert tagger.labels == {"PERSON"}
    (tagging,) = tagger.tag([segment("وصل سمير حداد إلى هانوي يوم الأحد")], [()])
    assert {span.label for span in tagging.spans} <= {"PERSON"}


@extras
def test_a_damaged_model_is_named(bert_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(bert_folder, tmp_path / "damaged")
    for file in (tmp_path / "damaged").glob("model*"):
        file.write_bytes(b"no model")
    with pytest.raises(ModelError, match="damaged: the model cannot be read"):
        HuggingFaceTagger.load(tmp_path / "damaged")
