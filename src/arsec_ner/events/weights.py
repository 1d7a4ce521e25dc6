"""What the features are worth: `weights.tsv`, and the sums that make probabilities of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

from arsec_ner.errors import DataError
from arsec_ner.events.evidence import Features
from arsec_ner.tables import read_rows

Question = Literal["trigger", "argument", "second", "time", "status"]

# How many numbers a row of each question has; the answer they are measured against has none.
_ANSWERS: Final[Mapping[Question, int]] = {
    "trigger": 1,
    "argument": 3,
    "second": 3,
    "time": 1,
    "status": 3,
}


@cache
def _weights() -> Mapping[Question, Mapping[str, tuple[float, ...]]]:
    found: dict[Question, dict[str, tuple[float, ...]]] = {name: {} for name in _ANSWERS}
    for question, feature, *numbers in read_rows("events/weights.tsv"):
        if question not in found or len(numbers) != _ANSWERS[question]:
            raise DataError(f"weights.tsv: wrong row {question} {feature}")
        found[question][feature] = tuple(map(float, numbers))
    return found


def probability(question: Question, features: Features) -> float:
    """Probability of the one answer of a yes-or-no question ("trigger", "time")."""
    table = _weights()[question]
    total = sum(table[name][0] * value for name, value in features if name in table)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def probabilities(question: Question, features: Features) -> tuple[float, float, float]:
    """Probabilities of the three answers of a question, the unmeasured fourth left out."""
    weights = _weights()[question].get
    one = two = three = 0.0
    for name, value in features:
        row = weights(name)
        if row is not None:
            one += row[0] * value
            two += row[1] * value
            three += row[2] * value
    powers = _power(one), _power(two), _power(three)
    total = 1 + sum(powers)
    return powers[0] / total, powers[1] / total, powers[2] / total


def _power(total: float) -> float:
    return math.exp(total if -30.0 < total < 30.0 else math.copysign(30.0, total))


__all__ = ["Question", "probabilities", "probability"]
