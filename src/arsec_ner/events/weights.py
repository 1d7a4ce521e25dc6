"""What the features are worth: `weights.tsv`, and the sums that make probabilities of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from arsec_ner.errors import DataError
from arsec_ner.events.evidence import Features
from arsec_ner.tables import read_rows

Question = Literal["trigger", "argument", "time", "status"]

# How many numbers a row of each question has; the answer they are measured against has none.
_ANSWERS: Final[Mapping[Question, int]] = {"trigger": 1, "argument": 3, "time": 1, "status": 3}


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


def probabilities(question: Question, features: Features) -> Sequence[float]:
    """Probabilities of the answers of a question with several, the unmeasured answer left out."""
    table = _weights()[question]
    sums = [0.0] * _ANSWERS[question]
    for name, value in features:
        for answer, weight in enumerate(table.get(name, ())):
            sums[answer] += weight * value
    powers = [math.exp(max(-30.0, min(30.0, total))) for total in sums]
    return [power / (1 + sum(powers)) for power in powers]


__all__ = ["Question", "probabilities", "probability"]
