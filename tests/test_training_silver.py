"""Silver labels: what the library says of an article, as what the model is taught."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import numpy as np
import pytest
from gold_documents import ROOT

from arsec_ner.gazetteer import Gazetteer
from arsec_ner.labels import EVENT_TYPES, MENTION_LABELS
from arsec_ner.pipeline import Pipeline

sys.path.insert(0, str(ROOT))  # training is no part of the installed package
silver = importlib.import_module("training.silver")

TEXT = (
    "التقى وزير الخارجية الأمريكي أنتوني بلينكن نظيره الصيني وانغ يي في بكين أمس.\n"
    "وانتقد بلينكن موسكو في مؤتمر صحفي.\n"
    "اقرأ أيضا\n"
    "بوتين يزور بكين\n"
)


@pytest.fixture(scope="module")
def taught() -> Any:
    recorder = silver.Recorder.load()
    example, _ = silver.label(Pipeline(recorder, Gazetteer.load()), recorder, "own", TEXT)
    return example


def word(example: Any, text: str) -> int:
    return next(at for at, token in enumerate(example.words) if token.text.endswith(text))


def test_mentions_are_the_librarys(taught: Any) -> None:
    column = taught.mentions[:, MENTION_LABELS.index("PERSON")]
    first = word(taught, "أنتوني")
    assert column[first : first + 2].tolist() == [1, 2]


def test_triggers_are_probabilities(taught: Any) -> None:
    np.testing.assert_allclose(taught.trigger.sum(axis=1), 1, atol=0.01)
    assert taught.trigger[word(taught, "التقى"), EVENT_TYPES.index("meeting") + 1] > 0.6
    assert taught.trigger[word(taught, "أنتوني"), 0] > 0.9


def test_pairs_lie_between_the_librarys_answer_and_the_models(taught: Any) -> None:
    values = {(relation, head, tail): value for relation, head, tail, value in taught.pairs}
    met = word(taught, "التقى")
    assert values["agent", met, word(taught, "أنتوني")] > 0.5
    assert values["agent", met, word(taught, "بكين")] < 0.5
    assert values["place", met, word(taught, "بكين")] > 0.5
    assert all(0 <= value <= 1 for value in values.values())


def test_times_are_taught_by_where_they_stand(taught: Any) -> None:
    met, day = word(taught, "التقى"), word(taught, "أمس")
    (value,) = [v for relation, head, tail, v in taught.pairs
                if (relation, head, tail) == ("time", met, day)]  # fmt: skip
    assert value > 0.5
