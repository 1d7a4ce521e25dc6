"""What the baselines are taught and told; their training itself needs the extra `baselines`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from gold_documents import ROOT, gold_folder

from arsec_ner.evaluate import score
from arsec_ner.gold import GoldDocument, GoldMention, read_gold
from arsec_ner.segment import segment
from arsec_ner.spans import Span

sys.path.insert(0, str(ROOT))  # the benchmarks are no part of the installed package
choosing = importlib.import_module("benchmarks.baselines.choosing")
crf = importlib.import_module("benchmarks.baselines.crf")
features = importlib.import_module("benchmarks.baselines.features")
labels = importlib.import_module("benchmarks.baselines.labels")
program = importlib.import_module("benchmarks.baselines.__main__")
stanza_trainer = importlib.import_module("benchmarks.baselines.stanza_trainer")
systems = importlib.import_module("benchmarks.baselines.systems")

TEXT = "زار وزير الدفاع الصيني تشن لي هانوي وبانكوك."
MARKED = (
    ("وزير الدفاع الصيني", "ROLE"),
    ("الصيني", "NORP"),
    ("تشن لي", "PERSON"),
    ("هانوي", "GPE"),
    ("بانكوك", "GPE"),
)
MENTIONS = tuple(
    GoldMention(TEXT.index(words), TEXT.index(words) + len(words), label) for words, label in MARKED
)
DOCUMENT = GoldDocument("own", TEXT, None, {}, MENTIONS, (), ())
(SENTENCE,) = segment(TEXT)
TAGS = {
    "outermost": "O B-ROLE I-ROLE I-ROLE B-PERSON I-PERSON B-GPE B-GPE O",
    "ROLE": "O B-ROLE I-ROLE I-ROLE O O O O O",
    "NORP": "O O O B-NORP O O O O O",
    "GPE": "O O O O O O B-GPE B-GPE O",
    "ORG": "O O O O O O O O O",
}


def span(words: str, label: str, score: float = 1.0) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), label, score)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", TAGS)
def test_each_layer_is_tagged_by_itself(name: str) -> None:
    item = crf.Item(DOCUMENT, SENTENCE, None)
    assert " ".join(item.tags(name)) == TAGS[name]


def test_of_one_label_the_outer_mention_is_taught() -> None:
    inner = GoldMention(MENTIONS[0].start + 5, MENTIONS[0].end, "ROLE")
    assert labels.layer([inner, *MENTIONS], "ROLE") == [MENTIONS[0]]


def test_the_trainer_of_stanza_gets_the_outermost_mentions() -> None:
    (rows,) = stanza_trainer.sentences([DOCUMENT])
    assert [row["id"] for row in rows] == list(range(1, 10))
    assert [row["text"] for row in rows] == [*TEXT[:-1].split(), "."]
    assert " ".join(row["ner"] for row in rows) == TAGS["outermost"]


SHAPES = {
    "وزير": "ا", "أ.ف.ب": "ا.ا.ا", "Reuters": "Xx", "2021": "9999", "٢٠": "99", "2,5": "9,9",
    "«": "«",
}  # fmt: skip


@pytest.mark.parametrize("word", SHAPES)
def test_shape(word: str) -> None:
    assert features.shape(word) == SHAPES[word]


def test_a_word_is_told_of_itself_and_its_neighbours() -> None:
    rows = features.features(SENTENCE.tokens)
    bangkok = set(rows[7])
    assert {"word=وبانكوك", "stem=بانكوك", "prefix3=وبا", "suffix4=نكوك", "shape=ا"} <= bangkok
    assert {"-2 key=لي", "-1 key=هانوي", "1 shape=.", "2 none"} <= bangkok
    assert {"-10 keys=هانوي وبانكوك", "01 keys=وبانكوك ."} <= bangkok
    assert {"-1 none", "-2 none"} <= set(rows[0])
    assert not any("gazetteer" in feature for row in rows for feature in row)


def test_a_word_is_told_of_matches() -> None:
    rows = features.features(SENTENCE.tokens, [span("هانوي", "GPE")])
    assert "0 gazetteer=GPE begin" in rows[6]
    assert "1 gazetteer=GPE begin" in rows[5]
    assert "-1 gazetteer=GPE begin" in rows[7]
    assert not any("gazetteer" in feature for feature in rows[4])


def test_layers_nest_and_the_surer_of_two_that_cross_stays() -> None:
    role, norp = span("وزير الدفاع الصيني", "ROLE", 0.8), span("الصيني", "NORP", 0.9)
    crossing = span("الصيني تشن", "PERSON", 0.7)
    layers = {"ROLE": [role], "NORP": [norp], "PERSON": [crossing]}
    assert crf.nested(layers) == (role, norp)
    outer = {"outermost": [role], "NORP": [norp], "GPE": [span("هانوي", "GPE")]}
    assert crf.nested(outer) == (span("وزير الدفاع الصيني", "ROLE"), norp)


def test_quality_counts_the_outermost_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(TEXT, encoding="utf-8")
    lines = [f'S1 {label} "{words}"{" -" * (label != "ROLE")}' for words, label in MARKED]
    (tmp_path / "own.ann").write_text("\n".join(lines), encoding="utf-8")
    found = program.quality(lambda text: labels.outermost(MENTIONS), tmp_path)
    assert found["scores"]["outermost"]["f1"] == 1.0
    assert found["scores"]["mentions"]["recall"] == 0.8


def test_a_column_is_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    gold_folder(tmp_path)
    assert program.main(["measure", "--rows", "gazetteer", "--dev", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("5 articles of")
    assert lines[2] == "| | gazetteer |"
    assert len(lines) == 4 + len(program.ROWS)


@pytest.mark.parametrize("name", ["gazetteer", "gazetteer and rules", "model, matches", "hybrid"])
def test_a_system_finds_names(name: str, tmp_path: Path) -> None:
    find = systems.SYSTEMS[name].make(tmp_path)
    assert any(TEXT[m.start : m.end] == "بانكوك" and m.label == "GPE" for m in find(TEXT))
    assert systems.SYSTEMS[name].megabytes(tmp_path) > 0.5


def test_installed_counts_what_is_required_too() -> None:
    assert systems.installed(["pydantic"]) > systems.installed(["pydantic-core"]) > 0
    assert systems.installed([]) == 0


def test_the_page_holds_the_markers() -> None:
    page = program.PAGE.read_text(encoding="utf-8")
    assert page.count("<!-- baselines -->") == page.count("<!-- /baselines -->") == 1


def test_what_was_chosen_is_told() -> None:
    choice = {
        "held": 36,
        "penalties": [0.1, 0.03],
        "tried": [[0.1, 0.03, 0.8], [0.3, 0.03, 0.7]],
        "nesting": {"by label": 0.9, "outermost first": 0.85},
    }
    told = choosing.told(choice)
    assert "c1 0.1, c2 0.03 (F1 of PERSON and ORG 0.800, of the worst pair tried 0.700)" in told
    assert "by label 0.900; outermost first 0.850" in told


@pytest.mark.extras
def test_crfs_learn_what_they_are_taught(tmp_path: Path) -> None:
    documents = [read_gold(path) for path in sorted(gold_folder(tmp_path).glob("*.ann"))]
    choosing.train(documents, documents[-1:], tmp_path, steps=20)
    for name in ("CRF", "CRF, matches"):
        found = labels.as_extracted(systems.SYSTEMS[name].make(tmp_path)(documents[0].text))
        assert score(documents[0], found)["mentions"].f1 > 0.8
    assert max(choosing.chosen(tmp_path)["nesting"].values()) > 0.8
