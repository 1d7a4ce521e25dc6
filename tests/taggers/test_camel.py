"""CAMeL Tools as a backend: import without its catalogue, and the same tags as its recogniser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from foreign import sentences

from arsec_ner.errors import ModelError
from arsec_ner.segment import segment
from arsec_ner.taggers.camel import CamelTagger, check_tokenizer

extras = pytest.mark.extras
pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_tokenizer_that_camel_would_misread_is_refused(tmp_path: Path) -> None:
    check_tokenizer(tmp_path)
    for kind in ("WordPiece", "Unigram"):
        tokenizer = {"model": {"type": kind, "vocab": []}}
        (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
        if kind == "WordPiece":
            check_tokenizer(tmp_path)
    with pytest.raises(ModelError, match=r"this tokenizer is Unigram; tagger='hf:"):
        check_tokenizer(tmp_path)


OFFLINE = """
import socket, sys
def refused(*arguments, **options):
    raise OSError("no network in this test")
socket.socket.connect = refused
from arsec_ner.segment import segment
from arsec_ner.taggers import load_tagger
tagger = load_tagger("camel:" + sys.argv[1])
print(len(tagger.tag([segment("زار سمير بكين")], [()])))
"""


@extras
def test_it_works_offline_without_a_catalogue(bert_folder: Path, tmp_path: Path) -> None:
    environment: Mapping[str, str] = {
        **{k: v for k, v in os.environ.items() if k != "CAMELTOOLS_DATA"}, "HOME": str(tmp_path)
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(bert_folder)],
        capture_output=True, text=True, env=environment,
    )  # fmt: skip
    assert done.stdout.strip() == "1", done.stderr
    assert not (tmp_path / ".camel_tools" / "catalogue.json").exists()


@extras
def test_the_same_tags_as_camels_own_recogniser(bert_folder: Path) -> None:
    recogniser, _ = CamelTagger.load(bert_folder)._ready()
    from camel_tools.ner import NERecognizer

    words = [own for own, _ in sentences()]
    theirs = NERecognizer(str(bert_folder), use_gpu=False).predict(words)
    assert [list(answer.tags) for answer in recogniser.read(words)] == theirs


@extras
def test_a_word_without_a_sub_token_shifts_no_tags(bert_folder: Path) -> None:
    from camel_tools.ner import NERecognizer

    tagger = CamelTagger.load(bert_folder)
    recogniser, _ = tagger._ready()
    words = ["زار", "\u0001", "كريم", "بكين"]
    (ours,) = recogniser.read([words])
    theirs = NERecognizer(str(bert_folder), use_gpu=False).predict([words])[0]
    assert len(theirs) < len(words) == len(ours.tags)
    text = "زار \u200f\u200e كريم \u200f بكين"
    (tagging,) = tagger.tag([segment(text)], [()])
    assert all(text[s.start : s.end].strip("\u200f\u200e ") for s in tagging.spans)


@extras
def test_what_is_missing_is_named(
    bert_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    with pytest.raises(ModelError, match=r"arabert holds no model.*camel_data -i ner-arabert"):
        CamelTagger.load()
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match="CAMeL Tools cannot read"):
        CamelTagger.load(tmp_path)
    with pytest.raises(TypeError, match="speed"):
        CamelTagger.load(bert_folder, speed=9)
