"""What the model is taught: targets of gold articles, corpora by the table, pairs."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from gold_documents import ROOT

from arsec_ner.labels import EVENT_TYPES, MENTION_LABELS

if TYPE_CHECKING:
    from training.data import Example

sys.path.insert(0, str(ROOT))  # training is no part of the installed package
data = importlib.import_module("training.data")

TEXT = "زار وزير الدفاع الصيني تشن هانوي. والتقى الوزير فيها بوانغ."


def mention(words: str, kind: str, entity: str | None) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "type": kind, "entity": entity}


def event(words: str, kind: str, arguments: list[tuple[str, str]]) -> dict[str, Any]:
    start = TEXT.index(words)
    listed = [{"role": role, "entity": entity} for role, entity in arguments]
    return {"start": start, "end": start + len(words), "type": kind, "status": "actual",
            "arguments": listed}  # fmt: skip


@pytest.fixture(scope="module")
def example() -> Example:
    minister = mention("وزير الدفاع الصيني", "ROLE", None)
    later = mention("الوزير", "ROLE", None)
    office = {"orgs": [], "countries": ["CHN"], "people": ["chen"]}
    return data.gold_example(
        {
            "id": "own",
            "text": TEXT,
            "mentions": [
                minister, mention("الصيني", "NORP", "CHN"), mention("تشن", "PERSON", "chen"),
                mention("هانوي", "GPE", "hanoi"), later, mention("وانغ", "PERSON", "wang"),
            ],
            "roles": [{**minister, **office}, {**later, **office}],
            "events": [
                event("زار", "visit", [("agent", "chen"), ("target", "hanoi")]),
                event(
                    "التقى", "meeting",
                    [("agent", "chen"), ("target", "wang"), ("place", "hanoi")],
                ),
            ],
        }
    )  # fmt: skip


def at(example: Example, words: str) -> int:
    start = TEXT.index(words)
    return next(i for i, word in enumerate(example.words) if word.start <= start < word.end)


def column(example: Example, label: str) -> list[int]:
    tags: list[int] = example.mentions[:, MENTION_LABELS.index(label)].tolist()  # type: ignore[arg-type]
    return tags


def test_mentions_nest(example: Example) -> None:
    assert column(example, "ROLE")[:6] == [0, 1, 2, 2, 0, 0]
    assert column(example, "NORP")[:6] == [0, 0, 0, 1, 0, 0]


def test_particles_are_taught_where_names_begin(example: Example) -> None:
    assert example.proclitic[at(example, "وانغ")] == 1
    assert example.proclitic[at(example, "هانوي")] == 0
    assert example.proclitic[at(example, "فيها")] == data.MASK


def test_triggers_are_one_class_a_word(example: Example) -> None:
    assert example.trigger.shape == (len(example.words), data.TRIGGER_CLASSES)
    assert (example.trigger.sum(axis=1) == 1).all()
    classes = example.trigger.argmax(axis=1)
    assert classes[0] == EVENT_TYPES.index("visit") + 1
    assert classes[at(example, "التقى")] == EVENT_TYPES.index("meeting") + 1


def pairs(example: Example, relation: str, head: str) -> dict[int, float]:
    word = at(example, head)
    return {tail: value for r, h, tail, value in example.pairs if (r, h) == (relation, word)}


def test_a_role_stands_for_its_holder(example: Example) -> None:
    agents = pairs(example, "agent", "زار")
    assert agents[at(example, "تشن")] == 1.0
    assert agents[at(example, "وزير")] == 1.0
    assert agents[at(example, "هانوي")] == 0.0


def test_an_argument_is_sought_in_its_sentence_first_then_before(example: Example) -> None:
    agents, places = pairs(example, "agent", "التقى"), pairs(example, "place", "التقى")
    assert agents[at(example, "الوزير")] == 1.0
    assert at(example, "تشن") not in agents  # the same man, but named again nearer
    assert places[at(example, "هانوي")] == 1.0


def test_later_sentences_are_no_candidates(example: Example) -> None:
    assert at(example, "وانغ") not in pairs(example, "target", "زار")


def test_roles_are_linked(example: Example) -> None:
    assert pairs(example, "role_person", "وزير")[at(example, "تشن")] == 1.0
    assert pairs(example, "role_country", "وزير")[at(example, "الصيني")] == 1.0


TABLE = """# corpus, file, labels taught, tag, label
own\ttrain.conll\tPERSON ORG\tPER\tPERSON
own\ttrain.conll\tPERSON ORG\tUNION\tORG
own\ttrain.conll\tPERSON ORG\tGROUP\t?
"""
CONLL = (
    "قال\tO\nسعيد\tB-PER\n(\tI-PER\nو\tO\n\nأعلن\tO\nاتحاد\tB-UNION\nالروس\tB-GROUP\nمصر\tB-GPE\n"
)


def test_a_corpus_teaches_the_labels_of_its_row_alone(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "train.conll").write_text(CONLL, encoding="utf-8")
    table = tmp_path / "table.tsv"
    table.write_text(TABLE, encoding="utf-8")
    (found,) = data.read_corpora(tmp_path, table)["own"]
    words = [word.text for word in found.words]
    taught = {
        label: dict(zip(words, column(found, label), strict=True)) for label in ("PERSON", "ORG")
    }
    assert taught["PERSON"]["سعيد"] == 1
    assert taught["PERSON"]["("] == 0  # punctuation at the edge of a name is outside it
    assert taught["ORG"]["اتحاد"] == 1
    assert taught["ORG"]["الروس"] == data.MASK
    assert taught["ORG"]["مصر"] == 0
    assert set(column(found, "ROLE")) == {data.MASK}
    assert not np.any(found.trigger)
